import { type EnvelopeProfile } from './envelope-profile';
import { type Postal, postalCode } from './postal-class';
import { type EnvelopeSize, postage, type PriceList, weightOf, weightStep } from './prices';
import { type ManifestLine } from './print-run';

/** Pieces of a run that cost the same: class, weight step, with or without a reply envelope. */
export interface SheetLine extends Postal {
  /** Last gram of the weight step; null: heavier than any, or no price list is valid. */
  upTo: number | null;
  form: boolean;
  pieces: number;
  sheets: number;
  /** Numbers of the first and the last of them in the run. */
  firstNo: number;
  lastNo: number;
  /** Postage of one piece in yen; null: not known. */
  yen: number | null;
}

/** What goes with a run to the print shop and to the post office, in figures. */
export interface RunSheet {
  key: string;
  runOn: string;
  client: string;
  envelope: EnvelopeProfile;
  lines: SheetLine[];
  pieces: number;
  sheets: number;
  first: { no: number; code: string };
  last: { no: number; code: string };
  manifestSha256: string;
  files: { name: string; sha256: string; pieces: number; pages: number }[];
  /** Where the prices are from; null: no list is valid on the day. */
  prices: string | null;
}

type Line = Pick<ManifestLine, 'no' | 'sheets' | 'postal' | 'form'> & { abroad?: boolean };

/** The lines of a run's control sheet, in the order of class, weight and contents. Postage abroad is not known. */
export function sheetLines(lines: Line[], list: PriceList | undefined, size: EnvelopeSize = 'standard'): SheetLine[] {
  const found = new Map<string, SheetLine>();
  for (const { no, sheets, postal, form, abroad = false } of lines) {
    const grams = list && weightOf({ sheets, form }, list);
    const upTo = grams === undefined ? null : weightStep(grams, list!, size);
    const yen = grams === undefined || abroad ? null : postage(postal, grams, list!, size);
    const key = [postalCode(postal), String(upTo ?? 99_999).padStart(5, '0'), form, yen].join(' ');
    const known = found.get(key) ?? { ...postal, upTo, form, pieces: 0, sheets: 0, firstNo: no, lastNo: no, yen };
    found.set(key, { ...known, pieces: known.pieces + 1, sheets: known.sheets + sheets, lastNo: no });
  }
  return [...found.keys()].sort().map((key) => found.get(key)!);
}

/** Postage of all lines in yen; null: of some it is not known. */
export const totalYen = (lines: SheetLine[]): number | null =>
  lines.reduce<number | null>((sum, { pieces, yen }) => (sum === null || yen === null ? null : sum + pieces * yen), 0);
