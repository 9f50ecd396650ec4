import { addBusinessDays, type Calendar, instantOf } from '../campaigns/calendar';
import { type CampaignDoc } from '../campaigns/campaign';

/**
 * When a letter posted on a local day is expected: at noon, some business days later, since ordinary mail is not
 * delivered on weekends and holidays. Two days where the campaign does not say.
 */
export function expectedArrival(postedOn: string, doc: CampaignDoc, calendar: Calendar): number {
  return instantOf(addBusinessDays(postedOn, doc.post?.arrivesAfter ?? 2, calendar), '12:00', doc.zone);
}

/** The name of a run everywhere: our folder, the shop's, the acknowledgement. `runOn` is an ISO day. */
export const printRunKey = (run: { clientId: number; laneId: number; runOn: string; no: number }): string =>
  `${run.runOn.replaceAll('-', '')}-c${run.clientId}-l${run.laneId}-${run.no}`;

/** The id of the workflow of a run. */
export const printRunWorkflowId = (runId: number): string => `print-run:${runId}`;

/** What is looked at once more before a letter is printed and before its run is handed over. */
export interface LetterFacts {
  campaign: string;
  /** The journey is open and still in the run that placed the letter. */
  current: boolean;
  /** Something came in that the journey has not read. */
  unread: boolean;
  held: boolean;
  /** A pause by scope keeps it back. */
  paused?: boolean;
  /** `ok`, `no_contact` or `contact_bad:<reason>`. */
  contact: string;
  /** The newest consent is a no, and nobody overrode it. */
  refused: boolean;
  /** The last dispatch is over. */
  tooLate: boolean;
}

/** `give_back`: into the queue, for a later run. `take_out`: may not go any more, and the journey hears of it. */
export type LetterVerdict = { kind: 'print' } | { kind: 'give_back' } | { kind: 'take_out'; reason: string };

/** Whether a letter that waits in a print run may still go out. */
export function letterVerdict(facts: LetterFacts): LetterVerdict {
  if (facts.campaign === 'stopped') return { kind: 'take_out', reason: 'campaign_stopped' };
  if (!facts.current) return { kind: 'take_out', reason: 'journey_over' };
  if (facts.campaign !== 'running' || facts.paused || facts.unread || facts.held) return { kind: 'give_back' };
  if (facts.contact !== 'ok') return { kind: 'take_out', reason: facts.contact };
  if (facts.refused) return { kind: 'take_out', reason: 'refused' };
  if (facts.tooLate) return { kind: 'take_out', reason: 'last_dispatch_passed' };
  return { kind: 'print' };
}

/** One line of a run's manifest: an envelope, where its pages are, and how it is posted. */
export interface ManifestLine {
  piece: string;
  no: number;
  file: string;
  /** Number of its first page in the file, from 1. */
  firstPage: number;
  pages: number;
  mailClass: 'ordinary' | 'recorded';
}

/** The manifest as the shop reads it: UTF-8 with a byte order mark. Every page is a sheet of its own. */
export function manifestCsv(lines: ManifestLine[]): string {
  const rows = lines.map(({ piece, no, file, firstPage, pages, mailClass }) =>
    [piece, no, file, firstPage, pages, pages, mailClass].join(','),
  );
  return `\uFEFF${['piece,no,file,first_page,pages,sheets,class', ...rows].join('\r\n')}\r\n`;
}

/** What the print shop says of a run it has posted (or refused: then there is a `problem`). */
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
  /** Codes of the pieces that were printed and taken out again as asked; absent: none. */
  pulled?: string[];
  problem?: string;
}

/**
 * Where the shop's figures differ from ours, as codes; none: data = printed = inserted = posted + pulled, piece by
 * piece, and what was spoiled was printed again under its number. `codes`: what is to be posted.
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
    ['spoiled_not_reprinted', ack.spoiled.some(({ reprinted }) => !reprinted)],
  ];
  return found.filter(([, differs]) => differs).map(([code]) => code);
}
