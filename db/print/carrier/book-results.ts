import { sql } from 'kysely';
import { localDate } from '../../../domain/campaigns/calendar';
import { type Undeliverable } from '../../../domain/returns/return-rules';
import { lockJourneysById } from '../../journeys/customer-arrivals';
import { appendLedger, campaignChain, type LedgerEntry } from '../../platform/ledger';
import { wholeClient } from '../../platform/scope';
import { type Trx } from '../../platform/types';
import { type Vault } from '../../privacy/vault';
import { recordOnPiece, reportUndeliverable } from '../../returns/decide';
import { bookReturn, findPostPiece } from '../../returns/returns';
import { comesBack, type MatchedRow } from './match-rows';
import { CARRIER_ZONE } from './read-file';

interface Booking {
  clientId: number;
  fileId: number;
  by: LedgerEntry['by'];
  personId: number | null;
  now: number;
}

/**
 * Books delivery results. A delivered letter is delivered from then on. One that came back is booked as the return desk
 * would book it, once: the paper that follows, or came before, is the same return. A refused one was received (R9). What
 * the post office keeps is noted. Returns the number of results not known before.
 */
export async function bookResults(trx: Trx, vault: Vault, rows: MatchedRow[], booking: Booking): Promise<number> {
  const known = await knownResults(trx, rows);
  const fresh = rows.filter((row) => !known.has(keyOf(row)));
  await lockJourneysById(trx, await journeysOf(trx, fresh));
  await deliver(trx, fresh.filter(({ result }) => result === 'delivered'), booking); // prettier-ignore
  const returns = new Map<string, number>();
  for (const row of fresh) if (comesBack(row.result)) returns.set(keyOf(row), await bookBack(trx, vault, row, booking));
  if (fresh.length > 0) {
    await trx
      .insertInto('delivery_results')
      .values(
        fresh.map((row) => ({
          piece_id: row.of.id,
          result: row.result!,
          at: new Date(row.at!),
          client_id: row.of.clientId,
          campaign_id: row.of.campaignId,
          reason: row.reason,
          return_id: returns.get(keyOf(row)) ?? null,
          file_id: booking.fileId,
        })),
      )
      .execute();
  }
  return fresh.length;
}

const keyOf = ({ of, result, at }: MatchedRow): string => `${of.id} ${result} ${at}`;

/** Carriers repeat results in later files. */
async function knownResults(trx: Trx, rows: MatchedRow[]): Promise<Set<string>> {
  const found = await trx
    .selectFrom('delivery_results')
    .select(['piece_id', 'result', 'at'])
    .where('piece_id', '=', sql<number>`any(${[...new Set(rows.map(({ of }) => of.id))]}::bigint[])`)
    .execute();
  return new Set(found.map(({ piece_id, result, at }) => `${piece_id} ${result} ${at}`));
}

async function journeysOf(trx: Trx, rows: MatchedRow[]): Promise<number[]> {
  const { rows: found } = await sql<{ id: number }>`
    select distinct journey_id as id from messages where piece_id = any(${rows.map(({ of }) => of.id)}::bigint[])
    order by 1`.execute(trx);
  return found.map(({ id }) => id);
}

async function deliver(trx: Trx, rows: MatchedRow[], { clientId, by, now }: Booking): Promise<void> {
  const list = rows.map(({ of, at }) => ({ piece: of.id, at: new Date(at!).toISOString() }));
  const { rows: delivered } = await sql<{
    message: number;
    journey: number;
    campaign: number;
    run: number;
    step: string;
    channel: string;
    at: number;
  }>`
    update messages m set delivered_at = d.at
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as d(piece bigint, at timestamptz)
    where m.piece_id = d.piece and m.status = 'handed_over' and m.delivered_at is null
    returning m.id as message, m.journey_id as journey, m.campaign_id as campaign, m.run, m.step, m.channel,
      m.delivered_at as at`.execute(trx);
  for (const campaign of [...new Set(delivered.map((one) => one.campaign))].sort((a, b) => a - b)) {
    const entries = delivered
      .filter((one) => one.campaign === campaign)
      .sort((a, b) => a.message - b.message)
      .map(({ campaign: _, at, ...letter }): LedgerEntry => ({ kind: 'delivered', by, ...letter, deliveredAt: at }));
    await appendLedger(trx, campaignChain(campaign), clientId, now, entries);
  }
}

/** Returns the id of the return, which the desk may have booked before. */
async function bookBack(trx: Trx, vault: Vault, row: MatchedRow, booking: Booking): Promise<number> {
  const piece = await findPostPiece(trx, wholeClient(booking.clientId), { id: row.of.id });
  const reason: Undeliverable | null = row.result === 'refused' ? 'refused' : row.reason;
  const receivedOn = localDate(row.at!, CARRIER_ZONE);
  const item = { kind: 'undeliverable' as const, receivedOn, postmarkOn: null, reason, personId: booking.personId };
  const { row: back, fresh } = await bookReturn(trx, vault, piece, item);
  if (!fresh) return back.id;
  await reportUndeliverable(trx, { row: back, piece });
  const base = { kind: 'return_received', return: back.id, by: booking.by, what: 'undeliverable' };
  const facts = { receipt: back.receipt, receivedOn, postmarkOn: null, receivedAt: back.received_at, slip: reason };
  await recordOnPiece(trx, piece, booking.now, { ...base, ...facts, image: null, carrierFile: booking.fileId });
  return back.id;
}
