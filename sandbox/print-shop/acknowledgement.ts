import { dayOf } from './postal-days';
import { postedOf, type Run } from './runs';

/** The print shop's report of a run: the file ack/<key>.json. */
export interface Acknowledgement {
  key: string;
  received: { pieces: number; pages: number };
  printed: number;
  inserted: number;
  posted: number;
  spoiled: { piece: string; reprinted: true }[];
  /** The day in Japan. */
  postedOn: string;
  postedAt: string;
  /** The codes of all posted pieces. */
  pieces: string[];
  /** The codes of those that were taken out on request; absent: none. */
  pulled?: string[];
  /** Reason why nothing was printed. */
  problem?: string;
}

/** The report of a posted run. A `wrong` one has totals that are one too low. */
export function acknowledgement(run: Run, wrong: boolean): Acknowledgement {
  const total = wrong ? run.pieces - 1 : run.pieces;
  const postedAt = run.postedAt ?? run.at;
  return {
    key: run.key,
    received: { pieces: run.pieces, pages: run.pages },
    printed: total,
    inserted: total,
    posted: total - run.pulled.length,
    spoiled: run.spoiled.map((piece) => ({ piece, reprinted: true })),
    postedOn: dayOf(Date.parse(postedAt)),
    postedAt,
    pieces: postedOf(run).map(({ piece }) => piece),
    ...(run.pulled.length > 0 && { pulled: run.pulled }),
  };
}

/** The report of a run that does not match its manifest: nothing was printed. */
export function refusal(key: string, at: string, problem: string): Acknowledgement {
  return {
    key,
    received: { pieces: 0, pages: 0 },
    printed: 0,
    inserted: 0,
    posted: 0,
    spoiled: [],
    postedOn: dayOf(Date.parse(at)),
    postedAt: at,
    pieces: [],
    problem,
  };
}
