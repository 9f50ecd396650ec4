import { type StatementDocument } from '../../db/campaigns/statement/document';
import { type Language } from '../../domain/campaigns/campaign';
import { localDate, localTime } from '../../domain/campaigns/calendar';
import { type DocumentLine, type WordedAttempt, type WordedState } from '../../domain/campaigns/statement/document';
import { CSV_BOM, csvLine } from '../../domain/exchange/csv';
import { type StatementWord, statementWord } from '../../domain/texts/statement';

/** Contract numbers of a page's contracts; null: erased. Absent: the reader may not see them. */
export type NumbersOf = (contractIds: number[]) => Promise<Map<number, string>>;

const STATE: StatementWord[] = ['class', 'reason', 'decidedAt', 'reflection', 'exclusion'];
const IDS: StatementWord[] = ['contract', 'customer', 'row'];
const ATTEMPT: StatementWord[] = ['attemptNo', 'attemptAt', 'channel', 'step', 'band', 'result'];
const CHANGE: StatementWord[] = ['cause', 'changedAt'];

/**
 * The document as CSV for spreadsheets, UTF-8 with BOM: one row per contact, a contract without any has one row. A
 * supplement has one row per change. The closing row counts contracts and contacts.
 */
export async function* statementCsv(
  { head, pages }: StatementDocument,
  { language, numbersOf }: { language: Language; numbersOf?: NumbersOf },
): AsyncGenerator<string> {
  const word = (name: StatementWord) => statementWord(language, name);
  const ids = [...IDS, ...(numbersOf ? (['number'] as const) : [])].map(word);
  const before = STATE.map((name) => `${word('from')} ${word(name)}`);
  const after = STATE.map((name) => `${word('to')} ${word(name)}`);
  const supplement = head.kind === 'supplement';
  const columns = supplement
    ? [...ids, ...before, ...after, ...CHANGE.map(word)]
    : [...ids, ...[...STATE, ...ATTEMPT].map(word)];
  yield CSV_BOM + csvLine(columns);
  const cells = new Cells(language, head.zone);
  let [contracts, contacts] = [0, 0];
  for await (const page of pages()) {
    const numbers = await numbersOf?.(page.map((line) => line.contractId));
    let text = '';
    for (const line of page) {
      const own = numbers && (numbers.get(line.contractId) ?? word('erased'));
      const first = [line.contractId, line.customerId, line.line, ...(own === undefined ? [] : [own])];
      text += cells
        .rows(line)
        .map((rest) => csvLine([...first, ...rest]))
        .join('');
      contracts += 1;
      if ('attempts' in line) contacts += line.attempts.length;
    }
    yield text;
  }
  yield csvLine([word('total'), contracts, ...(supplement ? [] : [contacts])]);
}

type Cell = string | number | null;

/** Turns lines into cells in one language; times are the campaign's local ones. */
class Cells {
  constructor(
    private readonly language: Language,
    private readonly zone: string,
  ) {}

  rows(line: DocumentLine): Cell[][] {
    if ('attempts' in line) {
      const state = this.state(line);
      if (line.attempts.length === 0) return [[...state, ...ATTEMPT.map(() => null)]];
      return line.attempts.map((attempt) => [...state, ...this.attempt(attempt)]);
    }
    const cause = [line.causeText[this.language], this.time(line.changedAt)];
    return [[...this.state(line.from), ...this.state(line.to), ...cause]];
  }

  private state({ classText, reasonText, at, reflectionText, exclusion }: WordedState): Cell[] {
    const { language } = this;
    const why = reasonText?.[language] ?? null;
    return [classText[language], why, this.time(at), reflectionText[language], exclusion?.[language] ?? null];
  }

  private attempt({ no, at, channelText, stepText, bandText, resultText }: WordedAttempt): Cell[] {
    const { language } = this;
    const band = bandText?.[language] ?? null;
    return [no, this.time(at), channelText[language], stepText[language], band, resultText[language]];
  }

  private time(at: string | null): string | null {
    if (at === null) return null;
    const instant = Date.parse(at);
    return `${localDate(instant, this.zone)} ${localTime(instant, this.zone)}`;
  }
}
