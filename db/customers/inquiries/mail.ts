import { type InquiryMail, keptText } from '../../../domain/customers/inquiries/mail';
import { rulesOf } from '../../../domain/customers/inquiries/inquiry';
import { campaignDoc, findCampaign } from '../../campaigns/campaigns';
import { lockJourneysById } from '../../journeys/customer-arrivals';
import { type JourneyRow } from '../../journeys/facts/load-facts';
import { readClock } from '../../platform/clock';
import { transact } from '../../platform/transact';
import { type Db, type Trx } from '../../platform/types';
import { type Vault } from '../../privacy/vault';
import { confirmInquiry } from './confirm';
import { matchContact, type Matched } from './match';
import { receiveContact } from './receive';

interface NewMail {
  mail: InquiryMail;
  /** The same for every copy of it: the same mail is one contact. */
  identity: string;
  desk: number | undefined;
  pieceCode: string | undefined;
}

interface MailRecorded {
  result: 'inquiry' | 'duplicate' | 'unknown';
  inquiry?: number;
}

/**
 * Records a mail to a desk as a contact of the customer whose message it replies to, or who is found by what it bears; and
 * confirms a new inquiry by mail where the client wants it, once. Writes nothing where the campaign takes no mail.
 */
export async function recordMailInquiry(db: Db, vault: Vault, input: NewMail): Promise<MailRecorded> {
  return transact(db, async (trx) => {
    const answered = input.pieceCode === undefined ? undefined : await messageOf(trx, input.pieceCode);
    const campaign = await findCampaign(trx, answered?.campaign ?? input.desk ?? 0);
    const doc = campaign?.started_at != null ? await campaignDoc(trx, campaign.id, campaign.version) : undefined;
    if (!campaign || !doc || !rulesOf(doc).mailbox) return { result: 'unknown' };
    const place = { clientId: campaign.client_id, campaignId: campaign.id };
    const { mail } = input;
    const matched: Matched = answered
      ? { customer: { id: answered.customer, matchedBy: 'message' }, named: answered.inquiry ?? undefined }
      : await matchContact(trx, vault, place, { texts: [mail.whole], mail: mail.from });
    const journey = matched.customer ? await lockOwn(trx, campaign.id, matched.customer.id) : undefined;
    const { now } = await readClock(trx);
    const about = answered && !answered.reply ? { notice: answered.notice, version: answered.version } : null;
    const contact = {
      about,
      ...{ ...place, ...matched, channel: 'mail' as const, receivedAt: now, personId: null },
      said: {
        text: keptText(mail),
        attachments: mail.attachments.map((file) => ({ ...file, bytes: Buffer.from(file.bytes) })),
      },
      onceHash: vault.index(campaign.client_id, 'message-id', input.identity),
    };
    const { inquiry, joined, duplicate } = await receiveContact(trx, vault, contact, now);
    if (duplicate) return { result: 'duplicate', inquiry: inquiry.id };
    const wanted = rulesOf(doc).confirm && mail.read && !joined;
    if (wanted && journey) await confirmInquiry(trx, vault, { inquiry, journey, campaign, now });
    return { result: 'inquiry', inquiry: inquiry.id };
  });
}

async function messageOf(trx: Trx, code: string) {
  return trx
    .selectFrom('pieces as p')
    .innerJoin('messages as m', 'm.piece_id', 'p.id')
    .leftJoin('inquiry_touches as t', 't.message_id', 'm.id')
    .select(['m.campaign_id as campaign', 'm.customer_id as customer', 't.inquiry_id as inquiry'])
    .select(['m.notice', 'm.version', 'm.reply'])
    .where('p.code', '=', code)
    .where('m.channel', '=', 'mail')
    .executeTakeFirst();
}

async function lockOwn(trx: Trx, campaignId: number, customerId: number): Promise<JourneyRow | undefined> {
  const found = await trx
    .selectFrom('journeys')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return found && (await lockJourneysById(trx, [found.id]))[0];
}
