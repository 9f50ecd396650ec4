import { addDays, endOfDay, localDate } from '../campaigns/calendar';
import { type CampaignDoc } from '../campaigns/campaign';
import { closingInstant } from '../journeys/outcome';
import { type AccountOf, type FormRules, NO_FORM_RULES, type Hanko } from './form-rules';

/**
 * `late`: readable, but its choices came after the time limit; the customer is notified. `withdrawn`: booked by mistake.
 */
export type ReturnStatus =
  'received' | 'entered' | 'mismatch' | 'held' | 'accepted' | 'late' | 'defect' | 'undeliverable' | 'withdrawn';

/** What is ticked for a contract, without interpretation. */
export type Ticked = 'migrate' | 'cancel' | 'both' | 'none';

/** A returned form as read by one person. Codes and dates only, so that it can be compared and stored. */
export interface FormReading {
  /** By contract (see FormContract.key). */
  choices: Record<string, Ticked>;
  /** The date written on the form, `YYYY-MM-DD`; null when missing or illegible. */
  writtenOn: string | null;
  signed: boolean;
  /** Signed by a person other than the customer. */
  otherPerson: boolean;
  /** Illegible in a relevant part. */
  illegible: boolean;
  /** There is handwriting beside the boxes; a person must read it. */
  remark: boolean;
  /** Only where the form asks for it. */
  hanko?: Hanko | undefined;
  /** Only where the form asks for it; the account itself is kept with the customer's key. */
  account?: AccountOf | undefined;
}

/** In the order in which a defect letter lists them. */
export const DEFECTS = [
  'no_signature',
  'other_person',
  'illegible',
  'no_hanko',
  'hanko_differs',
  'no_account',
  'other_holder',
  'both_ticked',
  'none_ticked',
  'remark',
  'no_date',
] as const;
export type Defect = (typeof DEFECTS)[number];

/** What makes a form defective by itself; a missing date alone does not. */
export const FORM_DEFECTS = DEFECTS.filter((defect): defect is FormDefect => defect !== 'no_date');
export type FormDefect = Exclude<Defect, 'no_date'>;

/** What a customer can say on the phone (電話補正); every other defect needs their hand. */
const BY_PHONE: readonly Defect[] = ['both_ticked', 'none_ticked', 'remark', 'no_date'];

/** Whether all that a form lacks can be mended by a call. */
export const isMendedByPhone = (defects: readonly Defect[]): boolean => defects.every((one) => BY_PHONE.includes(one));

export interface FormVerdict {
  status: 'accepted' | 'defect';
  defects: Defect[];
  /** Valid choices by contract; also for a form with a defect, for contracts without one. */
  choices: Record<string, 'migrate' | 'cancel'>;
}

/** Whether two people read the same. Remarks are not compared. */
export function sameReading(a: FormReading, b: FormReading): boolean {
  const contracts = new Set([...Object.keys(a.choices), ...Object.keys(b.choices)]);
  const same = (['writtenOn', 'signed', 'otherPerson', 'illegible', 'hanko', 'account'] as const).every(
    (field) => a[field] === b[field],
  );
  return same && [...contracts].every((contract) => a.choices[contract] === b.choices[contract]);
}

/**
 * Judges a form. After a defect of the whole form no choice is valid; after an unclear contract the clear ones are. A
 * missing date alone is not a defect, since the postmark or the receipt dates the form; together with other defects it
 * is asked for as well. `represented`: a representative with the right to sign is registered. `rules`: what the form asks
 * for besides the choice; what it does not ask for is no defect.
 */
export function judgeForm(form: FormReading, represented: boolean, rules: FormRules = NO_FORM_RULES): FormVerdict {
  const ticked = Object.values(form.choices);
  const ofForm: Defect[] = [
    ...(form.signed ? [] : (['no_signature'] as const)),
    ...(form.otherPerson && !represented ? (['other_person'] as const) : []),
    ...(form.illegible ? (['illegible'] as const) : []),
    ...hankoDefects(form, rules),
    ...accountDefects(form, rules),
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

function hankoDefects({ hanko = 'none' }: FormReading, rules: FormRules): Defect[] {
  if (rules.hanko === 'none' || hanko === 'matches') return [];
  return hanko === 'none' ? ['no_hanko'] : ['hanko_differs'];
}

/** A holder who cannot be proven is no defect: the client's transfer shows it. */
function accountDefects({ account = 'none', choices }: FormReading, rules: FormRules): Defect[] {
  const cancels = Object.values(choices).some((ticked) => ticked === 'cancel' || ticked === 'both');
  if (rules.account === 'none' || (rules.account === 'on_cancel' && !cancels)) return [];
  return account === 'none' ? ['no_account'] : account === 'other' ? ['other_holder'] : [];
}

/** The verdict on a form whose handwriting leaves open what the customer wants: none of its choices is valid. */
export const withUnclearRemark = ({ defects }: FormVerdict): FormVerdict => ({
  status: 'defect',
  defects: DEFECTS.filter((defect) => defect === 'remark' || defects.includes(defect)),
  choices: {},
});

/** Dates of a paper, as local days. `postmarkOn` null: missing or illegible. */
export interface PaperDates {
  receivedOn: string;
  postmarkOn: string | null;
  writtenOn: string | null;
  /** The letter did not leave before this day, so an earlier date on the form is a mistake. */
  postedOn: string;
  /** When the desk registered it, epoch ms. */
  bookedAt: number;
}

/** What the instant is based on. `in_favour`: nothing was legible, so the form counts as in time. */
export type DatedBy = 'postmark' | 'written' | 'received' | 'in_favour';

/**
 * An illegible postmark counts in the customer's favour for this long after apply-by. Later paper counts when received.
 */
const FAVOUR_DAYS = 14;

/**
 * The instant at which a form counts (epoch ms), never after its registration. The postmark, else the written date,
 * decides which of two choices is later. Where the form must arrive (必着) it counts within the period in which it was
 * received: not before the end of apply-by (or grace) if it came later. Where the postmark counts (消印有効) that day
 * counts to its end; without a legible postmark the written date is used, else the customer is favoured.
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

/** Why a letter came back, as on the post's slip. */
export const UNDELIVERABLE = ['unknown', 'moved', 'incomplete', 'refused', 'unclaimed', 'postage', 'other'] as const;
export type Undeliverable = (typeof UNDELIVERABLE)[number];

/** Why a booking is withdrawn: the code or the reason was the wrong one. */
export const WITHDRAWALS = ['wrong_envelope', 'wrong_reason'] as const;
export type Withdrawal = (typeof WITHDRAWALS)[number];

/**
 * Whether a booking may still be withdrawn: a form or documents while nothing is decided, a letter that came back on the day on which
 * it was booked, after which its journey and the day book stand.
 */
export const mayWithdraw = (
  booked: { kind: string; decided: boolean; status: ReturnStatus; bookedOn: string },
  today: string,
): boolean =>
  booked.status !== 'withdrawn' && (booked.kind === 'undeliverable' ? booked.bookedOn === today : !booked.decided);

/** Whether the address is no longer usable. A refused letter did arrive. */
export const isHard = (reason: Undeliverable): boolean => ['unknown', 'moved', 'incomplete'].includes(reason);

/** Normalises a piece code typed from paper: full width, lower case, spaces and confused letters (O, I, L). */
export const typedCode = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}ー−]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');

/** Days for which a form that is not read yet keeps contacts back; afterwards they continue, and an alert names it. */
export const DESK_LIMIT_DAYS = 7;
