import { createHash } from 'node:crypto';
import { type Logger } from 'pino';
import { recordMailInquiry } from '../../db/customers/inquiries/mail';
import { type Db } from '../../db/platform/types';
import { type Vault } from '../../db/privacy/vault';
import { type InquiryMail } from '../../domain/customers/inquiries/mail';

interface DeskMail {
  mail: InquiryMail;
  raw: Uint8Array;
  /** The campaign whose desk it was sent to; undefined: to the bounce address of one of our mails. */
  desk: number | undefined;
  /** Piece code of ours that it was sent to or replies to, proven by its tag. */
  pieceCode: string | undefined;
}

/**
 * Makes an inquiry of a mail to the desk. `unknown`: no campaign takes mail there. The record is committed when this
 * returns, so that the sender may be answered 250.
 */
export async function takeDeskMail(
  { db, vault, log }: { db: Db; vault: Vault; log: Logger },
  { mail, raw, desk, pieceCode }: DeskMail,
): Promise<'inquiry' | 'duplicate' | 'unknown'> {
  const identity = identityOf(mail, raw);
  const done = await recordMailInquiry(db, vault, { mail, identity, desk, pieceCode });
  log.info({ result: done.result, ...(done.inquiry !== undefined && { inquiry: done.inquiry }) }, 'mail to a desk');
  return done.result;
}

/**
 * The same for every copy of a mail, whichever way it came. A Message-ID alone is not enough: the sender chooses it, and
 * another mail with the same one must not be lost.
 */
function identityOf({ messageId, from, subject, whole }: InquiryMail, raw: Uint8Array): string {
  const digest = createHash('sha256').update(messageId === undefined ? raw : `${from}\n${subject}\n${whole}`);
  return `${messageId ?? ''} ${digest.digest('hex')}`;
}
