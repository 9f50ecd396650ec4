import { sql } from 'kysely';
import { instantOf, localDate } from '../../../domain/campaigns/calendar';
import { type InquiryStatus, rulesOf } from '../../../domain/customers/inquiries/inquiry';
import { QUESTIONS_A_DAY } from '../../../domain/customers/inquiries/web';
import { campaignById, campaignDoc } from '../../campaigns/campaigns';
import { readClock } from '../../platform/clock';
import { transact } from '../../platform/transact';
import { type Db, type Queryable, type Trx } from '../../platform/types';
import { type Vault } from '../../privacy/vault';
import { type Link } from '../links';
import { lockJourney } from '../page';
import { confirmInquiry } from './confirm';
import { contactKnown, receiveContact } from './receive';

/** What a customer wrote on the page. `dedupe`: the form's one-time key. */
interface Question {
  text: string;
  reason: string | null;
  /** The inquiry that the text names. */
  named: number | undefined;
  dedupe: string;
}

/**
 * Records a text as a contact of the customer, or of the representative whose link it is, once for each form; whatever is
 * on hold. A new inquiry of the customer's own is confirmed by mail where the client wants it. False: so many came in
 * today that this one was not taken. Appends to the ledger.
 */
export async function askOnPage(db: Db, vault: Vault, link: Link, question: Question): Promise<boolean> {
  return transact(db, async (trx) => {
    const journey = await lockJourney(trx, link);
    const campaign = await campaignById(trx, link.campaignId);
    const doc = await campaignDoc(trx, campaign.id, campaign.version);
    const { clientId, campaignId, customerId, representativeId } = link;
    const onceHash = vault.index(clientId, 'form', `${customerId} ${question.dedupe}`);
    if (await contactKnown(trx, { clientId, onceHash })) return true;
    const { now } = await readClock(trx);
    const day = instantOf(localDate(now, doc.zone), '00:00', doc.zone);
    if ((await writtenSince(trx, link, day)) >= QUESTIONS_A_DAY) return false;
    const { inquiry, joined } = await receiveContact(
      trx,
      vault,
      {
        ...{ clientId, campaignId, channel: 'web', receivedAt: now, personId: null, representativeId, onceHash },
        customer: { id: customerId, matchedBy: 'page' },
        said: { text: question.text },
        reason: question.reason,
        named: question.named,
      },
      now,
    );
    const wanted = rulesOf(doc).confirm && !joined && representativeId === undefined;
    if (wanted) await confirmInquiry(trx, vault, { inquiry, journey, campaign, now });
    return true;
  });
}

const touchesBy = (db: Queryable, { campaignId, customerId, representativeId }: Link) =>
  db
    .selectFrom('inquiries as i')
    .innerJoin('inquiry_touches as t', 't.inquiry_id', 'i.id')
    .where('i.customer_id', '=', customerId)
    .where('i.campaign_id', '=', campaignId)
    .where('t.kind', '=', 'received')
    .where('t.channel', '=', 'web')
    .where('t.representative_id', representativeId === undefined ? 'is' : '=', representativeId ?? null);

async function writtenSince(trx: Trx, link: Link, day: number): Promise<number> {
  const touches = await touchesBy(trx, link)
    .select('t.id')
    .where(sql<boolean>`t.at >= ${new Date(day)}`)
    .execute();
  return touches.length;
}

/** An inquiry as its writer sees it. */
export interface OwnInquiry {
  id: number;
  status: InquiryStatus;
  dueAt: number;
  /** When the writer wrote last. */
  at: number;
}

/** The inquiries to which this link's holder has written on the page, newest text first. */
export async function inquiriesOfWriter(db: Queryable, link: Link): Promise<OwnInquiry[]> {
  const rows = await touchesBy(db, link)
    .select(['i.id', 'i.status', 'i.due_at as dueAt'])
    .select((eb) => eb.fn.max('t.at').as('at'))
    .groupBy(['i.id', 'i.status', 'i.due_at'])
    .orderBy('at', 'desc')
    .limit(10)
    .execute();
  return rows as OwnInquiry[];
}
