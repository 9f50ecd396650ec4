import { randomUUID } from 'node:crypto';
import { OutgoingRefused } from '../../activities/delivery/providers/outgoing';
import { TwilioSms } from '../../activities/delivery/providers/twilio';
import { type Config } from '../../config/settings';
import { lookups } from '../../db/audience/lookups';
import { numberIn } from '../../domain/audience/phone';
import { channelTestTexts } from '../../domain/texts/names/channel-test';
import { type Ending, type Steps } from './steps';

type Settings = Pick<
  Config,
  'SMS_URL' | 'SMS_ACCOUNT' | 'SMS_TOKEN' | 'SMS_FROM' | 'SMS_HONOURS_KEYS' | 'OUTGOING_PRIVATE' | 'PUBLIC_URL'
>;

/** Sends one SMS through SMS_URL, step by step. */
export async function testSms(config: Settings, to: string, steps: Steps): Promise<Ending> {
  const number = numberIn(lookups.phone(to));
  if (!number?.mobile) {
    steps.add('settings', false, `--to: ${to}`);
    return 'not_sent';
  }
  let provider: TwilioSms;
  try {
    provider = new TwilioSms({
      url: config.SMS_URL,
      accountSid: config.SMS_ACCOUNT,
      authToken: config.SMS_TOKEN ?? '',
      from: config.SMS_FROM,
      honoursKeys: config.SMS_HONOURS_KEYS,
      private: config.OUTGOING_PRIVATE,
    });
  } catch (error) {
    if (!(error instanceof OutgoingRefused)) throw error;
    steps.add('settings', false, `SMS_URL: ${error.code}`);
    return 'not_sent';
  }
  try {
    return await sendWith(provider, { config, to: number.number }, steps);
  } finally {
    provider.close();
  }
}

async function sendWith(
  provider: TwilioSms,
  { config, to }: { config: Settings; to: string },
  steps: Steps,
): Promise<Ending> {
  const known = await provider.reachable();
  steps.add('connected', known, new URL(config.SMS_URL).host);
  if (!known) return 'not_sent';
  steps.add('authenticated', true, config.SMS_ACCOUNT);
  const { subject, body } = channelTestTexts;
  const statusCallback = `${config.PUBLIC_URL.replace(/\/$/, '')}/webhooks/sms?m=0`;
  const sms = { key: `channel-test-${randomUUID()}`, to, body: `${subject.ja}${body.ja}`, statusCallback };
  const sent = await provider.send(sms, () => Promise.resolve(true));
  if (sent.kind !== 'accepted') {
    steps.add('accepted', false, 'reason' in sent ? sent.reason : sent.kind);
    return sent.kind === 'unknown' ? 'unclear' : 'not_sent';
  }
  steps.add('accepted', true, config.SMS_FROM);
  steps.add('reference', true, sent.ref);
  const status = await provider.statusOf(sent.ref);
  steps.add('delivery', status !== undefined, status ? [status.status, status.code ?? ''].join(' ').trim() : '-');
  return 'sent';
}
