import { createTransport } from 'nodemailer';
import type Mail from 'nodemailer/lib/mailer';
import pino from 'pino';
import PostalMime from 'postal-mime';
import { type BounceListener, startBounceListener } from '../../../activities/delivery/bounce-listener';
import { CampaignDocs } from '../../../db/campaigns/campaigns';
import { claimMessages } from '../../../db/delivery/claims';
import { markHandingOver, recordDelivered } from '../../../db/delivery/handovers';
import { takeOverLane } from '../../../db/delivery/lane-health';
import { DEFAULT_RULES, type InquiryRules } from '../../../domain/customers/inquiries/rules';
import { addressees, composeMail } from '../../../rendering/mail/compose';
import { type Api } from '../../support/api';
import { channelsDoc, type SeedCustomer } from '../../support/seed';
import { queueMessage } from '../../support/seeding/messages';
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

/** What takes the mail of every desk, on a free port. */
export const deskListener = ({ t: { db, vault } }: Api): Promise<BounceListener> =>
  startBounceListener({ db, vault, log: pino({ level: 'silent' }), config: { BOUNCE_DOMAIN } }, 0);

/** The address of a campaign's desk. */
export const deskAddress = ({ campaignId }: LinkScene): string => `desk-${campaignId}@${BOUNCE_DOMAIN}`;

/** Sends a mail to a listener, by default to the scene's desk from a stranger. */
export async function mailDesk(
  { port }: BounceListener,
  s: LinkScene,
  { from = 'stranger@example.jp', to = deskAddress(s), ...mail }: Mail.Options & { envelopeFrom?: string },
): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  const envelope = { from: mail.envelopeFrom ?? String(from), to: String(to) };
  await transport.sendMail({ from, to, ...mail, envelope }).finally(() => transport.close());
}

/** The campaign's cases, as its operator lists them. */
export async function casesOf(api: Api, { campaignId, keys }: LinkScene) {
  const { body } = await api.send('get', `/api/inquiries?campaign=${campaignId}`, keys.operator.key).expect(200);
  return body.items as { id: number; number: string; customerId: number | null; matchedBy: string | null }[];
}

/** What was written in a case. */
export const caseWords = async (api: Api, { keys }: LinkScene, id: number) =>
  (await api.send('post', `/api/inquiries/${id}/words`, keys.operator.key).expect(200)).body;

/** A notice that was sent to the customer, by the lane. */
export async function notified(api: Api, s: LinkScene) {
  const at = Date.parse('2027-02-05T00:00:00Z');
  const message = { journeyId: s.journeyId, customerId: s.customerId, laneId: s.lanes.mail, dueAt: at };
  await queueMessage(api.t, s, { ...message, channel: 'mail', step: 'notice', notice: 'notice' });
  return (await mailsOf(api, s))[0]!;
}
