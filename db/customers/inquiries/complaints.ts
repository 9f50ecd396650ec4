import { type Selectable } from 'kysely';
import { calendarOf } from '../../../domain/campaigns/holidays';
import { type ComplaintClass, rulesOf, termFrom } from '../../../domain/customers/inquiries/inquiry';
import { AppError } from '../../../domain/errors';
import { campaignById, campaignDoc, type CampaignRow } from '../../campaigns/campaigns';
import { type Complaints } from '../../platform/schema.generated';
import { type Scope } from '../../platform/scope';
import { type Queryable, type Trx } from '../../platform/types';
import { openHold } from '../holds';
import { type Act, NOT_CLOSED, requireState, touchOf } from './act';
import { addTouch, getCase, lockCase, noteCase, updateCase } from './cases';

export type ComplaintRow = Selectable<Complaints>;

/**
 * Makes a complaint of a case: a line of the register, of which the client is notified within the agreed term. With
 * `hold` contact stops at once until its owner has reviewed it. One that is there keeps its day and term. Appends to the
 * ledger. Throws not_found, inquiry_wrong_state, inquiry_customer_unknown for a hold without a customer.
 */
export async function recordComplaint(
  trx: Trx,
  scope: Scope,
  act: Act & { class: ComplaintClass; hold: { source: string; reviewOn: string } | null },
): Promise<ComplaintRow> {
  const known = await getCase(trx, scope, act.id);
  if (act.hold) {
    if (known.customer_id === null) throw new AppError('inquiry_customer_unknown');
    const { source, reviewOn } = act.hold;
    const hold = { customerId: known.customer_id, reason: 'complaint' as const, source, reviewOn, note: null };
    await openHold(trx, scope, { ...hold, personId: act.personId });
  }
  const row = await lockCase(trx, scope, act.id);
  requireState(row, NOT_CLOSED);
  const campaign = await campaignById(trx, row.campaign_id);
  const doc = await campaignDoc(trx, campaign.id, campaign.version);
  const notifyBy = termFrom(act.now, rulesOf(doc).complaintWithin, calendarOf(doc));
  await updateCase(trx, row.id, { grade: 'complaint' });
  await addTouch(trx, row, { kind: 'complaint', ...touchOf(act) });
  const { client_id, campaign_id, id: inquiry_id } = row;
  const complaint = await trx
    .insertInto('complaints')
    .values({
      ...{ client_id, campaign_id, inquiry_id, class: act.class },
      stated_at: new Date(row.received_at),
      notify_by: new Date(notifyBy),
    })
    .onConflict((conflict) => conflict.column('inquiry_id').doUpdateSet({ class: act.class }))
    .returningAll()
    .executeTakeFirstOrThrow();
  const { personId, now } = act;
  await noteCase(trx, row, { kind: 'complaint_recorded', personId, now, class: act.class, hold: act.hold !== null });
  return complaint;
}

/** Records that the client was notified; a second time changes nothing. Throws not_found. */
export async function notedToClient(trx: Trx, scope: Scope, act: Act): Promise<ComplaintRow> {
  const row = await lockCase(trx, scope, act.id);
  const known = await getComplaint(trx, row.id);
  if (known.notified_at !== null) return known;
  await addTouch(trx, row, { kind: 'client_notified', ...touchOf(act) });
  const { personId, now } = act;
  await noteCase(trx, row, { kind: 'complaint_notified', personId, now, inTime: now <= known.notify_by });
  return update(trx, row.id, { notified_at: new Date(now), notified_by: personId });
}

/**
 * Records that the client's own person knows of a complaint of which the client was notified; a second time changes
 * nothing. Throws not_found, complaint_not_notified.
 */
export async function acknowledgeComplaint(trx: Trx, scope: Scope, act: Act): Promise<ComplaintRow> {
  const row = await lockCase(trx, scope, act.id);
  const known = await getComplaint(trx, row.id);
  if (known.acknowledged_at !== null) return known;
  if (known.notified_at === null) throw new AppError('complaint_not_notified');
  await addTouch(trx, row, { kind: 'client_acknowledged', ...touchOf(act) });
  const { personId, now } = act;
  await noteCase(trx, row, { kind: 'complaint_acknowledged', personId, now });
  return update(trx, row.id, { acknowledged_at: new Date(now), acknowledged_by: personId });
}

/**
 * Completes a complaint: what was done, and what prevents it in future; both name no customer. May be corrected until the
 * case is closed. Throws not_found, inquiry_wrong_state.
 */
export async function completeComplaint(
  trx: Trx,
  scope: Scope,
  act: Act & { response: string; prevention: string },
): Promise<ComplaintRow> {
  const row = await lockCase(trx, scope, act.id);
  requireState(row, NOT_CLOSED);
  await getComplaint(trx, row.id);
  const { personId, now, response, prevention } = act;
  await noteCase(trx, row, { kind: 'complaint_completed', personId, now });
  const completed = { completed_at: new Date(now), completed_by: personId };
  return update(trx, row.id, { response, prevention, ...completed });
}

const update = (trx: Trx, id: number, change: object): Promise<ComplaintRow> =>
  trx.updateTable('complaints').set(change).where('inquiry_id', '=', id).returningAll().executeTakeFirstOrThrow();

/** The register's line of a case. Throws not_found. */
export async function getComplaint(db: Queryable, inquiryId: number): Promise<ComplaintRow> {
  const row = await db.selectFrom('complaints').selectAll().where('inquiry_id', '=', inquiryId).executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'complaint' });
  return row;
}

/** A campaign's register, newest first, before the given case. */
export async function listComplaints(
  db: Queryable,
  campaign: CampaignRow,
  { before, limit }: { before: number | null; limit: number },
): Promise<(ComplaintRow & { status: string; reason: string | null })[]> {
  return db
    .selectFrom('complaints as c')
    .innerJoin('inquiries as i', 'i.id', 'c.inquiry_id')
    .selectAll('c')
    .select(['i.status', 'i.reason'])
    .where('c.campaign_id', '=', campaign.id)
    .where('c.client_id', '=', campaign.client_id)
    .$if(before !== null, (query) => query.where('c.inquiry_id', '<', before!))
    .orderBy('c.inquiry_id', 'desc')
    .limit(limit)
    .execute();
}
