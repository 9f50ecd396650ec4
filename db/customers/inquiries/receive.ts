import { sql } from 'kysely';
import { calendarOf } from '../../../domain/campaigns/holidays';
import {
  type InquiryChannel,
  type KnownCase,
  type MatchedBy,
  matterOf,
  rulesOf,
  termFrom,
} from '../../../domain/customers/inquiries/inquiry';
import { campaignById, campaignDoc } from '../../campaigns/campaigns';
import { type Queryable, type Trx } from '../../platform/types';
import { type Vault } from '../../privacy/vault';
import { addTouch, type InquiryRow, noteCase, updateCase } from './cases';
import { keepTexts, type Said } from './texts';

/** A contact of a customer, or of a person who is not known yet. Instants are epoch ms. */
export interface NewContact {
  clientId: number;
  campaignId: number;
  customer: { id: number; matchedBy: MatchedBy } | null;
  channel: InquiryChannel;
  receivedAt: number;
  said: Said;
  reason?: string | null;
  /** The approved text that brought it about. */
  about?: { notice: string; version: number; sentence?: string | null } | null;
  /** Who took it; null: it came in by itself. */
  personId: number | null;
  seconds?: number;
  /** The case that it names. */
  named?: number | undefined;
  /** A matter of its own, whatever is open. */
  apart?: boolean;
  /** Keyed hash of the mail or form: the same one counts once. */
  onceHash?: Buffer;
  /** Who wrote, if not the customer. */
  representativeId?: number | undefined;
  /** The envelope that the letter lay in. */
  returnId?: number | undefined;
  setAsideId?: number | undefined;
}

export interface ReceivedContact {
  inquiry: InquiryRow;
  /** It was added to a case that was there. */
  joined: boolean;
  /** The same mail or form was recorded before; nothing was written. */
  duplicate: boolean;
}

/**
 * Records a contact: as a new case, or as one more touch of the case it belongs to, which then waits for the desk again.
 * Appends to the ledger.
 */
export async function receiveContact(
  trx: Trx,
  vault: Vault,
  contact: NewContact,
  now: number,
): Promise<ReceivedContact> {
  await oneAtATime(trx, contact);
  const before = await contactKnown(trx, contact);
  if (before) return { inquiry: before, joined: true, duplicate: true };
  const campaign = await campaignById(trx, contact.campaignId);
  const doc = await campaignDoc(trx, campaign.id, campaign.version);
  const rules = rulesOf(doc);
  const dueAt = termFrom(contact.receivedAt, rules.answerWithin, calendarOf(doc));
  const { receivedAt: at, reason = null, named } = contact;
  const known = contact.apart ? [] : await casesKnown(trx, contact);
  const matter = matterOf(known, { at, reason, named }, rules);
  const inquiry =
    matter === undefined ? await openCase(trx, contact, dueAt) : await joinCase(trx, matter, { contact, dueAt });
  const touch = await addTouch(trx, inquiry, {
    kind: 'received',
    channel: contact.channel,
    at: new Date(at),
    by_person: contact.personId,
    seconds: contact.seconds ?? null,
    mail_hash: contact.onceHash ?? null,
    representative_id: contact.representativeId ?? null,
    return_id: contact.returnId ?? null,
    set_aside_id: contact.setAsideId ?? null,
  });
  const { client_id, campaign_id, customer_id } = inquiry;
  const place = { client_id, campaign_id, customer_id, inquiry_id: inquiry.id, touch_id: touch };
  await keepTexts(trx, vault, place, contact.said);
  const joined = matter !== undefined;
  const about = { channel: contact.channel, customer: customer_id, joined, matchedBy: inquiry.matched_by };
  await noteCase(trx, inquiry, { kind: 'inquiry_received', personId: contact.personId, now, ...about });
  return { inquiry, joined, duplicate: false };
}

/** Contacts of one customer, and copies of one mail or form, are recorded one after the other. */
async function oneAtATime(trx: Trx, { campaignId, customer, onceHash }: NewContact): Promise<void> {
  const keys = [onceHash && `once:${onceHash.toString('hex')}`, customer && `${campaignId}:${customer.id}`];
  for (const key of keys.filter(Boolean)) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`inquiry:${key}`}, 0))`.execute(trx);
  }
}

/** The case of the same mail or form, if it was recorded before. */
export async function contactKnown(
  db: Queryable,
  { clientId, onceHash }: Pick<NewContact, 'clientId' | 'onceHash'>,
): Promise<InquiryRow | undefined> {
  if (!onceHash) return undefined;
  return db
    .selectFrom('inquiry_touches as t')
    .innerJoin('inquiries as i', 'i.id', 't.inquiry_id')
    .selectAll('i')
    .where('t.client_id', '=', clientId)
    .where('t.mail_hash', '=', onceHash)
    .executeTakeFirst();
}

/** The customer's cases in the campaign; for one who is not known, the case that the contact names. */
async function casesKnown(trx: Trx, { campaignId, customer, named }: NewContact): Promise<KnownCase[]> {
  if (!customer && named === undefined) return [];
  const rows = await trx
    .selectFrom('inquiries')
    .select(['id', 'status', 'reason', 'closed_at as closedAt'])
    .where('campaign_id', '=', campaignId)
    .where((eb) =>
      customer ? eb('customer_id', '=', customer.id) : eb('id', '=', named!).and('customer_id', 'is', null),
    )
    .orderBy('id', 'desc')
    .limit(50)
    .execute();
  return rows as KnownCase[];
}

async function openCase(trx: Trx, contact: NewContact, dueAt: number): Promise<InquiryRow> {
  const { customer, reason = null } = contact;
  const about = contact.about ?? (customer && (await newestNotice(trx, contact, customer.id)));
  return trx
    .insertInto('inquiries')
    .values({
      client_id: contact.clientId,
      campaign_id: contact.campaignId,
      customer_id: customer?.id ?? null,
      matched_by: customer?.matchedBy ?? null,
      channel: contact.channel,
      received_at: new Date(contact.receivedAt),
      due_at: new Date(dueAt),
      reason,
      notice: about?.notice ?? null,
      notice_version: about?.version ?? null,
      sentence: about?.sentence ?? null,
      owner_id: contact.personId,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The notice that the customer got last before writing: what a contact that names no other is taken to be about. */
async function newestNotice(trx: Trx, { campaignId, receivedAt }: NewContact, customerId: number) {
  const row = await trx
    .selectFrom('messages')
    .select(['notice', 'version'])
    .where('journey_id', '=', (eb) =>
      eb
        .selectFrom('journeys')
        .select('id')
        .where('campaign_id', '=', campaignId)
        .where('customer_id', '=', customerId),
    )
    .where(sql<boolean>`handed_over_at <= ${new Date(receivedAt)}`)
    .where('reply', '=', false)
    .orderBy('handed_over_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { ...row, sentence: null };
}

/** What was answered or closed waits for the desk again; what was handed over or is open keeps its term. */
async function joinCase(
  trx: Trx,
  id: number,
  { contact, dueAt }: { contact: NewContact; dueAt: number },
): Promise<InquiryRow> {
  const row = await trx
    .selectFrom('inquiries')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const known = { reason: row.reason ?? contact.reason ?? null };
  if (row.status === 'open' || row.status === 'handed_over') return updateCase(trx, id, known);
  const again = { status: 'open', due_at: new Date(dueAt), closed_at: null, close_reason: null } as const;
  return updateCase(trx, id, { ...known, ...again });
}
