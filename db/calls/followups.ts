import { sql } from 'kysely';
import { addBusinessDays, localDate } from '../../domain/campaigns/calendar';
import { type Language } from '../../domain/campaigns/campaign';
import { type Followup, FOLLOWUPS, isFollowup } from '../../domain/calls/call-rules';
import { AppError } from '../../domain/errors';
import { readClock } from '../platform/clock';
import { appendLedger, campaignChain, type LedgerEntry } from '../platform/ledger';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';
import { type CallOutcome, type InCall, type OutcomeContext } from './in-call';

/** What a call has left for a person to do. Surrogate ids only. */
export interface FollowupLine {
  id: number;
  campaignId: number;
  customerId: number;
  taskId: number;
  kind: Followup;
  /** ISO 639-1 code of the language asked for. */
  language: string | null;
  openedAt: number;
  /** Local day (ISO) by which it is to be done. */
  dueOn: string;
  doneAt: number | null;
}

/**
 * Notes what a result leaves for a person to do, with the day by which; a wish for large type also holds for every letter
 * from now on. Returns the ledger entries.
 */
export async function followUp(
  trx: Trx,
  { task, journey, doc, now }: InCall,
  { personId, calendarOf }: OutcomeContext,
  { result, language }: CallOutcome,
): Promise<LedgerEntry[]> {
  if (!isFollowup(result)) return [];
  const dueOn = addBusinessDays(localDate(now, doc.zone), FOLLOWUPS[result], calendarOf(doc));
  const { id } = await trx
    .insertInto('call_followups')
    .values({
      ...{ client_id: task.client_id, campaign_id: task.campaign_id, customer_id: task.customer_id },
      ...{ task_id: task.id, kind: result, language: language ?? null },
      ...{ opened_at: new Date(now), opened_by: personId, due_on: dueOn },
    })
    .onConflict((row) => row.columns(['task_id', 'kind']).doUpdateSet({ done_at: null, done_by: null }))
    .returning('id')
    .executeTakeFirstOrThrow();
  const about = { by: `person:${personId}`, journey: journey.id, customer: task.customer_id };
  const entry = { kind: 'followup_opened', ...about, followup: id, task: task.id, what: result, dueOn };
  if (result === 'language' && isWritten(language)) {
    await trx.updateTable('customers').set({ language }).where('id', '=', task.customer_id).execute();
  }
  if (result !== 'large_print') return [entry];
  await trx.updateTable('customers').set({ large_print: true }).where('id', '=', task.customer_id).execute();
  return [entry, { kind: 'letter_type_set', ...about, largePrint: true }];
}

/** Whether letters and mails are written in it; another one is for a person to see to. */
const isWritten = (language: string | undefined): language is Language => language === 'en' || language === 'ja';

/** What a customer needs to be spoken to, as said in earlier calls. */
export interface SpeechNeed {
  kind: 'language' | 'interpreter';
  /** ISO 639-1 code of the language asked for. */
  language: string | null;
}

/** What the customer needs in every call from now on, also once a person has prepared it. */
export async function needsOf(db: Queryable, customerId: number): Promise<SpeechNeed[]> {
  const { rows } = await sql<SpeechNeed>`
    select distinct on (kind) kind, language from call_followups
    where customer_id = ${customerId} and kind in ('language','interpreter') order by kind, id desc`.execute(db);
  return rows;
}

interface FollowupFilter {
  state: 'open' | 'done';
  /** Position after which the page begins. */
  after: number | null;
  limit: number;
}

/** What calls have left to do, in id order. */
export async function listFollowups(db: Queryable, scope: Scope, filter: FollowupFilter): Promise<FollowupLine[]> {
  return db
    .selectFrom('call_followups as f')
    .select(['f.id', 'f.campaign_id as campaignId', 'f.customer_id as customerId', 'f.task_id as taskId'])
    .select(['f.language', 'f.opened_at as openedAt', 'f.due_on as dueOn', 'f.done_at as doneAt'])
    .select(sql<Followup>`f.kind`.as('kind'))
    .where('f.client_id', '=', scope.clientId)
    .where(inCampaigns(scope, 'f.campaign_id'))
    .where('f.done_at', filter.state === 'open' ? 'is' : 'is not', null)
    .where('f.id', '>', filter.after ?? 0)
    .orderBy('f.id')
    .limit(filter.limit)
    .execute();
}

/** Notes that it has been done; once done it stays so. Appends to the ledger. Throws not_found. */
export async function finishFollowup(trx: Trx, scope: Scope, { id, personId }: { id: number; personId: number }) {
  const row = await trx
    .selectFrom('call_followups')
    .select(['id', 'campaign_id', 'customer_id', 'task_id', 'kind', 'done_at'])
    .where('id', '=', id)
    .where('client_id', '=', scope.clientId)
    .where(inCampaigns(scope))
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  if (row.done_at !== null) return;
  const { now } = await readClock(trx);
  await trx
    .updateTable('call_followups')
    .set({ done_at: new Date(now), done_by: personId })
    .where('id', '=', id)
    .execute();
  const { journey_id: journey } = await trx
    .selectFrom('call_tasks')
    .select('journey_id')
    .where('id', '=', row.task_id)
    .executeTakeFirstOrThrow();
  const about = { journey, customer: row.customer_id, followup: id, task: row.task_id, what: row.kind };
  const entry = { kind: 'followup_done', by: `person:${personId}`, ...about };
  await appendLedger(trx, campaignChain(row.campaign_id), scope.clientId, now, [entry]);
}
