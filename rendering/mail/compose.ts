import { createHash } from 'node:crypto';
import { type Addressee, addresseeOf, inLanguage, requireOpened } from '../../db/customers/addressee';
import { type CampaignDocs } from '../../db/campaigns/campaigns';
import { type ClaimedMessage } from '../../db/delivery/claims';
import { type Vault } from '../../db/privacy/vault';
import { rulesOf } from '../../domain/customers/inquiries/inquiry';
import { deskAddress, type MailMark, messageIdWith, returnPath } from '../../domain/delivery/return-path';
import { contactKey } from '../../domain/ids';
import { addressedName } from '../../domain/texts/consents';
import { type OutgoingMail } from '../outgoing';
import { type Personal, renderMail } from '../render';
import { type Db } from '../../db/platform/types';
import { type LinkKind, type LinkOwner, linkVersions } from '../../db/customers/links';
import { bearsAnswer, loadReplyContent } from '../../db/journeys/replies/content';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { logoOf } from '../../db/brand/brands';
import { signed } from './dkim';
import { LOGO_CID } from './html';
import { mailBytes } from './mime';
import { type MailSigners } from './signers';
import { isInquiryReply } from '../../domain/journeys/answers/replies';
import { loadInquiryContent } from '../../db/customers/inquiries/content';
import { answerTexts } from '../answer';
import { inquiryTexts } from '../inquiry';

export interface ComposeDeps {
  db: Db;
  vault: Vault;
  docs: CampaignDocs;
  /** Absent: mails leave unsigned. */
  signers?: MailSigners;
  /** Instead of the customer's, in a proof. */
  links?: Record<LinkKind, string>;
  /** Reads which links are a customer's newest; for many messages, together with others. */
  versions?: (owner: LinkOwner) => Promise<Record<LinkKind, number>>;
  config: { PUBLIC_URL: string; BOUNCE_DOMAIN: string };
}

/** Addressees of these messages by customer: the customer or the representative. */
export async function addressees(
  { db, vault }: Pick<ComposeDeps, 'db' | 'vault'>,
  messages: ClaimedMessage[],
): Promise<Map<number, Addressee>> {
  const [first] = messages;
  if (!first) return new Map();
  const customerIds = messages.map((message) => message.customerId);
  return addresseeOf(db, vault, customerIds, first.claimedAt);
}

/**
 * Composes one message's mail: the approved version of its notice, addressed from the vault, with the headers of RFC
 * 8058, a Message-ID that is the same at every attempt, and the client's signature. Undefined when there is no address.
 * No personal data is stored or logged.
 */
export async function composeMail(
  deps: ComposeDeps,
  message: ClaimedMessage,
  addressee: Addressee | undefined,
): Promise<OutgoingMail | undefined> {
  requireOpened(addressee);
  if (!addressee?.mail) return undefined;
  const doc = await deps.docs.get(deps.db, message.campaignId, message.version);
  const { page: link, optout: optOutLink } = await linksOf(deps, message);
  const answer = await answerOf(deps, message, doc, link);
  const { kind, language } = inLanguage(addressee, message.language);
  const personal = { name: addressedName(addressee), kind, language, link, optOutLink, ...answer };
  const { subject, text, html, ...mail } = renderMail(doc, message.notice, personal);
  const from = doc.sender.name[mail.language] || doc.sender.name.ja;
  const logo = await logoOf(deps.db, doc);
  const key = contactKey(message);
  const mark = { pieceCode: message.pieceCode, tag: deps.vault.mailTag(message.pieceCode) };
  const built = mailBytes({
    from: { name: from, address: doc.sender.mailFrom },
    to: addressee.mail,
    ...(rulesOf(doc).mailbox && { replyTo: deskAddress(message.campaignId, deps.config.BOUNCE_DOMAIN) }),
    ...{ subject, text, html, optOut: optOutLink },
    ...(logo && { picture: logoPart(logo.screen) }),
    messageId: messageIdOf(key, mark, deps.config.BOUNCE_DOMAIN),
    date: new Date(message.claimedAt),
    boundary: createHash('sha256').update(key).digest('hex').slice(0, 24),
  });
  const signer = await deps.signers?.keyOf(deps.db, message.clientId, doc.sender.mailFrom);
  const raw = signer ? await signed(built, signer) : built;
  return { key, from: returnPath(mark, deps.config.BOUNCE_DOMAIN), to: addressee.mail, raw };
}

/** The logo among the mail's own parts, so that no server is asked for it. */
const logoPart = (content: Buffer) => ({ filename: 'logo.png', content, type: 'image/png', cid: LOGO_CID });

/**
 * Identifies the piece, so that a bounce without its envelope is still matched, and the contact by a hash of its key.
 */
export function messageIdOf(key: string, mark: MailMark, domain: string): string {
  return messageIdWith(mark, createHash('sha256').update(key).digest('hex').slice(0, 24), domain);
}

/** What a reply says of the customer's answer; empty for other messages. */
export async function answerOf(
  { db, vault }: Pick<ComposeDeps, 'db' | 'vault'>,
  message: ClaimedMessage,
  doc: CampaignDoc,
  link: string,
): Promise<Pick<Personal, 'answer'>> {
  if (isInquiryReply(message.step)) {
    const inquiry = await loadInquiryContent(db, vault, message.occurrence);
    return inquiry ? { answer: inquiryTexts(doc, inquiry, link) } : {};
  }
  const content = bearsAnswer(message.step)
    ? (await loadReplyContent(db, vault, [message])).get(message.messageId)
    : undefined;
  return content ? { answer: answerTexts(doc, content, message.claimedAt) } : {};
}

/** A customer's links as printed in a message: the newest of each kind, which is the same at every attempt. */
export async function linksOf(
  deps: Pick<ComposeDeps, 'db' | 'vault' | 'links' | 'versions'> & { config: { PUBLIC_URL: string } },
  message: Pick<ClaimedMessage, 'campaignId' | 'customerId'>,
): Promise<Record<LinkKind, string>> {
  const { db, vault, config } = deps;
  if (deps.links) return deps.links;
  const { campaignId, customerId } = message;
  const versions = await (deps.versions?.(message) ?? linkVersions(db, message));
  const url = (kind: LinkKind) => {
    const token = vault.linkToken({ campaignId, customerId, kind, version: versions[kind] });
    return `${config.PUBLIC_URL.replace(/\/$/, '')}/${kind === 'page' ? 'm' : 's'}/${token}`;
  };
  return { page: url('page'), optout: url('optout') };
}
