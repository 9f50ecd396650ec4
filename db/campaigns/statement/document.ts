import { type CampaignRow } from '../campaigns';
import { type Db, type Queryable } from '../../platform/types';
import { type DocumentLine, wordedLine } from '../../../domain/campaigns/statement/document';
import { type OutcomeName } from '../../../domain/journeys/states';
import { type StatementHead, statementHead } from './head';
import { statementLines } from './lines';

/** A document that can be read page by page, as often as needed. A supplement has changes instead of lines. */
export interface StatementDocument {
  head: StatementHead;
  pages(): AsyncGenerator<DocumentLine[]>;
}

/**
 * Runs `read` in one repeatable-read transaction, open until the generator ends, so all figures and lines of a
 * statement are consistent however slowly they are consumed.
 */
export async function* inOneView<T>(db: Db, read: (view: Queryable) => AsyncGenerator<T>): AsyncGenerator<T> {
  const view = await db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute();
  try {
    yield* read(view);
  } finally {
    await view.rollback().execute();
  }
}

/** The statement as it stands at `now`; its pages are read from `view` when they are asked for. */
export async function currentDocument(
  view: Queryable,
  campaign: CampaignRow,
  input: { now: number; outcomes: readonly OutcomeName[] } & Partial<Pick<StatementHead, 'kind' | 'no'>>,
): Promise<StatementDocument> {
  const { now, outcomes, kind = 'current', no = null } = input;
  const of = { kind, no, previousHash: null, reason: null, now };
  const { head, doc } = await statementHead(view, campaign, of, outcomes);
  return {
    head,
    async *pages() {
      for await (const page of statementLines(view, campaign, { asOf: now }))
        yield page.map((line) => wordedLine(line, doc));
    },
  };
}

/** One piece of a document as JSON text; `lines` are those that it holds, none in the first and the last piece. */
export interface JsonPiece {
  body: string;
  lines: DocumentLine[];
}

/** The document as JSON, one line of text per contract. Joined, the pieces are the bytes that the hash is made over. */
export async function* jsonPieces({ head, pages }: StatementDocument): AsyncGenerator<JsonPiece> {
  yield { body: `${JSON.stringify(head).slice(0, -1)},"lines":[\n`, lines: [] };
  let separator = '';
  for await (const page of pages()) {
    if (page.length === 0) continue;
    yield { body: separator + page.map((line) => JSON.stringify(line)).join(',\n'), lines: page };
    separator = ',\n';
  }
  yield { body: '\n]}\n', lines: [] };
}

/** The head from the first piece. */
export const headOf = (body: string): StatementHead => JSON.parse(`${body}]}`) as StatementHead;

/** The lines of a piece between the first and the last. */
export const linesOfPiece = (body: string): DocumentLine[] =>
  JSON.parse(`[${body.replace(/^,\n/, '')}]`) as DocumentLine[];
