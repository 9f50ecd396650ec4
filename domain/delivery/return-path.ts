/**
 * How a mail names itself, so that what comes back can be matched to it: in the envelope sender
 * `b+<piece code>.<tag>@domain`, and in the Message-ID `<piece code.tag.hash@domain>`, for when the envelope was lost.
 * The tag is keyed and stands in no letter: a piece code alone, which letters bear, can report nothing.
 */
export interface MailMark {
  /** Upper case. */
  pieceCode: string;
  /** 20 hex digits (see `Vault.mailTag`), lower case. */
  tag: string;
}

/** The envelope sender of a mail. */
export const returnPath = ({ pieceCode, tag }: MailMark, domain: string): string => `b+${pieceCode}.${tag}@${domain}`;

/** The Message-ID of a mail, the same at every attempt. `hash` tells its contact from others. */
export const messageIdWith = ({ pieceCode, tag }: MailMark, hash: string, domain: string): string =>
  `<${pieceCode}.${tag}.${hash}@${domain}>`;

/** The address at which a campaign's desk gets mail. */
export const deskAddress = (campaignId: number, domain: string): string => `desk-${campaignId}@${domain}`;

/** The campaign whose desk has this address; undefined for another one. Case is ignored. */
export function campaignOfDesk(address: string, domain: string): number | undefined {
  if (!endsWith(address, `@${domain}`)) return undefined;
  const id = /^desk-(\d{1,15})@/i.exec(address)?.[1];
  return id === undefined ? undefined : Number(id);
}

/** What an envelope address says of a mail; undefined where it has not the form of a return path. Case is ignored. */
export const markInAddress = (address: string, domain: string): MailMark | undefined =>
  endsWith(address, `@${domain}`) ? markOf(/^b\+([0-9a-z]+)\.([0-9a-f]{20})@/i.exec(address)) : undefined;

/** What a Message-ID in angle brackets says of a mail; undefined where it is not one of ours. */
export const markInMessageId = (id: string, domain: string): MailMark | undefined =>
  endsWith(id, `@${domain}>`) ? markOf(/^<([0-9a-z]+)\.([0-9a-f]{20})\./i.exec(id)) : undefined;

const endsWith = (text: string, ending: string): boolean => text.toLowerCase().endsWith(ending.toLowerCase());

const markOf = (match: RegExpExecArray | null): MailMark | undefined =>
  match ? { pieceCode: match[1]!.toUpperCase(), tag: match[2]!.toLowerCase() } : undefined;
