import { type StatementDocument } from '../../db/campaigns/statement/document';
import { type Language } from '../../domain/campaigns/campaign';
import { statementWord } from '../../domain/texts/statement';
import { type NumbersOf } from './csv';
import { LineTable } from './line-table';
import { PAPER, Paper, type PageFrame, printable } from './paper';
import { type Signature, Summary } from './summary';

export interface PdfOptions {
  language: Language;
  /** Absent: a document that is not stored, as it stands now. */
  signature: Signature | null;
  /** Absent: the reader may not see contract numbers. */
  numbersOf?: NumbersOf;
}

/**
 * The document as a bank files it: figures that add up, then every line, each page with its number of pages. The pages
 * are drawn as the lines are read, which happens twice: first to count the pages. The same document gives the same bytes.
 */
export async function* statementPdf(document: StatementDocument, options: PdfOptions): AsyncGenerator<Buffer> {
  const counted = frameOf(document, options, 0);
  const count = new Paper(counted.frame);
  for await (const _ of write(document, options, { paper: count, table: counted.table }));
  const drawn = frameOf(document, options, count.pages);
  const paper = new Paper(drawn.frame, {
    title: document.head.title[options.language],
    at: Date.parse(document.head.asOf),
  });
  for await (const _ of write(document, options, { paper, table: drawn.table })) {
    const chunk = paper.read();
    if (chunk) yield chunk;
  }
  yield* paper.end();
}

/** Lines drawn before other requests of the process have their turn. */
const BREATH = 25;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Writing {
  paper: Paper;
  table: LineTable;
}

/** Writes everything to the paper; yields after each page of lines. */
async function* write(document: StatementDocument, options: PdfOptions, { paper, table }: Writing) {
  new Summary(document.head, options).write(paper);
  table.begin(paper);
  for await (const page of document.pages()) {
    const numbers = await options.numbersOf?.(page.map((line) => line.contractId));
    for (const [index, line] of page.entries()) {
      table.write(paper, line, numbers);
      if (index % BREATH === BREATH - 1) await nextTurn();
    }
    yield;
  }
}

function frameOf(
  { head }: StatementDocument,
  options: PdfOptions,
  pages: number,
): { frame: PageFrame; table: LineTable } {
  const { language, signature } = options;
  const table = new LineTable(head, options);
  const hash = signature?.hash.slice(0, 16) ?? '—';
  const title = head.title[language];
  const left = printable(statementWord(language, 'footer', { id: head.campaignId, title, hash }));
  const frame: PageFrame = {
    header: () => table.header(),
    footer: (sheet, no) => {
      sheet.rule(PAPER.left, PAPER.footer - 2, PAPER.right, PAPER.footer - 2, { grey: 0.6 });
      sheet.line(left, PAPER.left, PAPER.footer, { points: 7.5 });
      const page = statementWord(language, 'page', { no, of: pages });
      sheet.line(page, PAPER.right, PAPER.footer, { points: 7.5, align: 'right' });
    },
  };
  return { frame, table };
}
