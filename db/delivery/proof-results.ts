import { type Selectable } from 'kysely';
import { proofOfCode } from '../../domain/delivery/proof';
import { readClock } from '../platform/clock';
import { appendLedger, campaignChain } from '../platform/ledger';
import { type Proofs } from '../platform/schema.generated';
import { type Db, type Trx } from '../platform/types';

type ProofRow = Selectable<Proofs>;

/**
 * Records that a proof came back, the first time it is reported and with its code only. What is delayed may still
 * arrive, and what no program can read says nothing: neither is recorded. `unknown`: the code names no proof.
 */
export async function recordProofBounce(
  trx: Trx,
  { pieceCode, status, pending = false }: { pieceCode: string; status: string; pending?: boolean },
): Promise<'recorded' | 'duplicate' | 'unknown'> {
  const id = proofOfCode(pieceCode);
  const proof = id === undefined ? undefined : await lockProof(trx, id, 'mail');
  if (!proof) return 'unknown';
  if (pending || proof.bounced_at !== null) return 'duplicate';
  await bounce(trx, proof, status);
  return 'recorded';
}

/**
 * Records what an SMS provider reports of a proof: a delivery stands, and before it a loss. Repeated and late reports are
 * harmless. `known`: nothing new; `unknown`: no proof of an SMS.
 */
export async function recordProofReceipt(
  db: Db,
  receipt: { proofId: number; result: 'delivered' | 'lost'; code: string },
): Promise<'recorded' | 'known' | 'unknown'> {
  return db.transaction().execute(async (trx) => {
    const proof = await lockProof(trx, receipt.proofId, 'sms');
    if (!proof) return 'unknown';
    if (proof.delivered_at !== null || (receipt.result === 'lost' && proof.bounced_at !== null)) return 'known';
    if (receipt.result === 'lost') await bounce(trx, proof, receipt.code);
    else await deliver(trx, proof);
    return 'recorded';
  });
}

const lockProof = (trx: Trx, id: number, channel: 'mail' | 'sms'): Promise<ProofRow | undefined> =>
  trx
    .selectFrom('proofs')
    .selectAll()
    .where('id', '=', id)
    .where('channel', '=', channel)
    .forNoKeyUpdate()
    .executeTakeFirst();

async function bounce(trx: Trx, proof: ProofRow, code: string): Promise<void> {
  const { now } = await readClock(trx);
  await trx
    .updateTable('proofs')
    .set({ bounced_at: new Date(now), bounce_code: code })
    .where('id', '=', proof.id)
    .execute();
  await append(trx, proof, now, { kind: 'proof_bounced', status: code });
}

async function deliver(trx: Trx, proof: ProofRow): Promise<void> {
  const { now } = await readClock(trx);
  await trx
    .updateTable('proofs')
    .set({ delivered_at: new Date(now) })
    .where('id', '=', proof.id)
    .execute();
  await append(trx, proof, now, { kind: 'proof_delivered' });
}

function append(trx: Trx, proof: ProofRow, now: number, entry: { kind: string; status?: string }): Promise<unknown> {
  const { id, recipient_id: recipient, notice, channel, language, version } = proof;
  const about = { by: 'system', proof: id, recipient, notice, channel, language, version };
  return appendLedger(trx, campaignChain(proof.campaign_id), proof.client_id, now, [{ ...entry, ...about }]);
}
