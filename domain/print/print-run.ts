import { addBusinessDays, addDays, type Calendar, instantOf } from '../campaigns/calendar';
import { type CampaignDoc } from '../campaigns/campaign';
import { type SlipLine } from './balance';
import { type Postal, postalCode } from './postal-class';

/** Days until a letter abroad is expected to arrive, where the campaign says nothing else. */
const DAYS_ABROAD = 14;

/**
 * When a letter posted on a local day is expected to arrive: at noon, some business days later, since ordinary mail is
 * not delivered on weekends and holidays; abroad, where the calendar is not ours, some days later. Default: two business
 * days, 14 days abroad.
 */
export function expectedArrival(postedOn: string, doc: CampaignDoc, calendar: Calendar, abroad = false): number {
  if (abroad) return instantOf(addDays(postedOn, doc.post?.arrivesAfterOverseas ?? DAYS_ABROAD), '12:00', doc.zone);
  return instantOf(addBusinessDays(postedOn, doc.post?.arrivesAfter ?? 2, calendar), '12:00', doc.zone);
}

/** `differs`: the print shop's totals do not match. */
export const PRINT_RUN_STATUSES = ['open', 'rendered', 'handed_over', 'posted', 'differs'] as const;
export type PrintRunStatus = (typeof PRINT_RUN_STATUSES)[number];

/** The name of a run in our folder, at the print shop and in acknowledgements. `runOn` is an ISO day. */
export const printRunKey = (run: { clientId: number; laneId: number; runOn: string; no: number }): string =>
  `${run.runOn.replaceAll('-', '')}-c${run.clientId}-l${run.laneId}-${run.no}`;

/** Workflow id of a run. */
export const printRunWorkflowId = (runId: number): string => `print-run:${runId}`;

/** What is checked again before a letter is printed and before its run is handed over. */
export interface LetterFacts {
  campaign: string;
  /** The journey is open and still in the run that created the letter. */
  current: boolean;
  /** The journey has unread arrivals. */
  unread: boolean;
  held: boolean;
  /** A scoped pause applies. */
  paused?: boolean;
  /** `ok`, `no_contact` or `contact_bad:<reason>`. */
  contact: string;
  /** The newest consent is a refusal without an override. */
  refused: boolean;
  /** The last dispatch has passed. */
  tooLate: boolean;
}

/**
 * `give_back`: returns to the queue, for a later run. `take_out`: may not be sent any more; the journey is notified.
 */
export type LetterVerdict = { kind: 'print' } | { kind: 'give_back' } | { kind: 'take_out'; reason: string };

/** Whether a letter in a print run may still be sent. */
export function letterVerdict(facts: LetterFacts): LetterVerdict {
  if (facts.campaign === 'stopped') return { kind: 'take_out', reason: 'campaign_stopped' };
  if (!facts.current) return { kind: 'take_out', reason: 'journey_over' };
  const sends = facts.campaign === 'running' || facts.campaign === 'completed';
  if (!sends || facts.paused || facts.unread || facts.held) return { kind: 'give_back' };
  if (facts.contact !== 'ok') return { kind: 'take_out', reason: facts.contact };
  if (facts.refused) return { kind: 'take_out', reason: 'refused' };
  if (facts.tooLate) return { kind: 'take_out', reason: 'last_dispatch_passed' };
  return { kind: 'print' };
}

/** One line of a run's manifest: an envelope, its pages and how it is posted. */
export interface ManifestLine {
  piece: string;
  no: number;
  file: string;
  /** Number of its first page in the file, from 1. */
  firstPage: number;
  pages: number;
  /** Sheets of paper; on both sides of one there are two pages. */
  sheets: number;
  postal: Postal;
  /** It bears a form, so that the reply envelope goes into it. */
  form: boolean;
}

const MANIFEST = 'piece,no,file,first_page,pages,sheets,class,express,no_forwarding,form';
const yes = (value: boolean) => (value ? 'yes' : 'no');

/** The manifest as the print shop reads it: UTF-8 with a byte order mark. */
export function manifestCsv(lines: ManifestLine[]): string {
  const rows = lines.map(({ piece, no, file, firstPage, pages, sheets, postal, form }) =>
    [
      ...[piece, no, file, firstPage, pages, sheets],
      ...[postal.class, yes(postal.express), yes(postal.noForwarding), yes(form)],
    ].join(','),
  );
  return `\uFEFF${[MANIFEST, ...rows].join('\r\n')}\r\n`;
}

/** How many pieces, sheets and forms of a run go by each class, in the order of their codes. */
export interface ClassTotal extends Postal {
  pieces: number;
  sheets: number;
  forms: number;
}

/** The totals of a manifest by class and options. */
export function classTotals(lines: Pick<ManifestLine, 'postal' | 'sheets' | 'form'>[]): ClassTotal[] {
  const totals = new Map<string, ClassTotal>();
  for (const { postal, sheets, form } of lines) {
    const code = postalCode(postal);
    const total = totals.get(code) ?? { ...postal, pieces: 0, sheets: 0, forms: 0 };
    totals.set(code, {
      ...total,
      pieces: total.pieces + 1,
      sheets: total.sheets + sheets,
      forms: total.forms + Number(form),
    });
  }
  return [...totals.keys()].sort().map((code) => totals.get(code)!);
}

/** The print shop's report of a run that it has posted, or refused with a `problem`. */
export interface Acknowledgement {
  key: string;
  received: { pieces: number; pages: number };
  printed: number;
  inserted: number;
  posted: number;
  spoiled: { piece: string; reprinted: boolean }[];
  /** ISO day of posting, local. */
  postedOn: string;
  /** ISO instant. */
  postedAt: string;
  /** Codes of all posted pieces. */
  pieces: string[];
  /** Codes of the pieces that were printed and taken out on request. Absent: none. */
  pulled?: string[];
  /** The posting slips (差出票控え), a line per class. Absent: booked by hand. */
  slips?: (SlipLine & { office: string; no?: string; postedOn: string })[];
  problem?: string;
}

/**
 * Differences between the print shop's figures and ours, as codes. None when data = printed = inserted = posted +
 * pulled for each piece, and spoiled pieces were reprinted under their number. `codes`: the pieces to be posted.
 */
export function differences(
  run: { pieces: number; pages: number; codes: string[]; pulled?: string[] },
  ack: Acknowledgement,
): string[] {
  const posted = new Set(ack.pieces);
  const { pulled = [] } = run;
  const taken = new Set(ack.pulled);
  const ours = new Set(run.codes);
  const found: [string, boolean][] = [
    ['refused', ack.problem !== undefined],
    ['received_pieces', ack.received.pieces !== run.pieces],
    ['received_pages', ack.received.pages !== run.pages],
    ['printed', ack.printed !== run.pieces],
    ['inserted', ack.inserted !== run.pieces],
    ['posted', ack.posted !== run.pieces - pulled.length],
    ['pulled', taken.size !== pulled.length || pulled.some((code) => !taken.has(code))],
    ['pieces_missing', run.codes.some((code) => !posted.has(code))],
    ['pieces_unknown', ack.pieces.some((code) => !ours.has(code))],
    ['pieces_doubled', posted.size !== ack.pieces.length],
    ['spoiled_unknown', ack.spoiled.some(({ piece }) => !ours.has(piece) && !pulled.includes(piece))],
    ['spoiled_not_reprinted', ack.spoiled.some(({ reprinted }) => !reprinted)],
  ];
  return found.filter(([, differs]) => differs).map(([code]) => code);
}
