import { sql } from 'kysely';
import { type PriceList } from '../../domain/print/prices';
import { type Acknowledgement } from '../../domain/print/print-run';
import { readClock } from '../platform/clock';
import { appendLedger, campaignChain, type LedgerEntry } from '../platform/ledger';
import { bookCosts } from './costs';
import { bookSlip, noteBalance } from './postings';
import { type PrintRun } from './runs';
import { noteRun } from './handover';
import { type Db, type Queryable, type Trx } from '../platform/types';

/** Codes of the envelopes in a run. */
export async function codesOf(db: Queryable, runId: number): Promise<string[]> {
  const rows = await db
    .selectFrom('pieces')
    .select('code')
    .where('print_run_id', '=', runId)
    .where('removed_reason', 'is', null)
    .orderBy('no')
    .execute();
  return rows.map((row) => row.code);
}

/** Codes of the envelopes the shop has removed from a run. */
export async function pulledFrom(db: Queryable, runId: number): Promise<string[]> {
  const rows = await db
    .selectFrom('pieces')
    .select('code')
    .where('print_run_id', '=', runId)
    .where('removed_reason', '=', 'recalled')
    .execute();
  return rows.map((row) => row.code);
}

/**
 * Stores the shop's acknowledgement of a run until it is processed. Undefined for an unknown key; `open` is false for a
 * finished run.
 */
export async function keepAcknowledgement(
  db: Db,
  ack: Acknowledgement,
): Promise<{ runId: number; open: boolean } | undefined> {
  const row = await db
    .updateTable('print_runs')
    .set({ acknowledged: JSON.stringify(ack) })
    .where('key', 'in', [ack.key, ack.key.toLowerCase()])
    .where('status', '<>', 'posted')
    .returning('id')
    .executeTakeFirst();
  if (row) return { runId: row.id, open: true };
  const known = await db
    .selectFrom('print_runs')
    .select('id')
    .where('key', 'in', [ack.key, ack.key.toLowerCase()])
    .executeTakeFirst();
  return known && { runId: known.id, open: false };
}

/** Records that the shop's figures differ from ours: no letter is recorded as posted, and a person must check. */
export async function recordDiffering(db: Db, run: PrintRun, found: string[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { now } = await readClock(trx);
    const { numUpdatedRows } = await trx
      .updateTable('print_runs')
      .set({ status: 'differs' })
      .where('id', '=', run.id)
      .where('status', '=', 'handed_over')
      .executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) await noteRun(trx, run, now, { did: 'differs', differences: found });
  });
}

/** A letter of the run that is not recorded as posted yet. */
export interface UnpostedLetter {
  messageId: number;
  journeyId: number;
  campaignId: number;
  version: number;
  step: string;
  /** The customer lives abroad. */
  abroad: boolean;
  notice: string;
}

/** Up to `limit` such letters of one campaign, in the order in which journeys are locked. */
export async function unpostedLetters(db: Queryable, runId: number, limit: number): Promise<UnpostedLetter[]> {
  const { rows } = await sql<UnpostedLetter>`
    with own as (select m.* from pieces p join messages m on m.piece_id = p.id
      where p.print_run_id = ${runId} and p.removed_reason is null and m.status = 'claimed')
    select id as "messageId", journey_id as "journeyId", campaign_id as "campaignId", version, step, notice,
      exists (select from customers c where c.id = own.customer_id and c.country is not null) as abroad from own
    where campaign_id = (select min(campaign_id) from own) order by journey_id, id limit ${limit}`.execute(db);
  return rows;
}

export interface PostedLetter extends UnpostedLetter {
  /** Whether it reminded the customer; determines the journey's state. */
  reminder: boolean;
  /** Expected arrival, epoch ms. */
  expectedAt: number;
}

interface PostedRow {
  client_id: number;
  message: number;
  journey: number;
  run: number;
  step: string;
  occurrence: number;
  channel: string;
  purpose: string;
  notice: string;
  version: number;
}

/**
 * Records letters of one campaign as handed over at `postedAt` (epoch ms), with the journeys' states and the ledger, as
 * for mails. Letters already recorded are left alone.
 */
export async function recordPosted(
  db: Db,
  run: { key: string },
  postedAt: number,
  letters: PostedLetter[],
): Promise<number> {
  const campaignId = letters[0]!.campaignId;
  return db.transaction().execute(async (trx) => {
    const { now } = await readClock(trx);
    const rows = await updatePosted(trx, run.key, Math.min(postedAt, now), letters);
    const entries = rows.map(({ client_id: _, ...entry }): LedgerEntry => ({
      kind: 'handed_over',
      by: 'system',
      ...entry,
      printRun: run.key,
      postedAt,
    }));
    if (rows.length > 0) await appendLedger(trx, campaignChain(campaignId), rows[0]!.client_id, now, entries);
    return rows.length;
  });
}

/** Locks journeys first, ascending, as steps do; then the messages; then sets the journeys' states. */
async function updatePosted(trx: Trx, key: string, postedAt: number, letters: PostedLetter[]): Promise<PostedRow[]> {
  const list = letters.map(({ messageId, journeyId, reminder, expectedAt }) => ({
    messageId,
    journeyId,
    reminder,
    expectedAt: new Date(expectedAt).toISOString(),
  }));
  const { rows } = await sql<PostedRow>`
    with d as (select * from jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
        as d("messageId" bigint, "journeyId" bigint, reminder boolean, "expectedAt" timestamptz)),
      j as materialized (select id from journeys where id in (select "journeyId" from d) order by id for no key update),
      m as (update messages m set status = 'handed_over', handed_over_at = ${new Date(postedAt)},
          expected_at = d."expectedAt", provider_ref = ${key}, attempts = m.attempts + 1
        from d join j on j.id = d."journeyId" where m.id = d."messageId" and m.status = 'claimed'
        returning m.*, d.reminder),
      notified as (select journey_id, bool_or(reminder) as reminder, bool_or(not reply) as contact from m group by journey_id),
      moved as (update journeys set state = case when notified.reminder then 'reminded' else 'notified' end,
          contacted = journeys.contacted or notified.contact from notified
        where journeys.id = notified.journey_id and journeys.status = 'open'
          and (notified.reminder or journeys.state = 'scheduled'))
    select client_id, id as message, journey_id as journey, m.run, step, occurrence, channel, purpose,
      notice, version from m order by id`.execute(trx);
  return rows;
}

/**
 * Finishes a run: every envelope has been posted. Keeps with each what it cost and whether it was spoiled and printed
 * again, and books the posting slips of the shop's report.
 */
export async function closePosted(
  db: Db,
  run: PrintRun,
  postedAt: number,
  { ack, prices }: { ack: Acknowledgement; prices?: PriceList[] | undefined },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { now } = await readClock(trx);
    const at = new Date(Math.min(postedAt, now));
    const { numUpdatedRows } = await trx
      .updateTable('print_runs')
      .set({ status: 'posted', posted_at: at })
      .where('id', '=', run.id)
      .where('status', 'in', ['handed_over', 'differs'])
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return;
    await trx
      .updateTable('pieces')
      .set({ posted_at: at })
      .where('print_run_id', '=', run.id)
      .where('removed_reason', 'is', null)
      .execute();
    await noteReprinted(trx, run, ack);
    await bookCosts(trx, run, { lists: prices, postedOn: ack.postedOn });
    await bookSlips(trx, run, ack, now);
    const { printed, inserted, posted, postedOn } = ack;
    const { length: spoiled } = ack.spoiled;
    const pulled = ack.pulled && ack.pulled.length > 0 ? { pulled: ack.pulled.length } : {};
    await noteRun(trx, run, now, { did: 'posted', printed, inserted, posted, spoiled, ...pulled, postedOn });
  });
}

async function noteReprinted(trx: Trx, run: PrintRun, { spoiled }: Acknowledgement): Promise<void> {
  if (spoiled.length === 0) return;
  await sql`
    update pieces p set reprinted = s.times
    from (select code, count(*)::int as times from unnest(${spoiled.map(({ piece }) => piece)}::text[]) as code group by 1) s
    where p.print_run_id = ${run.id} and p.code = s.code`.execute(trx);
}

async function bookSlips(trx: Trx, run: PrintRun, { slips = [] }: Acknowledgement, now: number): Promise<void> {
  for (const { no, office, postedOn, ...line } of slips)
    await bookSlip(trx, run, { slipNo: no ?? null, office, postedOn, lines: [line], personId: null, now });
  await noteBalance(trx, { ...run, status: 'posted' });
}
