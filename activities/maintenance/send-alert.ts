import MailComposer from 'nodemailer/lib/mail-composer';
import { type AlertSend } from '../../db/platform/alerts/alerts';
import { alertText } from '../../domain/texts/alerts';
import { OutgoingGate, OutgoingRefused, postStatus } from '../delivery/providers/outgoing';
import { SmtpProvider } from '../delivery/providers/smtp';
import { signWebhook } from './webhook-signature';

export interface AlertTargets {
  SMTP_URL: string;
  BOUNCE_DOMAIN: string;
  ALERT_MAIL?: string | undefined;
  ALERT_WEBHOOK?: string | undefined;
  ALERT_SECRET?: string | undefined;
  OUTGOING_PRIVATE?: string | undefined;
}

const TIMEOUT_MS = 10_000;

/** Sends an alert by its route. Returns null if it was accepted, otherwise a code for the failure. */
export async function sendAlert(send: AlertSend, config: AlertTargets): Promise<string | null> {
  return send.via === 'mail' ? byMail(send, config) : byWebhook(send, config);
}

/** Sends by mail, with the same Message-ID at every attempt so that mail programs show a repeated one once. */
async function byMail(send: AlertSend, config: AlertTargets): Promise<string | null> {
  const { title, advice } = alertText(send.kind, send.figures);
  const at = new Date(send.openedAt).toISOString();
  const to = send.to ?? config.ALERT_MAIL!;
  const from = `alerts@${config.BOUNCE_DOMAIN}`;
  const node = new MailComposer({
    from: { name: 'Tsunagi', address: from },
    to,
    subject: `[Tsunagi] ${title.ja}`,
    text: `${title.ja}\n${advice.ja}\n\n${title.en}\n${advice.en}\n\n${send.kind} ${send.subject}\n${at}\n`,
    messageId: `<alert-${send.id}@${config.BOUNCE_DOMAIN}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    xMailer: false,
  }).compile();
  const provider = new SmtpProvider(config.SMTP_URL);
  try {
    const key = `alert:${send.id}`;
    const mail = { key, from, to, raw: await node.build() };
    const sent = await provider.send(mail, () => Promise.resolve(true));
    if (sent.kind === 'accepted') return null;
    return 'reason' in sent ? sent.reason : sent.kind;
  } finally {
    provider.close();
  }
}

/** Posts signed JSON (see `signWebhook`), with the same Idempotency-Key at every attempt. */
async function byWebhook(send: AlertSend, config: AlertTargets): Promise<string | null> {
  const { id, kind, subject, figures } = send;
  const openedAt = new Date(send.openedAt).toISOString();
  const body = JSON.stringify({ id, kind, subject, openedAt, figures, ...alertText(kind, figures) });
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': `alert:${id}`,
    'x-tsunagi-signature': signWebhook(config.ALERT_SECRET!, Math.floor(Date.now() / 1000), body),
  };
  try {
    const gate = new OutgoingGate(config.OUTGOING_PRIVATE);
    const url = new URL(config.ALERT_WEBHOOK!);
    const status = await postStatus(gate, url, { body, headers, timeoutMs: TIMEOUT_MS });
    return status >= 200 && status < 300 ? null : `http_${status}`;
  } catch (error) {
    return error instanceof OutgoingRefused ? error.code : 'unreachable';
  }
}
