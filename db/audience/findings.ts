import { CSV_BOM, csvLine } from '../../domain/exchange/csv';
import { findingsCsvHeader, findingText, severityNames } from '../../domain/texts/audience';
import { type FindingCode } from '../../domain/audience/finding';
import { type CampaignScope, lastImport } from './audience';
import { type Queryable } from '../platform/types';
import { type Findings } from '../platform/schema.generated';

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
  page: CampaignScope & { cursor?: number | null; limit: number },
): Promise<FindingRow[]> {
  const done = await lastImport(db, page);
  if (!done) return [];
  const rows = await db
    .selectFrom('findings')
    .select(['no', 'line', 'column', 'code', 'severity', 'detail'])
    .where('import_id', '=', done.id)
    .where('no', '>', page.cursor ?? 0)
    .orderBy('no')
    .limit(page.limit)
    .execute();
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
      yield csvLine([String(line), column ?? '', severityNames.ja[severity], code, message.ja, advice.ja]);
    }
    cursor = rows.at(-1)!.no;
  }
}
