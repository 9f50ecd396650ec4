import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { type CampaignDocs } from '../db/campaign-docs';
import { type ClaimedMessage } from '../db/claims';
import { type Db } from '../db/connect';
import { type Profile, type Vault } from '../db/vault';
import { contactKey } from '../domain/ids';
import { type OutgoingMail } from './mail-provider';
import { renderMail } from './render';

export interface ComposeDeps {
  db: Db;
  vault: Vault;
  docs: CampaignDocs;
  config: { PUBLIC_URL: string; BOUNCE_DOMAIN: string };
}

/** A customer's profile as it lies in the vault. */
export interface SealedProfile {
  wrapped: Buffer;
  data: Buffer;
}

/** The sealed profiles of these customers; one without is left out. */
export async function loadSealedProfiles(db: Db, customerIds: number[]): Promise<Map<number, SealedProfile>> {
  if (customerIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('vault_keys as k')
    .innerJoin('vault_items as i', 'i.customer_id', 'k.customer_id')
    .select(['k.customer_id', 'k.wrapped_key', 'i.data'])
    .where('k.customer_id', 'in', customerIds)
    .where('i.item', '=', 'profile')
    .execute();
  return new Map(rows.map((row) => [row.customer_id, { wrapped: row.wrapped_key, data: row.data }]));
}

/**
 * Writes one message's mail: the approved version of its notice, addressed from the vault, with the headers of
 * RFC 8058 and a Message-ID that is the same at every attempt. Undefined when the vault knows no address.
 * The only place that opens personal data for mails; nothing of it is kept or logged.
 */
export async function composeMail(
  deps: ComposeDeps,
  message: ClaimedMessage,
  sealed: SealedProfile | undefined,
): Promise<OutgoingMail | undefined> {
  const profile = sealed && deps.vault.open<Profile>(deps.vault.unwrap(sealed.wrapped), sealed.data);
  if (!profile?.mail) return undefined;
  const doc = await deps.docs.get(deps.db, message.campaignId, message.version);
  const optOutLink = linkOf(deps, message, 'optout');
  const personal = { name: profile.name, link: linkOf(deps, message, 'page'), optOutLink };
  const { subject, text, html } = renderMail(doc, message.notice, personal);
  const key = contactKey(message);
  const node = new MailComposer({
    from: { name: doc.sender.name.ja, address: doc.sender.mailFrom },
    to: { name: '', address: profile.mail },
    subject,
    text,
    html,
    messageId: messageIdOf(key, message.pieceCode, deps.config.BOUNCE_DOMAIN),
    date: new Date(message.claimedAt),
    xMailer: false,
    // Japanese text is half as long this way as in quoted-printable
    encoding: 'base64',
    textEncoding: 'base64',
    baseBoundary: createHash('sha256').update(key).digest('hex').slice(0, 24),
    headers: {
      'X-Tsunagi-Key': key,
      'List-Unsubscribe': { prepared: true, value: `<${optOutLink}>` },
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  }).compile();
  const from = `b+${message.pieceCode}@${deps.config.BOUNCE_DOMAIN}`;
  return { key, from, to: profile.mail, raw: await node.build() };
}

/** Names the piece, so that a bounce which lost its envelope still finds it, and the contact by a hash of its key. */
export function messageIdOf(key: string, pieceCode: string, domain: string): string {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 24);
  return `<${pieceCode}.${hash}@${domain}>`;
}

function linkOf({ vault, config }: ComposeDeps, message: ClaimedMessage, kind: 'page' | 'optout'): string {
  const token = vault.linkToken({ campaignId: message.campaignId, customerId: message.customerId, kind, version: 1 });
  return `${config.PUBLIC_URL.replace(/\/$/, '')}/${kind === 'page' ? 'm' : 's'}/${token}`;
}
