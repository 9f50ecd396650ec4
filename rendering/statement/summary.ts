import { type StatementHead } from '../../db/campaigns/statement/head';
import { type Language } from '../../domain/campaigns/campaign';
import { localDate, localTime } from '../../domain/campaigns/calendar';
import { type StatementWord, statementWord } from '../../domain/texts/statement';
import { leading, linesFor, type TextStyle } from '../letter/sheet';
import { type Column, PAPER, type Paper, printable, tableRow } from './paper';

/** Who prepared and signed a stored document, and its hash. */
export interface Signature {
  hash: string;
  preparedBy: string;
  preparedAt: number;
  signedBy: string | null;
  signedAt: number | null;
  /** Hash of the signed statement that a supplement changes; null: this is the statement. */
  statementHash: string | null;
}

const TEXT = { points: 9, line: leading(9, 1.45) };
const SMALL = { points: 8, line: leading(8, 1.4) };
const BOLD: TextStyle & { line: number } = { ...TEXT, weight: 'bold' };
const LABEL: Column[] = [
  { x: PAPER.left, width: 48 },
  { x: PAPER.left + 48, width: PAPER.right - PAPER.left - 48 },
];

/** The pages before the lines: what the document is of, who signed it, and all figures with their sums. */
export class Summary {
  constructor(
    private readonly head: StatementHead,
    private readonly of: { language: Language; signature: Signature | null; numbersOf?: unknown },
  ) {}

  write(paper: Paper): void {
    paper.turn();
    this.heading(paper);
    this.facts(paper);
    this.rows(paper);
    this.classes(paper);
    this.reasons(paper);
    this.contacts(paper);
  }

  private word(name: StatementWord, values: Record<string, string | number> = {}): string {
    return statementWord(this.of.language, name, values);
  }

  private time(at: number | string | null): string {
    if (at === null) return '';
    const instant = typeof at === 'string' ? Date.parse(at) : at;
    return `${localDate(instant, this.head.zone)} ${localTime(instant, this.head.zone)}`;
  }

  private heading(paper: Paper): void {
    const title = printable(this.head.title[this.of.language], 'bold');
    const middle = (PAPER.left + PAPER.right) / 2;
    paper.place(11, (sheet, y) => sheet.line(title, middle, y + 1, { points: 17, weight: 'bold', align: 'center' }));
    const { signature } = this.of;
    const state = signature === null ? 'current' : signature.signedAt === null ? 'prepared' : null;
    if (!state) return;
    const text = this.word(state);
    paper.place(8, (sheet, y) => {
      sheet.frame({ x: middle - 75, y, width: 150, height: 6.5 });
      sheet.line(text, middle, y + 1.2, { points: 10, weight: 'bold', align: 'center' });
    });
  }

  private facts(paper: Paper): void {
    const { head, of } = this;
    const { signature } = of;
    const day = (at: string) => localDate(Date.parse(at), head.zone);
    const { firstDispatch, applyBy, endOfService } = head.dates;
    const dates = { firstDispatch: day(firstDispatch), applyBy: day(applyBy), endOfService: day(endOfService) };
    const by = (name: string, at: number | null) => this.word('byAt', { name, at: this.time(at) });
    const source = head.source && {
      name: head.source.name ?? this.word('noName'),
      id: head.source.importId,
      at: this.time(head.source.importedAt),
      hash: head.source.sha256,
    };
    const facts: [StatementWord, string][] = [
      ['client', head.clientName],
      ['campaign', this.word('campaignOf', { name: head.campaignName, id: head.campaignId })],
      ['asOf', this.time(head.asOf)],
      ['dates', this.word('datesOf', dates)],
      ...(source ? [['source', this.word('sourceOf', source)] satisfies [StatementWord, string]] : []),
      ['contentHash', head.contentHash ?? '—'],
    ];
    facts.push(['check', this.word(head.balanced ? 'balanced' : 'unbalanced')]);
    if (head.reason !== null) facts.push(['supplementReason', head.reason]);
    if (signature) {
      facts.push(['preparedBy', by(signature.preparedBy, signature.preparedAt)]);
      const signed = signature.signedBy === null ? this.word('unsigned') : by(signature.signedBy, signature.signedAt);
      facts.push(['signedBy', signed], ['hash', signature.hash]);
      if (head.previousHash !== null) facts.push(['previousHash', head.previousHash]);
    }
    paper.gap(2);
    for (const [label, text] of facts) this.row(paper, LABEL, [this.word(label), text], TEXT);
    if (signature?.statementHash) this.note(paper, this.word('supplementOf', { hash: signature.statementHash }));
    if (of.numbersOf) this.note(paper, this.word('numbersNote'));
  }

  private rows(paper: Paper): void {
    const { rows, held, refusedByCode } = this.head;
    const { language } = this.of;
    const sum = rows.contracts + rows.refused + rows.doubles;
    this.table(paper, 'rowsHead', [
      [this.word('rowsContracts'), '', rows.contracts],
      [this.word('rowsRefused'), '', rows.refused],
      ...refusedByCode.map(({ text, count }): Row => ['', text[language], count]),
      [this.word('rowsDoubles'), '', rows.doubles],
      [this.word('rowsSum'), '', sum],
      [this.word('rowsTotal'), '', rows.total],
    ]);
    this.note(paper, this.word('heldOf', held));
  }

  private classes(paper: Paper): void {
    const { byClass, contracts, changesUndecided } = this.head;
    const { language } = this.of;
    this.table(paper, 'classesHead', [
      ...byClass.map(({ name, count }): Row => [name[language], '', count]),
      [this.word('total'), '', contracts.total],
    ]);
    this.note(paper, this.word('acceptedNote'));
    if (changesUndecided > 0) this.note(paper, this.word('changesUndecided', { count: changesUndecided }));
  }

  private reasons(paper: Paper): void {
    const { language } = this.of;
    const counts = this.head.byReason;
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    this.table(paper, 'reasonsHead', [
      ...counts.map(({ name, text, count }): Row => [name[language], text[language], count]),
      [this.word('total'), '', total],
    ]);
  }

  private contacts(paper: Paper): void {
    const { language } = this.of;
    const { messages } = this.head;
    const total = messages.reduce((sum, { count }) => sum + count, 0);
    this.table(paper, 'contactsHead', [
      ...messages.map(({ channelText, statusText, count }): Row => [
        channelText[language],
        statusText[language],
        count,
      ]),
      [this.word('total'), '', total],
    ]);
    this.note(paper, this.word('presumedNote'));
  }

  /** A heading and its rows; the last row is the sum. A table that fits on a page is not divided. */
  private table(paper: Paper, heading: StatementWord, rows: Row[]): void {
    paper.gap(3);
    if (!paper.fits(Math.min(8 + rows.length * 6, 160))) paper.turn();
    const title = this.word(heading);
    paper.place(7, (sheet, y) => sheet.line(title, PAPER.left, y + 0.5, { points: 11, weight: 'bold' }));
    rows.forEach(([name, detail, count], index) => {
      const last = index === rows.length - 1;
      const style = last ? BOLD : TEXT;
      const row = tableRow(FIGURES, [name, detail, count.toLocaleString('en-US')], style);
      paper.place(row.height, (sheet, y) => {
        if (last) sheet.rule(PAPER.left, y, FIGURES_END, y);
        row.draw(sheet, y);
        sheet.rule(PAPER.left, y + row.height, FIGURES_END, y + row.height, { grey: last ? 0 : 0.8 });
      });
    });
  }

  private row(paper: Paper, columns: Column[], texts: string[], style: TextStyle & { line: number }): void {
    const row = tableRow(columns, texts, style);
    paper.place(row.height, row.draw);
  }

  private note(paper: Paper, text: string): void {
    const lines = linesFor(printable(text), PAPER.right - PAPER.left, SMALL);
    paper.place(lines.length * SMALL.line + 1, (sheet, y) => void sheet.lines(lines, PAPER.left, y + 0.8, SMALL));
  }
}

type Row = [name: string, detail: string, count: number];
const FIGURES: Column[] = [
  { x: PAPER.left, width: 62 },
  { x: PAPER.left + 62, width: 98 },
  { x: PAPER.left + 160, width: 30, align: 'right' },
];
const FIGURES_END = PAPER.left + 190;
