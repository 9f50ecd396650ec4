import { programCsvLine, CSV_BOM } from '../../domain/exchange/csv';
import { type RunSheet, type SheetLine } from '../../domain/print/run-sheet';
import { fill } from '../../domain/texts/catalogue';
import { postalText } from '../../domain/texts/names/postal';
import { envelopeText, runSheetTexts as words } from '../../domain/texts/names/run-sheet';
import { FormPages, PAGE, SMALL } from './form-page';

const number = (value: number): string => value.toLocaleString('ja-JP');

/** The weight step of a line in words. */
export const weightText = ({ upTo }: SheetLine): string =>
  upTo === null ? words.overweight.ja : fill(words.upTo.ja, { grams: upTo });

/** 管理票: what the shop prints, inserts and posts, and the fields where it says that it did. `at`: epoch ms. */
export function controlSheetPdf(run: RunSheet, at: number): Promise<Buffer> {
  const pages = new FormPages(`${words.control.ja} ${run.key}`, `${words.control.ja}　${run.key}`, at);
  pages.title(words.control);
  pages.facts([
    [words.key, run.key],
    [words.client, run.client],
    [words.runOn, run.runOn],
    [words.pieces, number(run.pieces)],
    [words.sheets, number(run.sheets)],
    [words.first, `${number(run.first.no)}　${run.first.code}`],
    [words.last, `${number(run.last.no)}　${run.last.code}`],
    [words.envelope, envelopeText(run.envelope)],
    [words.enclosure, words.enclosureIs.ja],
    [words.hash, run.manifestSha256],
  ]);
  pages.gap(4);
  pages.table(
    [
      { head: words.class, width: 52 },
      { head: words.weight, width: 24 },
      { head: words.reply, width: 24 },
      { head: words.pieces, width: 22, align: 'right' },
      { head: words.sheets, width: 22, align: 'right' },
      { head: words.numbers, width: 30, align: 'right' },
    ],
    [
      ...run.lines.map((line) => [
        postalText(line, 'ja'),
        weightText(line),
        (line.form ? words.yes : words.no).ja,
        number(line.pieces),
        number(line.sheets),
        `${number(line.firstNo)}–${number(line.lastNo)}`,
      ]),
      [words.total.ja, '', '', number(run.pieces), number(run.sheets), ''],
    ],
  );
  pages.gap(4);
  pages.table(
    [
      { head: words.file, width: 44 },
      { head: words.pieces, width: 20, align: 'right' },
      { head: words.pages, width: 20, align: 'right' },
      { head: words.fileHash, width: 90 },
    ],
    run.files.map(({ name, pieces, pages: count, sha256 }) => [name, number(pieces), number(count), sha256]),
    11,
  );
  pages.gap(4);
  pages.keep(70);
  pages.heading(words.checks);
  pages.table(
    [
      { head: words.checks, width: 50 },
      { head: words.count, width: 40, align: 'right' },
      { head: words.by, width: 42 },
      { head: words.checker, width: 42 },
    ],
    [words.printed, words.inserted, words.spoiled, words.withdrawn, words.posted].map((text) => [text.ja]),
    9,
  );
  pages.gap(2);
  pages.sheet.lines([words.rule.ja, words.rule.en], PAGE.left, pages.y, SMALL);
  return pages.end();
}

const HEADER = [
  ...['run', 'run_on', 'class', 'express', 'no_forwarding', 'weight_up_to_g', 'reply_envelope', 'pieces', 'sheets'],
  ...['first_no', 'last_no', 'postage_each_yen', 'manifest_sha256'],
];

/** The same for the shop's programs: a line per class, weight step and contents; UTF-8 with a byte order mark. */
export function controlSheetCsv(run: RunSheet): string {
  const yes = (value: boolean) => (value ? 'yes' : 'no');
  const lines = run.lines.map((line) =>
    programCsvLine([
      ...[run.key, run.runOn, line.class, yes(line.express), yes(line.noForwarding), line.upTo, yes(line.form)],
      ...[line.pieces, line.sheets, line.firstNo, line.lastNo, line.yen, run.manifestSha256],
    ]),
  );
  return `${CSV_BOM}${programCsvLine(HEADER)}${lines.join('')}`;
}

/** The names of both in a run's folder. */
export const CONTROL_SHEET = { pdf: 'control-sheet.pdf', csv: 'control-sheet.csv' } as const;
