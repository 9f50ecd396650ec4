import PostalMime from 'postal-mime';
import { CampaignDocs } from '../../../db/campaigns/campaigns';
import { claimMessages } from '../../../db/delivery/claims';
import { markHandingOver, recordDelivered } from '../../../db/delivery/handovers';
import { takeOverLane } from '../../../db/delivery/lane-health';
import { DEFAULT_RULES, type InquiryRules } from '../../../domain/customers/inquiries/rules';
import { addressees, composeMail } from '../../../rendering/mail/compose';
import { type Api } from '../../support/api';
import { channelsDoc, type SeedCustomer } from '../../support/seed';
import { type LinkScene, linkScene } from '../links-fixture';

const words = (ja: string) => ({ ja, en: ja });
const PUBLIC_URL = 'https://closing.example';
export const BOUNCE_DOMAIN = 'bounce.example';

/** A running campaign of one customer with approved answers and a desk that takes mail. */
export function deskScene(
  api: Api,
  rules: Partial<InquiryRules> = {},
  customer: SeedCustomer = { channels: ['sms', 'post'] },
): Promise<LinkScene> {
  const doc = channelsDoc({
    faq: [
      {
        id: 'refund',
        reason: 'money.refund',
        question: words('返金されますか。'),
        answer: words('{{ dates.applyBy }}までにお手続きください。 {{ link }}'),
      },
    ],
    inquiries: { ...DEFAULT_RULES, mailbox: true, confirm: true, ...rules },
  });
  return linkScene(api, customer, doc);
}

/** The mails that the campaign's lane hands over now, read as the customer reads them. */
export async function mailsOf(api: Api, s: LinkScene) {
  const docs = new CampaignDocs();
  const { db, vault } = api.t;
  const { fence } = await takeOverLane(db, docs, s.lanes.mail);
  const { messages } = await claimMessages(db, docs, { laneId: s.lanes.mail, fence, limit: 10 });
  const whom = await addressees(api.t, messages);
  const deps = { db, vault, docs, config: { PUBLIC_URL, BOUNCE_DOMAIN } };
  const read = [];
  for (const message of messages) {
    const mail = (await composeMail(deps, message, whom.get(message.customerId)))!;
    await markHandingOver(db, message);
    await recordDelivered(db, docs, [{ ...message, kind: 'handed_over', ref: 'r' }]);
    const { subject = '', text = '', messageId = '', headers } = await PostalMime.parse(mail.raw);
    const replyTo = headers.find(({ key }) => key === 'reply-to')?.value;
    read.push({ step: message.step, to: mail.to, from: mail.from, subject, text, messageId, replyTo });
  }
  return read;
}

/** Records a contact as the desk does. */
export const record = (api: Api, s: LinkScene, more: object = {}, key = s.keys.operator.key) =>
  api.act('/api/inquiries', key, { campaignId: s.campaignId, channel: 'phone', text: '返金はいつですか', ...more });
