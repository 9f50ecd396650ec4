import { sql } from 'kysely';
import { DEFECT_STEP } from '../../domain/campaigns/campaign';
import { type RecallAnswer, recallDifferences } from '../../domain/print/recall';
import { recordArrival } from '../journeys/arrivals';
import { readClock } from '../platform/clock';
import { appendLedger, campaignChain, type LedgerEntry } from '../platform/ledger';
import { giveLettersBack } from './handover';
import { codesOfRecall, type RecallRow } from './recalls';
import { type Db, type Trx } from '../platform/types';

/** Result of an answer. `again`: already known. `differs`: it does not match the request, and a person must check. */
type Answered =
  { kind: 'taken'; runId: number; open: boolean } | { kind: 'again' } | { kind: 'differs'; found: string[] };

/**
 * Processes the shop's answer to a recall list in one transaction. Removed letters end as `recalled` and their journeys
 * are notified; other letters in their envelopes, and letters about a defect, return to the queue; those that were too
 * late stay as they are. Undefined if there is no such list.
 */
export async function takeAnswer(db: Db, answer: RecallAnswer): Promise<Answered | undefined> {
  return db.transaction().execute(async (trx) => {
    await sql`select id from campaigns where id = (select campaign_id from recalls where key = ${answer.key}) for share`.execute(
      trx,
    );
    const recall = await trx
      .selectFrom('recalls')
      .selectAll()
      .where('key', '=', answer.key)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!recall) return undefined;
    const run = await trx
      .selectFrom('print_runs')
      .select(['id', 'key', 'lane_id', 'status'])
      .where('id', '=', recall.print_run_id)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    if (recall.status === 'answered') return { kind: 'again' };
    const { now } = await readClock(trx);
    const codes = await codesOfRecall(trx, recall.id);
    const found = recallDifferences({ run: run.key, codes }, answer);
    if (await anyPosted(trx, run.id, answer.pieces.pulled)) found.push('pulled_after_posting');
    if (found.length > 0) {
      await keepAnswer(trx, recall, { status: 'differs', answer, now });
      await note(trx, recall, now, [
        { kind: 'recall_differs', by: 'system', ...named(recall, run), differences: found },
      ]);
      return { kind: 'differs', found };
    }
    await keepAnswer(trx, recall, { status: 'answered', answer, now });
    await pull(trx, recall, { run, pulled: answer.pieces.pulled, now });
    return { kind: 'taken', runId: run.id, open: run.status !== 'posted' };
  });
}

const named = (recall: RecallRow, run: { key: string }) => ({ recall: recall.key, printRun: run.key });

const note = (trx: Trx, recall: RecallRow, at: number, entries: LedgerEntry[]) =>
  appendLedger(trx, campaignChain(recall.campaign_id), recall.client_id, at, entries);

const keepAnswer = (
  trx: Trx,
  recall: RecallRow,
  { status, answer, now }: { status: 'differs' | 'answered'; answer: RecallAnswer; now: number },
) =>
  trx
    .updateTable('recalls')
    .set({ status, answer: JSON.stringify(answer), answered_at: new Date(now) })
    .where('id', '=', recall.id)
    .execute();

/** Whether any of these envelopes is recorded as posted. */
async function anyPosted(trx: Trx, runId: number, codes: string[]): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select 1 from pieces p join messages m on m.piece_id = p.id
      where p.print_run_id = ${runId} and p.code = any(${codes}::text[]) and m.status = 'handed_over') as any`.execute(
    trx,
  );
  return rows[0]!.any;
}

interface PulledLetter {
  message: number;
  journey: number;
  campaignId: number;
  customerId: number;
  run: number;
  step: string;
  occurrence: number;
  channel: string;
  purpose: string;
  notice: string;
  version: number;
  /** On the list and not about a form's defect: released for a later text. */
  released: boolean;
}

async function pull(
  trx: Trx,
  recall: RecallRow,
  input: { run: { id: number; key: string; lane_id: number }; pulled: string[]; now: number },
): Promise<void> {
  const { run, pulled, now } = input;
  await sql`
    update recall_letters l set result = case when p.code = any(${pulled}::text[]) then 'pulled' else 'too_late' end
    from pieces p where p.id = l.piece_id and l.recall_id = ${recall.id}`.execute(trx);
  await trx.selectFrom('lanes').select('id').where('id', '=', run.lane_id).forNoKeyUpdate().execute();
  const letters = await lockLetters(trx, recall, { runId: run.id, pulled });
  const released = letters.filter((letter) => letter.released).map(({ message }) => message);
  const back = letters.filter((letter) => !letter.released).map(({ message }) => message);
  if (back.length > 0) await giveLettersBack(trx, run, back);
  await sql`update messages set status = 'recalled', failure = 'recalled' where id = any(${released}::bigint[])`.execute(
    trx,
  );
  await sql`
    update pieces set removed_reason = 'recalled'
    where print_run_id = ${run.id} and code = any(${pulled}::text[])`.execute(trx);
  await notify(trx, recall, { run, letters, now });
}

/** Locks the letters of removed envelopes; journeys first, ascending, as steps do. */
async function lockLetters(
  trx: Trx,
  recall: RecallRow,
  { runId, pulled }: { runId: number; pulled: string[] },
): Promise<PulledLetter[]> {
  const { rows } = await sql<PulledLetter>`
    with own as (select m.id from pieces p join messages m on m.piece_id = p.id and m.status = 'claimed'
        where p.print_run_id = ${runId} and p.code = any(${pulled}::text[])),
      j as materialized (select id from journeys where id in (select m.journey_id from own join messages m using (id))
        order by id for no key update)
    select m.id as message, m.journey_id as journey, m.campaign_id as "campaignId", m.customer_id as "customerId", m.run,
      m.step, m.occurrence, m.channel, m.purpose, m.notice, m.version,
      m.step <> ${DEFECT_STEP} and exists (select 1 from recall_letters l where l.message_id = m.id
        and l.recall_id = ${recall.id}) as released
    from own join messages m using (id) join j on j.id = m.journey_id order by m.journey_id, m.id`.execute(trx);
  return rows;
}

/** Notifies the journey of each letter, and appends the result to each campaign's ledger. */
async function notify(
  trx: Trx,
  recall: RecallRow,
  { run, letters, now }: { run: { id: number; key: string }; letters: PulledLetter[]; now: number },
): Promise<void> {
  for (const { message, campaignId, customerId } of letters.filter((letter) => letter.released)) {
    await recordArrival(trx, {
      campaignId,
      customerId,
      kind: 'not_sent',
      at: now,
      source: `recall:${recall.id}`,
      data: { messageId: message, reason: 'recalled' },
      dedupe: `not_sent:${message}`,
    });
  }
  const campaigns = new Set([recall.campaign_id, ...letters.map(({ campaignId }) => campaignId)]);
  const { answer } = await trx
    .selectFrom('recalls')
    .select('answer')
    .where('id', '=', recall.id)
    .executeTakeFirstOrThrow();
  for (const campaign of [...campaigns].sort((a, b) => a - b)) {
    const own = letters.filter(({ campaignId }) => campaignId === campaign);
    const entries = own.map(({ released, campaignId: _, customerId: __, ...letter }): LedgerEntry => ({
      kind: released ? 'letter_recalled' : 'letter_given_back',
      by: 'system',
      ...letter,
      ...named(recall, run),
    }));
    const { asked, pulled, tooLate } = answer!;
    entries.push({ kind: 'recall_answered', by: 'system', ...named(recall, run), asked, pulled, tooLate });
    await appendLedger(trx, campaignChain(campaign), recall.client_id, now, entries);
  }
}
