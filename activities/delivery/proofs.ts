import { type Logger } from 'pino';
import { type CampaignDocs } from '../../db/campaigns/campaigns';
import {
  claimProof,
  type ClaimedProof,
  markProof,
  proofPerson,
  type ProofResult,
  recordProof,
} from '../../db/delivery/proofs';
import { type Db } from '../../db/platform/types';
import { AppError } from '../../domain/errors';
import { retryTransient } from '../retry-transient';
import { type FencedLane } from './lane-monitor';
import { type LaneSender, type Sent } from './providers/sender';

/** So many in a row, before contacts have their turn again. */
const AT_ONCE = 10;

/** Sends what is due of a lane's proofs, one after the other. Returns the number taken. */
export async function sendProofs<Outgoing>(
  deps: { db: Db; docs: CampaignDocs; log: Logger },
  sender: LaneSender<unknown, Outgoing>,
  lane: FencedLane,
): Promise<number> {
  if (!sender.proofs) return 0;
  for (let count = 0; count < AT_ONCE; count++) {
    const proof = await retryTransient(() => claimProof(deps.db, deps.docs, lane));
    if (!proof) return count;
    const result = await outcomeOf(deps.db, sender, proof);
    deps.log.info({ proof: proof.proofId, lane: lane.laneId, result: result.kind }, 'proof');
    await retryTransient(() => recordProof(deps.db, proof, result));
    if (result.kind === 'later') return count + 1;
  }
  return AT_ONCE;
}

async function outcomeOf<Outgoing>(
  db: Db,
  sender: LaneSender<unknown, Outgoing>,
  proof: ClaimedProof,
): Promise<ProofResult> {
  const proofs = sender.proofs!;
  try {
    const person = await retryTransient(() => proofPerson(db, proofs.vault, proof));
    const outgoing = person && (await retryTransient(() => proofs.compose(proof, person)));
    if (!outgoing) return { kind: 'failed', reason: 'no_contact' };
    return resultOf(await sender.send(outgoing, () => markProof(db, proof)), sender.repeatable);
  } catch (error) {
    if (!(error instanceof AppError) || error.retryable) throw error;
    return { kind: 'failed', reason: error.code };
  }
}

function resultOf(sent: Sent, repeatable: boolean): ProofResult {
  switch (sent.kind) {
    case 'accepted':
      return { kind: 'sent', ref: sent.ref };
    case 'refused':
      return { kind: sent.forGood ? 'failed' : 'refused_for_now', reason: sent.reason };
    case 'unknown':
      return repeatable ? { kind: 'later' } : { kind: 'doubtful' };
    case 'unreachable':
    case 'not_begun':
      return { kind: 'later' };
  }
}
