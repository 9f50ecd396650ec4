import { addBusinessDays, type Calendar, endOfDay, localDate } from '../../campaigns/calendar';
import { type CampaignDoc } from '../../campaigns/campaign';
import { checkLetter } from '../../journeys/receipt-number';
import { DEFAULT_RULES, type InquiryRules } from './rules';

/** Ways in which inquiries come in. */
export const INQUIRY_CHANNELS = ['phone', 'web', 'mail', 'post'] as const;
export type InquiryChannel = (typeof INQUIRY_CHANNELS)[number];

/** `open` waits for the desk; `handed_over` for the client or a supervisor; `answered` for the customer, or to be closed. */
export const INQUIRY_STATUSES = ['open', 'handed_over', 'answered', 'closed'] as const;
export type InquiryStatus = (typeof INQUIRY_STATUSES)[number];

export const INQUIRY_GRADES = ['inquiry', 'complaint'] as const;
export type InquiryGrade = (typeof INQUIRY_GRADES)[number];

/** Who a case is handed over to. */
export const HANDED_TO = ['client', 'supervisor'] as const;
export type HandedTo = (typeof HANDED_TO)[number];

/** Why a case is closed. `declared`: the customer's answer was booked; `not_ours`: it is about something else. */
export const CLOSE_REASONS = ['answered', 'declared', 'no_reply', 'not_ours', 'duplicate'] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

/**
 * How a contact was connected with its customer: by a person, the message it replies to, a link or number in it, the
 * sender's address or number, or the customer's page. An address alone shows nothing about who writes.
 */
export const MATCHES = ['person', 'message', 'link', 'receipt', 'mail', 'phone', 'code', 'page'] as const;
export type MatchedBy = (typeof MATCHES)[number];

/** What was done on a case. */
export const TOUCHES = [
  'received',
  'confirmed',
  'matched',
  'classified',
  'taken',
  'noted',
  'drafted',
  'answered',
  'declared',
  'handed_over',
  'returned',
  'complaint',
  'client_notified',
  'client_acknowledged',
  'held',
  'opted_out',
  'address',
  'closed',
  'reopened',
] as const;
export type TouchKind = (typeof TOUCHES)[number];

/** Kinds of what a complaint is about (内容区分). */
export const COMPLAINT_CLASSES = ['content', 'desk', 'delivery', 'money', 'privacy', 'other'] as const;
export type ComplaintClass = (typeof COMPLAINT_CLASSES)[number];

/** The rules of a campaign, with the product's own where its file names none. */
export const rulesOf = (doc: CampaignDoc): InquiryRules => doc.inquiries ?? DEFAULT_RULES;

/** The last millisecond of the `days`-th business day after the day of `from` (epoch ms). */
export const termFrom = (from: number, days: number, calendar: Calendar): number =>
  endOfDay(addBusinessDays(localDate(from, calendar.zone), days, calendar), calendar.zone);

/** The number of an inquiry for people, `Q-0000123-8`, with a check letter. */
export function inquiryNumber(id: number): string {
  const digits = String(id).padStart(7, '0');
  return `Q-${digits}-${checkLetter(digits)}`;
}

/** The inquiry whose number stands first in a text, in any width and case; undefined where none does. */
export function inquiryNamed(text: string): number | undefined {
  for (const [, digits, check] of text
    .normalize('NFKC')
    .toUpperCase()
    .matchAll(/\bQ[-‐−ー]?(\d{7,12})[-‐−ー]?([0-9A-Z])\b/g)) {
    if (checkLetter(digits!) === check) return Number(digits);
  }
  return undefined;
}

/** A case of the customer in the campaign, as far as it decides whether a new contact joins it. */
export interface KnownCase {
  id: number;
  status: InquiryStatus;
  reason: string | null;
  closedAt: number | null;
}

/**
 * The case that a new contact belongs to, so that a customer explains a matter once: the one that it names, unless
 * that was closed longer ago than `sameMatter` days; else the newest open one about the same reason, or whose reason or
 * the contact's is not known yet. Undefined: a matter of its own.
 */
export function matterOf(
  known: readonly KnownCase[],
  contact: { at: number; reason: string | null; named?: number | undefined },
  { sameMatter }: Pick<InquiryRules, 'sameMatter'>,
): number | undefined {
  const newest = known.toSorted((a, b) => b.id - a.id);
  const named = newest.find(({ id }) => id === contact.named);
  if (named && (named.closedAt === null || contact.at - named.closedAt <= sameMatter * DAY)) return named.id;
  const open = newest.filter(({ status }) => status !== 'closed');
  return open.find(({ reason }) => reason === null || contact.reason === null || reason === contact.reason)?.id;
}

const DAY = 86_400_000;
