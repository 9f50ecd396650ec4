import { type Postal, postalCode } from '../../domain/print/postal-class';
import { type RunSheet, type SheetLine, totalYen } from '../../domain/print/run-sheet';
import { postalText } from '../../domain/texts/names/postal';
import { runSheetTexts as words } from '../../domain/texts/names/run-sheet';
import { weightText } from './control-sheet';
import { both, FormPages, PAGE, SMALL } from './form-page';

/** What was booked of a posting: where, when, and how many of which class. */
export interface BookedPosting extends Postal {
  slipNo: string | null;
  office: string;
  postedOn: string;
  pieces: number;
}

const number = (value: number): string => value.toLocaleString('ja-JP');

/** 差出票（控え）: pieces and postage by class and weight; office, day and stamp to be filled in, or as booked. */
export function postingSlipPdf(run: RunSheet, booked: BookedPosting[], at: number): Promise<Buffer> {
  const pages = new FormPages(`${words.slip.ja} ${run.key}`, `${words.slip.ja}　${run.key}`, at);
  const one = <T>(values: T[]): T | undefined => (new Set(values).size === 1 ? values[0] : undefined);
  pages.title(words.slip);
  pages.facts([
    [words.client, run.client],
    [words.key, run.key],
    [words.postedOn, one(booked.map(({ postedOn }) => postedOn)) ?? '　　　　年　　月　　日'],
    [words.office, one(booked.map(({ office }) => office)) ?? ''],
    [words.slipNo, one(booked.map(({ slipNo }) => slipNo ?? '')) ?? ''],
  ]);
  pages.gap(4);
  const total = totalYen(run.lines);
  pages.table(
    [
      { head: words.class, width: 62 },
      { head: words.weight, width: 28 },
      { head: words.pieces, width: 24, align: 'right' },
      { head: words.unit, width: 28, align: 'right' },
      { head: words.amount, width: 32, align: 'right' },
    ],
    [
      ...byPostage(run.lines).map((line) => [
        postalText(line, 'ja'),
        weightText(line),
        number(line.pieces),
        line.yen === null ? '' : number(line.yen),
        line.yen === null ? '' : number(line.yen * line.pieces),
      ]),
      [words.total.ja, '', number(run.pieces), '', total === null ? '' : number(total)],
    ],
  );
  pages.gap(2);
  if (run.prices !== null) pages.sheet.line(`${words.prices.ja}：${run.prices}`, PAGE.left, pages.y, SMALL);
  pages.gap(8);
  if (booked.length > 0) bookings(pages, booked);
  pages.keep(48);
  pages.sheet.line(both(words.stamp), PAGE.right, pages.y, { ...SMALL, align: 'right' });
  pages.sheet.frame({ x: PAGE.right - 44, y: pages.y + 5, width: 44, height: 40 }, { line: 0.3 });
  return pages.end();
}

/** The post office does not ask what is inside: lines of one class, weight and price are one. */
function byPostage(lines: SheetLine[]): SheetLine[] {
  const found = new Map<string, SheetLine>();
  for (const line of lines) {
    const key = `${postalCode(line)} ${line.upTo} ${line.yen}`;
    const known = found.get(key);
    found.set(key, known ? { ...known, pieces: known.pieces + line.pieces } : line);
  }
  return [...found.values()];
}

function bookings(pages: FormPages, booked: BookedPosting[]): void {
  pages.heading(words.posted);
  pages.table(
    [
      { head: words.postedOn, width: 30 },
      { head: words.office, width: 48 },
      { head: words.slipNo, width: 28 },
      { head: words.class, width: 46 },
      { head: words.pieces, width: 22, align: 'right' },
    ],
    booked.map((one) => [one.postedOn, one.office, one.slipNo ?? '', postalText(one, 'ja'), number(one.pieces)]),
  );
  pages.gap(4);
}
