import { createHmac } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { type AlertSend } from '../db/alerts-sends';
import { alertText } from '../domain/text/alerts';
import { SmtpProvider } from './smtp';

export interface AlertTargets {
  SMTP_URL: string;
  BOUNCE_DOMAIN: string;
  ALERT_MAIL?: string | undefined;
  ALERT_WEBHOOK?: string | undefined;
  ALERT_SECRET?: string | undefined;
}

const TIMEOUT_MS = 10_000;

/** Tells an alert by its way. Answers null when it was taken, else a code of why not. */
export async function sendAlert(send: AlertSend, config: AlertTargets): Promise<string | null> {
  return send.via === 'mail' ? byMail(send, config) : byWebhook(send, config);
}

/** The same Message-ID at every attempt: a reader that got it twice sees it once. */
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

/** JSON with `X-Tsunagi-Signature: t=<epoch s>,v1=<hex>`: HMAC-SHA256 of `<t>.<body>`, so that an old one is told. */
async function byWebhook(send: AlertSend, config: AlertTargets): Promise<string | null> {
  const { id, kind, subject, figures } = send;
  const openedAt = new Date(send.openedAt).toISOString();
  const body = JSON.stringify({ id, kind, subject, openedAt, figures, ...alertText(kind, figures) });
  const time = Math.floor(Date.now() / 1000);
  try {
    const response = await fetch(config.ALERT_WEBHOOK!, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': `alert:${id}`,
        'x-tsunagi-signature': `t=${time},v1=${signature(config.ALERT_SECRET!, time, body)}`,
      },
    });
    await response.body?.cancel();
    return response.ok ? null : `http_${response.status}`;
  } catch {
    return 'unreachable';
  }
}

const signature = (secret: string, time: number, body: string): string =>
  createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
