import { type StatementHead } from '../../db/campaigns/statement/head';
import { type Language } from '../../domain/campaigns/campaign';
import { localDate, localTime } from '../../domain/campaigns/calendar';
import {
  type DocumentLine,
  type WordedAttempt,
  type WordedChange,
  type WordedLine,
  type WordedState,
} from '../../domain/campaigns/statement/document';
import { type StatementWord, statementWord } from '../../domain/texts/statement';
import { leading, type TextStyle } from '../letter/sheet';
import { type Column, PAPER, type Paper, tableRow } from './paper';

const TEXT = { points: 8, line: leading(8, 1.35) };
const BOLD: TextStyle & { line: number } = { ...TEXT, weight: 'bold' };

/** Columns of a contract, and those of its contacts below it. */
const IDS: Column[] = [
  { x: PAPER.left, width: 22 },
  { x: PAPER.left + 22, width: 36 },
  { x: PAPER.left + 58, width: 22 },
  { x: PAPER.left + 80, width: 14 },
];
const STATE: Column[] = [
  { x: PAPER.left + 94, width: 44 },
  { x: PAPER.left + 138, width: 68 },
  { x: PAPER.left + 206, width: 34 },
  { x: PAPER.left + 240, width: 33 },
];
const ATTEMPT: Column[] = [
  { x: PAPER.left + 22, width: 16 },
  { x: PAPER.left + 38, width: 34 },
  { x: PAPER.left + 72, width: 18 },
  { x: PAPER.left + 90, width: 34 },
  { x: PAPER.left + 124, width: 14 },
  { x: PAPER.left + 138, width: 135 },
];
const WIDE: Column[] = [
  { x: PAPER.left + 22, width: 34 },
  { x: PAPER.left + 56, width: 217 },
];

/** Draws the lines: each contract on grey, its contacts below it, the headings again on every page. */
export class LineTable {
  private begun = false;
  private continued: string | null = null;

  constructor(
    private readonly head: StatementHead,
    private readonly of: { language: Language; numbersOf?: unknown },
  ) {}

  /** Begins the lines on a page of their own. */
  begin(paper: Paper): void {
    this.begun = true;
    paper.turn();
  }

  header(): { height: number; draw: Parameters<Paper['place']>[1] } | null {
    if (!this.begun) return null;
    const title = this.word(this.isSupplement() ? 'changesHead' : 'linesHead');
    const ids = ['contract', ...(this.of.numbersOf ? ['number'] : ['']), 'customer', 'row'] as (StatementWord | '')[];
    const state: StatementWord[] = ['class', 'reason', 'decidedAt', 'reflection'];
    const top = tableRow(
      [...IDS, ...STATE],
      [...ids, ...state].map((name) => (name ? this.word(name) : '')),
      BOLD,
    );
    const contact: StatementWord[] = ['attemptNo', 'attemptAt', 'channel', 'step', 'band', 'result'];
    const below = this.isSupplement()
      ? null
      : tableRow(
          ATTEMPT,
          contact.map((name) => this.word(name)),
          TEXT,
        );
    const again = this.continued === null ? null : tableRow([IDS[0]!], [this.continued], TEXT);
    const upper = 7 + top.height + (below?.height ?? 0) + 1;
    return {
      height: upper + (again?.height ?? 0),
      draw: (sheet, y) => {
        sheet.line(title, PAPER.left, y, { points: 10, weight: 'bold' });
        top.draw(sheet, y + 7);
        below?.draw(sheet, y + 7 + top.height);
        sheet.rule(PAPER.left, y + upper - 0.6, PAPER.right, y + upper - 0.6, { width: 0.4 });
        again?.draw(sheet, y + upper);
      },
    };
  }

  write(paper: Paper, line: DocumentLine, numbers: Map<number, string> | undefined): void {
    const number = numbers ? (numbers.get(line.contractId) ?? this.word('erased')) : '';
    const ids = [String(line.contractId), number, String(line.customerId), String(line.line)];
    if ('attempts' in line) this.contract(paper, line, ids);
    else this.change(paper, line, ids);
  }

  private contract(paper: Paper, line: WordedLine, ids: string[]): void {
    const rows = line.attempts.map((attempt) => tableRow(ATTEMPT, this.attempt(attempt), TEXT));
    if (line.exclusion) rows.unshift(this.wide('exclusion', line.exclusion[this.of.language]));
    if (rows.length === 0) rows.push(tableRow([WIDE[1]!], [this.word('noAttempts')], TEXT));
    this.block(paper, { first: tableRow([...IDS, ...STATE], [...ids, ...this.state(line)], BOLD), rows, id: ids[0]! });
  }

  private change(paper: Paper, line: WordedChange, ids: string[]): void {
    const at = this.time(line.changedAt);
    const rows = [
      this.wide('from', this.state(line.from).filter(Boolean).join('　')),
      this.wide('to', this.state(line.to).filter(Boolean).join('　')),
      this.wide('cause', `${line.causeText[this.of.language]}　${at}`),
    ];
    const first = tableRow([...IDS, ...STATE], [...ids, ...this.state(line.to)], BOLD);
    this.block(paper, { first, rows, id: ids[0]! });
  }

  /** The contract stays with its first row; on a further page its id is repeated. */
  private block(paper: Paper, { first, rows, id }: { first: Row; rows: Row[]; id: string }): void {
    if (!paper.fits(first.height + rows[0]!.height)) paper.turn();
    paper.place(first.height, (sheet, y) => {
      sheet.shade({ x: PAPER.left, y, width: PAPER.right - PAPER.left, height: first.height }, 0.92);
      first.draw(sheet, y);
    });
    this.continued = `${id} …`;
    for (const row of rows) paper.place(row.height, row.draw);
    this.continued = null;
  }

  private wide(label: StatementWord, text: string): Row {
    return tableRow(WIDE, [this.word(label), text], TEXT);
  }

  private state({ classText, reasonText, at, reflectionText }: WordedState): string[] {
    const { language } = this.of;
    return [classText[language], reasonText?.[language] ?? '', this.time(at), reflectionText[language]];
  }

  private attempt({ no, at, channelText, stepText, bandText, resultText }: WordedAttempt): string[] {
    const { language } = this.of;
    const [channel, step, band] = [channelText[language], stepText[language], bandText?.[language] ?? ''];
    return [String(no), this.time(at), channel, step, band, resultText[language]];
  }

  private isSupplement(): boolean {
    return this.head.kind === 'supplement';
  }

  private word(name: StatementWord): string {
    return statementWord(this.of.language, name);
  }

  private time(at: string | null): string {
    if (at === null) return '';
    const instant = Date.parse(at);
    return `${localDate(instant, this.head.zone)} ${localTime(instant, this.head.zone)}`;
  }
}

type Row = ReturnType<typeof tableRow>;
