import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type Mail from 'nodemailer/lib/mailer';
import { type OpenedMail } from '../channels';
import { type AutoReply, type Writing } from './asking';

/** `host:port` of the mail server of the notices' senders. */
type Server = string;

/**
 * Writes to the desk in reply to a notice. The Message-ID is the same at every attempt. False: refused for good, or the
 * notice takes no replies. Rejects while it must be tried again.
 */
export async function writeToDesk(
  server: Server,
  notice: OpenedMail,
  { text, writing }: { text: string; writing: Writing },
): Promise<boolean> {
  const to = deskOf(notice);
  if (!to) return false;
  const isReply = writing !== 'new';
  const shown = headerOf(notice, 'from') ?? notice.from;
  const quote = `\n\n${notice.at.slice(0, 16).replace('T', ' ')} ${shown} wrote:\n${quoted(notice.text)}`;
  return send(server, {
    ...{ from: notice.to, to, messageId: idOf(notice, 'question') },
    subject: writing === 'no_subject' ? '' : isReply ? `Re: ${notice.subject}` : 'お尋ねします',
    ...(isReply && { inReplyTo: notice.messageId, references: notice.messageId }),
    text: writing === 'quoted' ? text + quote : text,
  });
}

/** What a mailbox replies to a mail by itself: to its return path as it should be, or to the desk; marked as such or not. */
export async function replyAutomatically(server: Server, notice: OpenedMail, kind: AutoReply): Promise<boolean> {
  const to = kind === 'marked' ? notice.from : deskOf(notice);
  if (!to) return false;
  return send(server, {
    ...{ from: notice.to, to, messageId: idOf(notice, kind), inReplyTo: notice.messageId },
    envelope: { from: kind === 'marked' ? '' : notice.to, to },
    ...(kind === 'unmarked'
      ? { subject: '自動返信: 休業のお知らせ' }
      : { subject: `Re: ${notice.subject}`, headers: { 'Auto-Submitted': 'auto-replied' } }),
    text: 'ただいま休暇をいただいております。戻りましたらご連絡いたします。',
  });
}

async function send(server: Server, mail: Mail.Options): Promise<boolean> {
  const { hostname: host, port } = new URL(`smtp://${server}`);
  const limits = { connectionTimeout: 2_000, socketTimeout: 10_000 };
  const transport = createTransport({ host, port: Number(port), secure: false, ignoreTLS: true, ...limits });
  try {
    await transport.sendMail(mail);
    return true;
  } catch (error) {
    if (((error as { responseCode?: number }).responseCode ?? 0) < 500) throw error;
    return false;
  } finally {
    transport.close();
  }
}

/** Where a reply to the notice goes; undefined where its sender names no such address. */
function deskOf(notice: OpenedMail): string | undefined {
  const value = headerOf(notice, 'reply-to');
  return value && (/<([^<>]+)>/.exec(value)?.[1] ?? value).trim();
}

const headerOf = ({ headers }: OpenedMail, wanted: string): string | undefined =>
  headers.find(({ name }) => name.toLowerCase() === wanted)?.value;

const quoted = (text: string): string => text.replace(/^/gm, '> ');

const idOf = ({ messageId, to }: OpenedMail, what: string): string =>
  `<${createHash('sha256').update(`${messageId} ${to} ${what}`).digest('hex').slice(0, 24)}@customers.example>`;
