import { sql, type Selectable } from 'kysely';
import { AppError } from '../../domain/errors';
import { type Db, type Queryable } from '../platform/types';
import { type Findings, type Imports } from '../platform/schema.generated';
import { CSV_BOM, csvLine } from '../../domain/exchange/csv';
import { findingsCsvHeader, findingText } from '../../domain/texts/audience';
import { severityTexts } from '../../domain/texts/names/audience';
import { type FindingCode } from '../../domain/audience/finding';

export type ImportRow = Selectable<Imports>;

export interface CampaignScope {
  clientId: number;
  campaignId: number;
}

/**
 * Result of an import. `rows` counts data rows; held rows await a person's decision, or kept the one made on the same
 * row before.
 */
export interface ImportSummary {
  importId: number;
  rows: number;
  refused: number;
  held: number;
  doubles: number;
  contracts: number;
  customers: number;
  findings: { bySeverity: Record<string, number>; byCode: Record<string, number> };
  encoding: string;
  unchanged: boolean;
}

/** The import that produced the current audience; undefined before the first. */
export async function lastImport(db: Queryable, scope: CampaignScope): Promise<ImportRow | undefined> {
  return db
    .selectFrom('imports')
    .selectAll()
    .where('client_id', '=', scope.clientId)
    .where('campaign_id', '=', scope.campaignId)
    .where('status', '=', 'done')
    .orderBy('id', 'desc')
    .executeTakeFirst();
}

/**
 * Inserts an import as running. The caller holds the client's import lock, so another running one was left by a killed
 * process and is marked as failed.
 */
export async function startImport(
  db: Db,
  start: CampaignScope & {
    fileHash: string;
    columnsHash: string;
    encoding: string;
    personId: number;
    fileName?: string | null;
  },
): Promise<number> {
  await db
    .updateTable('imports')
    .set({ status: 'failed', error: JSON.stringify({ code: 'interrupted' }), finished_at: sql<Date>`tsunagi_now()` })
    .where('client_id', '=', start.clientId)
    .where('status', '=', 'running')
    .execute();
  const row = await db
    .insertInto('imports')
    .values({
      client_id: start.clientId,
      campaign_id: start.campaignId,
      file_hash: start.fileHash,
      columns_hash: start.columnsHash,
      encoding: start.encoding,
      created_by: start.personId,
      name: start.fileName ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Marks a rolled-back import as failed, with the error's code. */
export async function failImport(db: Db, importId: number, error: unknown): Promise<void> {
  const { code, detail } = error instanceof AppError ? error : { code: 'internal', detail: {} };
  await db
    .updateTable('imports')
    .set({ status: 'failed', error: JSON.stringify({ code, detail }), finished_at: sql<Date>`tsunagi_now()` })
    .where('id', '=', importId)
    .execute();
}

export async function summaryOf(
  db: Queryable,
  done: ImportRow,
  { unchanged }: { unchanged: boolean },
): Promise<ImportSummary> {
  const counts = await db
    .selectFrom('findings')
    .select(['severity', 'code', sql<number>`count(*)`.as('count')])
    .where('import_id', '=', done.id)
    .groupBy(['severity', 'code'])
    .orderBy('code')
    .execute();
  const bySeverity: Record<string, number> = { refused: 0, held: 0, warning: 0, info: 0 };
  for (const { severity, count } of counts) bySeverity[severity] = (bySeverity[severity] ?? 0) + count;
  const byCode = Object.fromEntries(counts.map(({ code, count }) => [code, count]));
  const { id: importId, rows, refused, held, doubles, contracts, customers, encoding } = done;
  return {
    importId,
    rows,
    refused,
    held,
    doubles,
    contracts,
    customers,
    findings: { bySeverity, byCode },
    encoding,
    unchanged,
  };
}

interface FindingCount {
  code: string;
  severity: Findings['severity'];
  count: number;
}

/** Findings of an import by code. Refusals count lines, since a row is refused once. */
export async function countFindings(db: Queryable, done: ImportRow): Promise<FindingCount[]> {
  return db
    .selectFrom('findings')
    .select(['code', 'severity', sql<number>`count(distinct line)`.as('count')])
    .where('import_id', '=', done.id)
    .where('client_id', '=', done.client_id)
    .groupBy(['code', 'severity'])
    .orderBy('severity')
    .orderBy('code')
    .execute();
}

/** A finding of the current audience's import, with texts in both languages. */
export interface FindingRow {
  no: number;
  line: number;
  column: string | null;
  code: string;
  severity: Findings['severity'];
  message: { ja: string; en: string };
  advice: { ja: string; en: string };
}

/** Findings with numbers above `cursor`, in line order; empty before the first import. */
export async function listFindings(
  db: Queryable,
  page: CampaignScope & { cursor?: number | null; limit: number; code?: string | undefined },
): Promise<FindingRow[]> {
  const done = await lastImport(db, page);
  if (!done) return [];
  let query = db
    .selectFrom('findings')
    .select(['no', 'line', 'column', 'code', 'severity', 'detail'])
    .where('import_id', '=', done.id)
    .where('no', '>', page.cursor ?? 0);
  if (page.code !== undefined) query = query.where('code', '=', page.code);
  const rows = await query.orderBy('no').limit(page.limit).execute();
  return rows.map(({ detail, ...row }) => {
    const ja = findingText(row.code as FindingCode, 'ja', detail);
    const en = findingText(row.code as FindingCode, 'en', detail);
    return { ...row, message: { ja: ja.message, en: en.message }, advice: { ja: ja.advice, en: en.advice } };
  });
}

const PAGE = 1_000;

/** All findings as CSV for spreadsheets: UTF-8 with BOM, CRLF, and no cell that would run as a formula. */
export async function* findingsCsv(db: Queryable, scope: CampaignScope): AsyncGenerator<string> {
  yield CSV_BOM + csvLine(findingsCsvHeader.ja);
  for (let cursor = 0; ;) {
    const rows = await listFindings(db, { ...scope, cursor, limit: PAGE });
    if (rows.length === 0) return;
    for (const row of rows) {
      const { line, column, severity, code, message, advice } = row;
      yield csvLine([String(line), column ?? '', severityTexts[severity].ja, code, message.ja, advice.ja]);
    }
    cursor = rows.at(-1)!.no;
  }
}
