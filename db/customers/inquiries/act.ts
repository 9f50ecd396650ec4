import { askQuestion } from '../../campaigns/questions';
import { campaignDoc, getCampaign } from '../../campaigns/campaigns';
import { calendarOf } from '../../../domain/campaigns/holidays';
import { localDate } from '../../../domain/campaigns/calendar';
import { type CloseReason, type InquiryStatus, rulesOf, termFrom } from '../../../domain/customers/inquiries/inquiry';
import { AppError } from '../../../domain/errors';
import { requireCustomer } from '../../journeys/customer-arrivals';
import { type Scope } from '../../platform/scope';
import { type Trx } from '../../platform/types';
import { type Vault } from '../../privacy/vault';
import { addTouch, type InquiryRow, lockCase, noteCase, updateCase } from './cases';
import { keepTexts, moveTexts } from './texts';

/** An act of a person on a case. `seconds`: how long it took, for the handling time. */
export interface Act {
  id: number;
  personId: number;
  now: number;
  seconds?: number | undefined;
}

/** Throws inquiry_wrong_state unless the case is in one of these states. */
export function requireState(row: InquiryRow, wanted: readonly InquiryStatus[]): void {
  if (!wanted.includes(row.status)) throw new AppError('inquiry_wrong_state', { status: row.status });
}

export const NOT_CLOSED = ['open', 'handed_over', 'answered'] as const satisfies readonly InquiryStatus[];

/** What every act leaves on its case. */
export const touchOf = ({ personId, now, seconds }: Act) => ({
  at: new Date(now),
  by_person: personId,
  seconds: seconds ?? null,
});

/** Says why the customer asks, and which approved text brought it about. Throws not_found, inquiry_wrong_state. */
export async function classifyCase(
  trx: Trx,
  scope: Scope,
  act: Act & { reason: string; about: { notice: string; version: number; sentence: string | null } | null },
): Promise<InquiryRow> {
  const row = await lockCase(trx, scope, act.id);
  requireState(row, NOT_CLOSED);
  const { about } = act;
  const changed = await updateCase(trx, act.id, {
    reason: act.reason,
    notice: about?.notice ?? null,
    notice_version: about?.version ?? null,
    sentence: about?.sentence ?? null,
  });
  await addTouch(trx, row, { kind: 'classified', ...touchOf(act) });
  return changed;
}

/** Makes the caller the owner of a case. Throws not_found, inquiry_wrong_state. */
export async function takeCase(trx: Trx, scope: Scope, act: Act): Promise<InquiryRow> {
  const row = await lockCase(trx, scope, act.id);
  requireState(row, NOT_CLOSED);
  if (row.owner_id === act.personId) return row;
  await addTouch(trx, row, { kind: 'taken', ...touchOf(act) });
  return updateCase(trx, act.id, { owner_id: act.personId });
}

/**
 * Says whose case it is, where no program could: what was said moves under the customer's key. What was sent in answer went
 * to another one, so that the case is open again; if it has not left, it does not. Throws not_found, and
 * inquiry_customer_known once another one is named.
 */
export async function assignCustomer(
  trx: Trx,
  vault: Vault,
  scope: Scope,
  act: Act & { customerId: number },
): Promise<InquiryRow> {
  await requireCustomer(trx, scope, act.customerId);
  const row = await lockCase(trx, scope, act.id);
  if (row.customer_id === act.customerId) return row;
  if (row.customer_id !== null && row.matched_by !== 'mail' && row.matched_by !== 'phone')
    throw new AppError('inquiry_customer_known');
  const open = (await answeredAnother(trx, row)) ? { status: 'open' as const } : {};
  const changed = await updateCase(trx, act.id, { customer_id: act.customerId, matched_by: 'person', ...open });
  await moveTexts(trx, vault, act.id, act.customerId);
  await addTouch(trx, row, { kind: 'matched', ...touchOf(act) });
  await noteCase(trx, changed, { kind: 'inquiry_matched', ...act, customer: act.customerId });
  return changed;
}

/** Whether an answer was sent to the customer whose case it was taken for. */
async function answeredAnother(trx: Trx, row: InquiryRow): Promise<boolean> {
  if (row.status !== 'answered' || row.customer_id === null) return false;
  const answers = trx.selectFrom('inquiry_touches').select('id').where('inquiry_id', '=', row.id);
  const sent = answers.where('kind', '=', 'answered').where('message_id', 'is not', null);
  return (await sent.limit(1).executeTakeFirst()) !== undefined;
}

/** Adds a note for colleagues, kept like what the customer said. Throws not_found. */
export async function noteOnCase(
  trx: Trx,
  vault: Vault,
  scope: Scope,
  act: Act & { text: string },
): Promise<InquiryRow> {
  const row = await lockCase(trx, scope, act.id);
  const touch_id = await addTouch(trx, row, { kind: 'noted', ...touchOf(act) });
  const { client_id, campaign_id, customer_id } = row;
  await keepTexts(
    trx,
    vault,
    { client_id, campaign_id, customer_id, inquiry_id: row.id, touch_id },
    { text: act.text },
  );
  return row;
}

/**
 * Hands a case over, due after the term agreed: to the client, as a question (QA票) without personal data, or to a
 * supervisor, who becomes its owner. Throws not_found, inquiry_wrong_state.
 */
export async function handOver(
  trx: Trx,
  scope: Scope,
  act: Act & ({ to: 'client'; subject: string; text: string } | { to: 'supervisor'; ownerId: number }),
): Promise<InquiryRow> {
  const row = await lockCase(trx, scope, act.id);
  requireState(row, ['open', 'answered']);
  const campaign = await getCampaign(trx, scope, row.campaign_id);
  const doc = await campaignDoc(trx, campaign.id, campaign.version);
  const dueAt = termFrom(act.now, rulesOf(doc).clientWithin, calendarOf(doc));
  const dueOn = localDate(dueAt, doc.zone);
  const question = act.to === 'client' ? await askQuestion(trx, campaign, { ...act, dueOn }) : undefined;
  const changed = await updateCase(trx, act.id, {
    status: 'handed_over',
    handed_to: act.to,
    due_at: new Date(dueAt),
    ...(question && { question_no: question.no }),
    ...(act.to === 'supervisor' && { owner_id: act.ownerId }),
  });
  await addTouch(trx, row, { kind: 'handed_over', ...touchOf(act) });
  const { personId, now } = act;
  const about = { to: act.to, dueAt, ...(question ? { question: question.no } : { owner: changed.owner_id }) };
  await noteCase(trx, changed, { kind: 'inquiry_handed_over', personId, now, ...about });
  return changed;
}

/** A supervisor gives a case back to the desk, or the desk takes it back. Throws not_found, inquiry_wrong_state. */
export async function giveBack(trx: Trx, scope: Scope, act: Act): Promise<InquiryRow> {
  const row = await lockCase(trx, scope, act.id);
  requireState(row, ['handed_over']);
  return returnCase(trx, row, act);
}

/** Cases that waited for the client's answer to this question go back to the desk. */
export async function returnFromClient(
  trx: Trx,
  { campaignId, no }: { campaignId: number; no: number },
  by: Omit<Act, 'id'>,
): Promise<void> {
  const rows = await trx
    .selectFrom('inquiries')
    .selectAll()
    .where('campaign_id', '=', campaignId)
    .where('question_no', '=', no)
    .where('status', '=', 'handed_over')
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  for (const row of rows) await returnCase(trx, row, { ...by, id: row.id });
}

async function returnCase(trx: Trx, row: InquiryRow, act: Act): Promise<InquiryRow> {
  const doc = await docOf(trx, row.campaign_id);
  const dueAt = termFrom(act.now, rulesOf(doc).answerWithin, calendarOf(doc));
  const changed = await updateCase(trx, row.id, { status: 'open', handed_to: null, due_at: new Date(dueAt) });
  await addTouch(trx, row, { kind: 'returned', ...touchOf(act) });
  const { personId, now } = act;
  await noteCase(trx, changed, { kind: 'inquiry_returned', personId, now, from: row.handed_to });
  return changed;
}

async function docOf(trx: Trx, campaignId: number) {
  const { version } = await trx
    .selectFrom('campaigns')
    .select('version')
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow();
  return campaignDoc(trx, campaignId, version);
}

/** Ends a case. Throws not_found, inquiry_wrong_state, inquiry_reason_missing, complaint_not_completed. */
export async function closeCase(trx: Trx, scope: Scope, act: Act & { as: CloseReason }): Promise<InquiryRow> {
  const row = await lockCase(trx, scope, act.id);
  requireState(row, NOT_CLOSED);
  const isInquiry = act.as !== 'not_ours' && act.as !== 'duplicate';
  if (isInquiry && row.reason === null) throw new AppError('inquiry_reason_missing');
  if (act.as === 'answered' && row.answered_at === null)
    throw new AppError('inquiry_wrong_state', { status: row.status });
  if (row.grade === 'complaint' && isInquiry) await requireCompleted(trx, row.id);
  const closed = { status: 'closed', handed_to: null, closed_at: new Date(act.now), close_reason: act.as } as const;
  const changed = await updateCase(trx, act.id, closed);
  await addTouch(trx, row, { kind: 'closed', ...touchOf(act) });
  const { personId, now } = act;
  await noteCase(trx, changed, { kind: 'inquiry_closed', personId, now, as: act.as });
  return changed;
}

async function requireCompleted(trx: Trx, id: number): Promise<void> {
  const row = await trx.selectFrom('complaints').select('completed_at').where('inquiry_id', '=', id).executeTakeFirst();
  if (row?.completed_at == null) throw new AppError('complaint_not_completed');
}

/** Opens a closed case again, with a new term. Throws not_found, inquiry_wrong_state. */
export async function reopenCase(trx: Trx, scope: Scope, act: Act): Promise<InquiryRow> {
  const row = await lockCase(trx, scope, act.id);
  requireState(row, ['closed']);
  const doc = await docOf(trx, row.campaign_id);
  const dueAt = termFrom(act.now, rulesOf(doc).answerWithin, calendarOf(doc));
  const open = { status: 'open', closed_at: null, close_reason: null, due_at: new Date(dueAt) } as const;
  await addTouch(trx, row, { kind: 'reopened', ...touchOf(act) });
  const changed = await updateCase(trx, act.id, open);
  const { personId, now } = act;
  await noteCase(trx, changed, { kind: 'inquiry_reopened', personId, now });
  return changed;
}

/** Records on a case that the customer's answer was booked in the call, with its receipt number. Throws not_found. */
export async function declaredOnCase(trx: Trx, scope: Scope, act: Act & { receipt: string }): Promise<InquiryRow> {
  const row = await lockCase(trx, scope, act.id);
  requireState(row, NOT_CLOSED);
  await addTouch(trx, row, { kind: 'declared', channel: 'phone', receipt: act.receipt, ...touchOf(act) });
  const answered = { status: 'answered', handed_to: null, answered_at: new Date(row.answered_at ?? act.now) } as const;
  return updateCase(trx, act.id, answered);
}
