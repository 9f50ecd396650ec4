import { type Selectable, sql } from 'kysely';
import { addDays, localDate } from '../../../domain/campaigns/calendar';
import { calendarOf } from '../../../domain/campaigns/holidays';
import { type Wanted } from '../../../domain/customers/authority-cases/checks';
import { authorityRulesOf, documentsOf } from '../../../domain/customers/authority-cases/rules';
import { AppError } from '../../../domain/errors';
import { AUTHORITY_STEP } from '../../../domain/journeys/answers/replies';
import { type PlannedMessage } from '../../../domain/journeys/decide';
import { leavesAt } from '../../../domain/journeys/schedule-step';
import { authorityNotice } from '../../../domain/texts/authority/letters';
import { campaignById, campaignDoc } from '../../campaigns/campaigns';
import { ownVersion } from '../../campaigns/plan-versions';
import { lanesOf } from '../../delivery/lanes';
import { lockJourneysById } from '../../journeys/customer-arrivals';
import { type JourneyRow } from '../../journeys/facts/load-facts';
import { insertMessages } from '../../journeys/step-writes';
import { appendLedger, campaignChain } from '../../platform/ledger';
import { type AuthorityLetters, type Messages } from '../../platform/schema.generated';
import { type Scope } from '../../platform/scope';
import { type Queryable, type Trx } from '../../platform/types';
import { type AuthorityCase, type CaseAct, getCase, journeyOfCase, lockCase, noteCase, updateCase } from './cases';

export type AuthorityLetter = Selectable<AuthorityLetters> & {
  /** What became of it. */
  message: Selectable<Messages>['status'];
  failure: string | null;
  bouncedAt: number | null;
  handedOverAt: number | null;
};

/** The letters of these cases, oldest first. */
export async function lettersOf(db: Queryable, caseIds: number[]): Promise<AuthorityLetter[]> {
  if (caseIds.length === 0) return [];
  return db
    .selectFrom('authority_letters as l')
    .innerJoin('messages as m', 'm.id', 'l.message_id')
    .selectAll('l')
    .select(['m.status as message', 'm.failure', 'm.bounced_at as bouncedAt', 'm.handed_over_at as handedOverAt'])
    .where('l.case_id', 'in', caseIds)
    .orderBy('l.id')
    .execute();
}

/** Whether a letter is on its way or posted, or cannot have reached the person. */
export const letterState = ({ message, bouncedAt }: AuthorityLetter): 'sent' | 'lost' =>
  bouncedAt !== null || ['failed', 'withdrawn', 'recalled'].includes(message) ? 'lost' : 'sent';

/** The journey that the letters of a case belong to, locked before the case. Throws not_found. */
export async function lockJourneyOfCase(trx: Trx, row: AuthorityCase): Promise<JourneyRow> {
  const journey = await journeyOfCase(trx, row);
  if (!journey) throw new AppError('not_found', { what: 'journey' });
  return (await lockJourneysById(trx, [journey.id]))[0]!;
}

/**
 * Sends the letter that asks for documents: the first, or the same once more with a new date. One that has not left is
 * replaced. Throws not_found, authority_wrong_state, authority_no_address.
 */
export async function askForProof(
  trx: Trx,
  scope: Scope,
  act: CaseAct & { dueOn?: string | undefined },
): Promise<AuthorityCase> {
  const journey = await lockJourneyOfCase(trx, await getCase(trx, scope, act.id));
  const row = await lockCase(trx, scope, act.id, ['asked']);
  const last = (await lettersOf(trx, [row.id])).at(-1);
  return queueLetter(trx, { row, journey, act, wanted: last ? (last.wanted as unknown as Wanted[]) : null });
}

/**
 * Queues a letter of a case whose journey and row are locked. `wanted`: what a check found lacking; null: all documents.
 */
export async function queueLetter(
  trx: Trx,
  to: {
    row: AuthorityCase;
    journey: JourneyRow;
    act: CaseAct & { dueOn?: string | undefined };
    wanted: Wanted[] | null;
  },
): Promise<AuthorityCase> {
  const { row, journey, act } = to;
  if (!row.writable) throw new AppError('authority_no_address');
  const campaign = await campaignById(trx, row.campaign_id);
  const version = ownVersion(journey, campaign);
  const doc = await campaignDoc(trx, campaign.id, version);
  const rules = authorityRulesOf(doc);
  const kind = row.kind;
  const all = documentsOf(rules, kind).map(({ id }): Wanted => ({ document: id, why: 'missing' }));
  const wanted = to.wanted ?? all;
  const again = row.round > 1;
  const { now, personId } = act;
  const dueOn = act.dueOn ?? addDays(localDate(now, doc.zone), rules.answerWithin);
  const { id: letter } = await trx
    .insertInto('authority_letters')
    .values({
      ...{ case_id: row.id, client_id: row.client_id, campaign_id: row.campaign_id, customer_id: row.customer_id },
      ...{ round: row.round, wanted: JSON.stringify(wanted), due_on: dueOn },
      ...{ asked_by: personId, asked_at: new Date(now) },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const message: PlannedMessage = {
    ...{ step: AUTHORITY_STEP, occurrence: letter, channel: 'post', purpose: 'service_notice', override: null },
    notice: authorityNotice(kind, again),
    dueAt: now,
    notBefore: leavesAt('post', { facts: { now }, doc, calendar: calendarOf(doc) }),
  };
  const laneId = (await lanesOf(trx, [row.client_id])).get(`${row.client_id}:post`);
  if (laneId === undefined) throw new AppError('not_found', { what: 'lane' });
  await withdrawUnsent(trx, journey.id, letter, row.id);
  await insertMessages(trx, [{ journey, version, laneId, message, attempts: 0, reply: true }]);
  await sql`
    update authority_letters set message_id = (select m.id from messages m where m.journey_id = ${journey.id}
      and m.step = ${AUTHORITY_STEP} and m.occurrence = ${letter}) where id = ${letter}`.execute(trx);
  const changed = await updateCase(trx, row, { due_on: dueOn, waits_since: new Date(now) });
  const queued = { kind: 'reply', journey: journey.id, run: journey.run, reply: AUTHORITY_STEP, occurrence: letter };
  const entry = { ...queued, version, by: `person:${personId}`, message, refusals: [] };
  await appendLedger(trx, campaignChain(row.campaign_id), row.client_id, now, [entry]);
  await noteCase(trx, changed, { kind: 'authority_asked', personId, now, letter, round: row.round, wanted, dueOn });
  return changed;
}

/** Letters of the case that wait in the queue: the new one says it all. */
async function withdrawUnsent(trx: Trx, journeyId: number, letter: number, caseId: number): Promise<void> {
  await sql`
    update messages m set status = 'withdrawn', failure = 'request_replaced' from authority_letters l
    where m.journey_id = ${journeyId} and m.step = ${AUTHORITY_STEP} and m.occurrence < ${letter} and m.status = 'queued'
      and l.id = m.occurrence and l.case_id = ${caseId}`.execute(trx);
}
