/**
 * What a scanned page is: a page with one piece code; with several; with a code that cannot be read; without one, such
 * as a back side; blank; a separator sheet; or one that cannot be drawn.
 */
export type PageFound = 'code' | 'several' | 'unread' | 'none' | 'blank' | 'separator' | 'broken';

/** Text of the QR code on a separator sheet. */
export const SEPARATOR = 'TSUNAGI-SEPARATOR';

/** Why a page of a stack is given to a person. */
export const PAGE_REASONS = [
  'code_unread',
  'several_codes',
  'code_unknown',
  'letter_withdrawn',
  'no_form_before',
  'other_customer',
  'page_broken',
  'booking_refused',
] as const;
export type PageReason = (typeof PAGE_REASONS)[number];

/** Why a page is put aside without being booked. */
export const DISPOSALS = ['scanned_again', 'no_content', 'not_ours', 'elsewhere'] as const;
export type Disposal = (typeof DISPOSALS)[number];

/** Why a page is not booked; `expired`: no person decided on it while a campaign to which it could belong kept its images. */
export const PUT_ASIDE = [...DISPOSALS, 'expired'] as const;
export type PutAside = (typeof PUT_ASIDE)[number];

/** Days after which a page that waits for a person raises an alert: its customer may have answered, and hears nothing. */
export const SCAN_LIMIT_DAYS = 2;

export interface StackPage {
  no: number;
  found: PageFound;
  /** The piece code on it; null unless `found` is code. */
  code: string | null;
}

/** What is known of a piece code. */
export interface KnownCode {
  customerId: number;
  /** How many pages its form has: after so many pages with the code a second form begins. */
  formPages: number;
  /** The letter was withdrawn or taken out, so by our records its form cannot have come. */
  withdrawn: boolean;
}

/** A form or returned letter, with its pages in order. */
export interface StackEntry {
  code: string;
  pages: number[];
}

/** Where each page of a stack goes. Every page is in exactly one place. */
export interface SortedStack {
  entries: StackEntry[];
  people: { no: number; reason: PageReason }[];
  blank: number[];
  separators: number[];
}

/**
 * Sorts the pages of a stack. A page without a code belongs to the form before it, unless that is not certain: after a
 * page that a person has to see, after a separator sheet, and at the beginning. Forms of several customers between two
 * separator sheets were in one envelope: all of it goes to a person.
 */
export function sortStack(pages: readonly StackPage[], known: ReadonlyMap<string, KnownCode>): SortedStack {
  const sorted: SortedStack = { entries: [], people: [], blank: [], separators: [] };
  const separated = pages.some(({ found }) => found === 'separator');
  for (const envelope of envelopesOf(pages, sorted.separators)) {
    const customers = new Set(envelope.flatMap(({ code }) => (code && known.get(code)?.customerId) ?? []));
    if (separated && customers.size > 1) {
      for (const { no, found } of envelope) {
        if (found === 'blank') sorted.blank.push(no);
        else sorted.people.push({ no, reason: 'other_customer' });
      }
    } else sortEnvelope(envelope, known, sorted);
  }
  return sorted;
}

/** The pages between separator sheets; the whole stack if there is none. */
function envelopesOf(pages: readonly StackPage[], separators: number[]): StackPage[][] {
  const envelopes: StackPage[][] = [[]];
  for (const page of pages) {
    if (page.found !== 'separator') envelopes.at(-1)!.push(page);
    else {
      separators.push(page.no);
      envelopes.push([]);
    }
  }
  return envelopes;
}

const UNCERTAIN: Partial<Record<PageFound, PageReason>> = {
  several: 'several_codes',
  unread: 'code_unread',
  broken: 'page_broken',
};

function sortEnvelope(
  pages: readonly StackPage[],
  known: ReadonlyMap<string, KnownCode>,
  { entries, people, blank }: SortedStack,
): void {
  let current: (StackEntry & { coded: number }) | null = null;
  const toPerson = (no: number, reason: PageReason) => {
    people.push({ no, reason });
    current = null;
  };
  for (const { no, found, code } of pages) {
    const reason = UNCERTAIN[found];
    if (found === 'blank') blank.push(no);
    else if (reason) toPerson(no, reason);
    else if (code === null) {
      const entry = current as StackEntry | null;
      if (entry) entry.pages.push(no);
      else toPerson(no, 'no_form_before');
    } else {
      const fact = known.get(code);
      if (!fact) toPerson(no, 'code_unknown');
      else if (fact.withdrawn) toPerson(no, 'letter_withdrawn');
      else {
        const entry = current as (StackEntry & { coded: number }) | null;
        if (entry?.code === code && entry.coded < fact.formPages) {
          entry.pages.push(no);
          entry.coded += 1;
        } else {
          current = { code, pages: [no], coded: 1 };
          entries.push(current);
        }
      }
    }
  }
}
