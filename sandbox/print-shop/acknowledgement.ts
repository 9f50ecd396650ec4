import { type PostalClass } from './entries';
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
  /** Posting slips, a line per class. */
  slips: Slip[];
  /** Reason why nothing was printed. */
  problem?: string;
}

interface Slip {
  office: string;
  no: string;
  postedOn: string;
  class: PostalClass;
  express: boolean;
  noForwarding: boolean;
  pieces: number;
}

/** What the post office took, by class; `short`: the first line has one piece too few. */
function slipsOf(run: Run, postedOn: string, short: boolean): Slip[] {
  const slips = new Map<string, Slip>();
  for (const { class: of, express, noForwarding } of postedOf(run)) {
    const key = [of, express, noForwarding].join();
    const slip = slips.get(key) ?? { office: '見本郵便局', no: run.key.slice(-8), postedOn, class: of, express, noForwarding, pieces: 0 }; // prettier-ignore
    slips.set(key, { ...slip, pieces: slip.pieces + 1 });
  }
  const [first, ...rest] = slips.values();
  return first && short && first.pieces > 1 ? [{ ...first, pieces: first.pieces - 1 }, ...rest] : [...slips.values()];
}

/** The report of a posted run. A `wrong` one has totals that are one too low; `short`: so has its posting slip. */
export function acknowledgement(run: Run, wrong: boolean, short = false): Acknowledgement {
  const total = wrong ? run.pieces - 1 : run.pieces;
  const postedAt = run.postedAt ?? run.at;
  const postedOn = dayOf(Date.parse(postedAt));
  return {
    key: run.key,
    received: { pieces: run.pieces, pages: run.pages },
    printed: total,
    inserted: total,
    posted: total - run.pulled.length,
    spoiled: run.spoiled.map((piece) => ({ piece, reprinted: true })),
    postedOn,
    postedAt,
    slips: slipsOf(run, postedOn, short),
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
    slips: [],
    problem,
  };
}
