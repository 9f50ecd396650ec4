import { type Envelope, envelopesOf, postedOf, type Run } from './runs';
import { type Shop } from './shop';

interface Counted {
  piece: string;
  count: number;
}

/** The shop's own record, for comparison with the record of the sender. */
export interface ShopAccount {
  runs: {
    key: string;
    pieces: number;
    pages: number;
    receivedAt: string;
    postedAt: string | null;
    posted: number;
    spoiled: number;
    /** Acknowledgements written, including those for runs handed in again. */
    acknowledged: number;
  }[];
  refused: { key: string; at: string; problem: string }[];
  /** `printed` counts sheets that were posted; spoiled ones are counted separately. */
  pieces: { printed: Counted[]; posted: Counted[] };
  spoiled: string[];
  /** Pieces that were printed and taken out before posting. */
  pulled: string[];
  /** Recalls, and how often each was answered. */
  lists: { key: string; pulled: number; tooLate: number; answered: number }[];
  /** Pieces that were posted more than once. */
  duplicates: Counted[];
  unreadable: { key: string; piece: string; page: number; what: 'link' | 'code' | 'foreign' }[];
  pages: number;
  /** Envelopes on which everything was readable: their links and, where there is a form, its code. */
  legible: number;
  /** Envelopes on which the form's code, the link were readable. */
  codesRead: number;
  linksRead: number;
  letters: { delivered: number; returned: number; onTheWay: number };
  mailbag: { forms: number; undeliverable: number; taken: number };
  formsPosted: number;
}

/** The record as of now. */
export function accountOf(shop: Shop): ShopAccount {
  const runs = shop.runs.all;
  const printed = runs.flatMap(envelopesOf).filter(({ read }) => read);
  const posted = runs.filter(({ postedAt }) => postedAt !== undefined).flatMap(postedOf);
  const postedCounts = counted(posted);
  const faultsOf = (run: Run) =>
    envelopesOf(run).flatMap(({ piece, read }) =>
      (read?.faults ?? []).map((fault) => ({ key: run.key, piece, ...fault })),
    );
  const undeliverable = shop.mailbag.filter(({ returned }) => returned).length;
  return {
    runs: runs.map((run) => ({
      key: run.key,
      pieces: run.pieces,
      pages: run.pages,
      receivedAt: run.at,
      postedAt: run.postedAt ?? null,
      posted: run.postedAt === undefined ? 0 : postedOf(run).length,
      spoiled: run.spoiled.length,
      acknowledged: run.acknowledged + run.again,
    })),
    refused: shop.runs.refused,
    pieces: { printed: counted(printed), posted: postedCounts },
    spoiled: runs.flatMap(({ spoiled }) => spoiled),
    pulled: runs.flatMap(({ pulled }) => pulled),
    lists: [...shop.recalls.values()].map(({ key, pulled, tooLate, answered }) => ({
      key,
      pulled: pulled.length,
      tooLate: tooLate.length,
      answered,
    })),
    duplicates: postedCounts.filter(({ count }) => count > 1),
    unreadable: runs.flatMap(faultsOf),
    pages: printed.reduce((sum, { pages }) => sum + pages, 0),
    legible: printed.filter(({ read }) => read?.faults.length === 0).length,
    codesRead: printed.filter(({ read }) => (read?.formPages.length ?? 0) > 0).length,
    linksRead: printed.filter(({ read }) => (read?.links.length ?? 0) > 0).length,
    letters: {
      delivered: shop.letters.length,
      returned: undeliverable,
      onTheWay: posted.length - shop.letters.length - undeliverable,
    },
    mailbag: {
      forms: shop.mailbag.length - undeliverable,
      undeliverable,
      taken: shop.mailbag.length - shop.mailToTake,
    },
    formsPosted: shop.forms.length,
  };
}

function counted(envelopes: Envelope[]): Counted[] {
  const counts = new Map<string, number>();
  for (const { piece } of envelopes) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return [...counts].map(([piece, count]) => ({ piece, count }));
}
