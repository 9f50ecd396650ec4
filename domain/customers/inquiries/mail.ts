/** A mail that a person wrote to the desk. Personal: exists only on its way into the vault. */
export interface InquiryMail {
  /** Address of the writer. */
  from: string;
  subject: string;
  /** What was written, without the copy of the mail it replies to. */
  text: string;
  /** Everything, copies included: it may bear a link or a number of ours. */
  whole: string;
  messageId: string | undefined;
  /** Message-IDs that it replies to, nearest first, with angle brackets. */
  references: string[];
  attachments: { name: string; type: string; bytes: Uint8Array }[];
  /** Attachments that are not kept: too many or too large. */
  dropped: number;
  /** Whether it could be read: one that could not is not confirmed, since a program may have written it. */
  read: boolean;
}

/** So many attachments of a mail are kept, each of at most so many bytes. */
export const MOST_ATTACHMENTS = 5;
export const LARGEST_ATTACHMENT = 3 * 1024 * 1024;
/** Longest text that is kept. */
export const LONGEST_TEXT = 8_000;
/** So many mails to one customer confirm inquiries on one day; further ones are not confirmed. */
export const CONFIRMED_A_DAY = 3;

/** Where a mail program puts the mail that is replied to. */
const COPY =
  /^(?:[ \t]*-{2,}\s*(?:original message|元のメッセージ|forwarded message)|[ \t]*_{10,}\s*$|[ \t]*(?:from|差出人)\s*[:：]\s.*\n[ \t]*(?:sent|date|送信日時|日時)\s*[:：]|[ \t]*>|.{0,120}(?:wrote|のメール|が書きました|さんは書きました)\s*[:：]\s*$|\d{4}年\d{1,2}月\d{1,2}日.{0,160}[:：]\s*$)/im;

/** What was written above the copy of the mail that is replied to; the whole text where nothing stands above it. */
export function ownWords(text: string): string {
  const plain = text.replace(/\r\n?/g, '\n');
  const copy = COPY.exec(plain);
  const above = copy ? plain.slice(0, copy.index).trim() : plain.trim();
  return (above === '' ? plain.trim() : above).slice(0, LONGEST_TEXT);
}

/** What is kept of a mail: its subject and words, and how much is missing. */
export function keptText({ subject, text, dropped }: Pick<InquiryMail, 'subject' | 'text' | 'dropped'>): string {
  const lines = [
    ...(subject === '' ? [] : [`件名: ${subject}`, '']),
    text === '' ? '（本文なし）' : text,
    ...(dropped > 0 ? ['', `（添付ファイル${dropped}件は、数または大きさの上限を超えたため保存していません）`] : []),
  ];
  return lines.join('\n');
}
