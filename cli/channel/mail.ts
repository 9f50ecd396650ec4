import { randomUUID } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { SmtpProvider } from '../../activities/delivery/providers/smtp';
import { type DkimKey, readDkimKeys } from '../../config/dkim-keys';
import { type Config } from '../../config/settings';
import { readMailAddress } from '../../domain/audience/mail-address';
import { channelTestTexts } from '../../domain/texts/names/channel-test';
import { signed } from '../../rendering/mail/dkim';
import { type Ending, type Steps } from './steps';

type Settings = Pick<Config, 'SMTP_URL' | 'BOUNCE_DOMAIN' | 'PUBLIC_URL' | 'DKIM_FILE'>;

/**
 * Sends one mail through SMTP_URL, step by step. `from`: the sender, as a campaign's mailFrom; default: an address of
 * BOUNCE_DOMAIN. It is signed as a client's mails from that address are.
 */
export async function testMail(
  config: Settings,
  { to, from = `test@${config.BOUNCE_DOMAIN}` }: { to: string; from?: string | undefined },
  steps: Steps,
): Promise<Ending> {
  const address = readMailAddress(to);
  const sender = readMailAddress(from);
  if (!address || !sender) {
    steps.add('settings', false, address ? `--from ${from}` : `--to ${to}`);
    return 'not_sent';
  }
  const raw = await composed(config, { from: sender, to: address }, steps);
  const url = new URL(config.SMTP_URL);
  const provider = new SmtpProvider(config.SMTP_URL, 30_000, (event) => {
    if (event.kind === 'authenticated') return steps.add('authenticated', true, decodeURIComponent(url.username));
    steps.add('connected', true, url.host);
    steps.add('encrypted', event.encrypted, event.encrypted ? 'TLS' : '-');
    if (!url.username) steps.add('authenticated', true, '-');
  });
  const sent = await provider.send({ key: '', from: sender, to: address, raw }, () => Promise.resolve(true));
  provider.close();
  switch (sent.kind) {
    case 'accepted':
      steps.add('accepted', true, sent.ref);
      return 'sent';
    case 'unreachable':
      steps.add(sent.reason === 'EAUTH' ? 'authenticated' : 'connected', false, sent.reason);
      return 'not_sent';
    default:
      steps.add('accepted', false, 'reason' in sent ? sent.reason : sent.kind);
      return sent.kind === 'unknown' ? 'unclear' : 'not_sent';
  }
}

/** The mail with the headers that a campaign's mails have, so that it is judged as they are. */
async function composed(config: Settings, { from, to }: { from: string; to: string }, steps: Steps): Promise<Buffer> {
  const messageId = `<channel-test.${randomUUID()}@${config.BOUNCE_DOMAIN}>`;
  const { subject, body } = channelTestTexts;
  const node = new MailComposer({
    from,
    to,
    subject: `${subject.ja}${subject.en}`,
    text: `${body.ja}\n\n${body.en}\n`,
    messageId,
    date: new Date(),
    xMailer: false,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'List-Unsubscribe': { prepared: true, value: `<${config.PUBLIC_URL.replace(/\/$/, '')}/p/channel-test>` },
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  }).compile();
  const built = await node.build();
  steps.add('composed', true, messageId);
  const key = keyFor(from, readDkimKeys(config.DKIM_FILE));
  steps.add('signed', key !== undefined, key ? `${key.selector}._domainkey.${key.domain}` : '-');
  return key ? signed(built, key) : built;
}

/** The key of the sender's domain, or of one above it. */
function keyFor(from: string, keys: DkimKey[]): DkimKey | undefined {
  const domain = from.slice(from.lastIndexOf('@') + 1).toLowerCase();
  const own = keys.filter((key) => `.${domain}`.endsWith(`.${key.domain}`));
  return own.sort((a, b) => b.domain.length - a.domain.length)[0];
}
