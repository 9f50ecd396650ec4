/**
 * Prepaid replies (料金受取人払郵便) as the post office has approved them. `as`: a panel of the form, to be cut out and stuck
 * on an envelope, or an envelope that the print shop encloses.
 */
export interface PrepaidReply {
  as: 'panel' | 'envelope';
  /** The special postal code, ***-8790. */
  postalCode: string;
  /** The three digits that the office gives besides; in the customer barcode. */
  number: string;
  /** The office that approved it, such as 横浜港. */
  office: string;
  approval: string;
  /** Last local day on which it may be posted, as printed. */
  until: string;
}

/** Months that a reply must stay possible after the last answer counts, and years that an approval lasts at most. */
export const REPLY_MONTHS = 3;
export const REPLY_YEARS = 2;

export type ReplyFault = 'reply_ends_early' | 'reply_ends_late';

/**
 * Whether customers can still answer without a stamp as long as answers may come (three months after the last day), and
 * whether a post office would approve it (two years at most). ISO days.
 */
export function replyFault(
  until: string,
  { lastAnswer, firstDispatch }: { lastAnswer: string; firstDispatch: string },
): { code: ReplyFault; day: string } | undefined {
  const least = addMonths(lastAnswer, REPLY_MONTHS);
  if (until < least) return { code: 'reply_ends_early', day: least };
  const most = addMonths(firstDispatch, 12 * REPLY_YEARS);
  return until > most ? { code: 'reply_ends_late', day: most } : undefined;
}

/** The same day so many months later, or the last one of that month. */
function addMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}
