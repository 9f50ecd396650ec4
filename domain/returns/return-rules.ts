import { addDays, endOfDay, localDate } from '../campaigns/calendar';
import { type CampaignDoc } from '../campaigns/campaign';
import { closingInstant } from '../journeys/outcome';

export type ReturnStatus = 'received' | 'entered' | 'mismatch' | 'accepted' | 'defect' | 'undeliverable';

/** What is ticked for one contract; never a guess at what was meant. */
export type Ticked = 'migrate' | 'cancel' | 'both' | 'none';

/** A returned form as one person reads it. Codes and dates only, so that it can be compared and kept. */
export interface FormReading {
  /** By contract (see FormContract.key). */
  choices: Record<string, Ticked>;
  /** The date written on the form, `YYYY-MM-DD`; null when there is none or it can't be read. */
  writtenOn: string | null;
  signed: boolean;
  /** Signed by somebody else than the customer. */
  otherPerson: boolean;
  /** The form can't be read where it matters. */
  illegible: boolean;
  /** Something is written beside the boxes: a person looks at it. */
  remark: boolean;
}

/** In the order in which a defect letter names them. */
export const DEFECTS = ['no_signature', 'other_person', 'illegible', 'both_ticked', 'none_ticked', 'no_date'] as const;
export type Defect = (typeof DEFECTS)[number];

export interface FormVerdict {
  status: 'accepted' | 'defect';
  defects: Defect[];
  /** What counts, by contract: also of a form with a defect, for the contracts that the defect does not touch. */
  choices: Record<string, 'migrate' | 'cancel'>;
}

/** Whether two people read the same. Remarks are left out: they are looked at, not compared. */
export function sameReading(a: FormReading, b: FormReading): boolean {
  const contracts = new Set([...Object.keys(a.choices), ...Object.keys(b.choices)]);
  const same = (['writtenOn', 'signed', 'otherPerson', 'illegible'] as const).every((field) => a[field] === b[field]);
  return same && [...contracts].every((contract) => a.choices[contract] === b.choices[contract]);
}

/**
 * Judges a form. A defect of the whole form leaves nothing that counts; an unclear contract leaves the clear ones.
 * A missing date alone is none, since the postmark or the receipt dates the form; beside others it is asked for too.
 * `represented`: a representative who may sign is in force.
 */
export function judgeForm(form: FormReading, represented: boolean): FormVerdict {
  const ticked = Object.values(form.choices);
  const ofForm: Defect[] = [
    ...(form.signed ? [] : (['no_signature'] as const)),
    ...(form.otherPerson && !represented ? (['other_person'] as const) : []),
    ...(form.illegible ? (['illegible'] as const) : []),
  ];
  const ofContracts: Defect[] = [
    ...(ticked.includes('both') ? (['both_ticked'] as const) : []),
    ...(ticked.includes('none') ? (['none_ticked'] as const) : []),
  ];
  const defects = [...ofForm, ...ofContracts];
  const clear = Object.entries(form.choices).filter(
    (choice): choice is [string, 'migrate' | 'cancel'] => choice[1] === 'migrate' || choice[1] === 'cancel',
  );
  return {
    status: defects.length === 0 ? 'accepted' : 'defect',
    defects: defects.length > 0 && form.writtenOn === null ? [...defects, 'no_date'] : defects,
    choices: ofForm.length === 0 ? Object.fromEntries(clear) : {},
  };
}

/** The dates of a paper, local days. `postmarkOn` null: none, or illegible. */
export interface PaperDates {
  receivedOn: string;
  postmarkOn: string | null;
  writtenOn: string | null;
  /** Its letter had not left before this day, so an earlier date on the form is a slip of the pen. */
  postedOn: string;
  /** When the desk booked it, epoch ms. */
  bookedAt: number;
}

/** What the instant rests on. `in_favour`: nothing legible, so the customer is believed to have been in time. */
export type DatedBy = 'postmark' | 'written' | 'received' | 'in_favour';

/** So long after apply-by an illegible postmark is read in the customer's favour; later paper counts when received. */
const FAVOUR_DAYS = 14;

/**
 * The instant at which a form counts, epoch ms, never after its booking. Which of two wills is the later one is told
 * by the postmark, else the date written. Where the form must arrive (必着) it counts within the period in which it was
 * received: never before the end of apply-by (or of grace) when it came later. Where the postmark decides (消印有効)
 * that day counts to its end; without a legible one the date written, else the customer is favoured.
 */
export function whenItCounts(paper: PaperDates, doc: CampaignDoc): { at: number; by: DatedBy } {
  const { zone, dates } = doc;
  const endOf = (day: string) =>
    [dates.applyBy, dates.graceUntil].find((end) => end !== null && localDate(end, zone) === day) ??
    endOfDay(day, zone);
  const received = Math.min(endOf(paper.receivedOn), paper.bookedAt);
  const possible = (day: string | null): day is string =>
    day !== null && day >= paper.postedOn && day <= paper.receivedOn;
  const declaredOn = ([by, day]: ['postmark' | 'written', string | null]) =>
    possible(day) ? { at: Math.min(endOf(day), received), by } : undefined;
  const postmark = declaredOn(['postmark', paper.postmarkOn]);
  const written = declaredOn(['written', paper.writtenOn]);
  const inReceipt = { at: received, by: 'received' as const };
  if (dates.applyByRule === 'arrival') {
    const declared = postmark ?? written ?? inReceipt;
    const floor = [closingInstant(doc), dates.applyBy].find((end) => received > end);
    return floor === undefined || declared.at > floor ? declared : { at: floor + 1, by: 'received' };
  }
  if (postmark) return postmark;
  if (received <= dates.applyBy) return written ?? inReceipt;
  if (paper.receivedOn > addDays(localDate(dates.applyBy, zone), FAVOUR_DAYS)) return inReceipt;
  return written ?? { at: dates.applyBy, by: 'in_favour' };
}

/** Why a letter came back, as the post's slip says. */
export const UNDELIVERABLE = ['unknown', 'moved', 'incomplete', 'refused', 'unclaimed', 'postage', 'other'] as const;
export type Undeliverable = (typeof UNDELIVERABLE)[number];

/** Whether the address is of no more use. A refused letter has arrived: it is not wanted. */
export const isHard = (reason: Undeliverable): boolean => ['unknown', 'moved', 'incomplete'].includes(reason);

/** A piece code as typed from paper: full width, lower case, blanks and mistaken letters (O, I, L) are put right. */
export const typedCode = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}ー−]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
