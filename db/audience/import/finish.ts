import { sql } from 'kysely';
import { AppError, type Issue } from '../../../domain/errors';
import { type FindingCode } from '../../../domain/audience/finding';
import { findingText } from '../../../domain/texts/audience';
import { type ImportRow } from '../imports';
import { type MergeContext } from './merge';
import { type Trx } from '../../platform/types';

const SHOWN = 20;

/** Completes the import with its figures. Throws file_without_good_row, with the first findings as issues. */
export async function finishImport(trx: Trx, { importId, now }: MergeContext): Promise<ImportRow> {
  const { rows } = await sql<Figures>`
    select count(*) as rows, count(*) filter (where state = 'refused') as refused,
      count(*) filter (where state = 'repeated') as doubles,
      (select count(*) from assigned) as contracts, (select count(*) from found) as customers,
      (select count(*) from assigned where hold is not null) as held
    from staged`.execute(trx);
  const figures = rows[0]!;
  if (figures.contracts === 0) {
    const { rows: read, refused } = figures;
    throw new AppError('file_without_good_row', { rows: read, refused }, await firstIssues(trx, importId));
  }
  return trx
    .updateTable('imports')
    .set({ ...figures, status: 'done', finished_at: new Date(now) })
    .where('id', '=', importId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

type Figures = Pick<ImportRow, 'rows' | 'refused' | 'doubles' | 'contracts' | 'customers' | 'held'>;

async function firstIssues(trx: Trx, importId: number): Promise<Issue[]> {
  const findings = await trx
    .selectFrom('findings')
    .select(['line', 'column', 'code', 'detail'])
    .where('import_id', '=', importId)
    .orderBy('no')
    .limit(SHOWN)
    .execute();
  return findings.map(({ line, column, code, detail }) => ({
    path: column === null ? `${line}` : `${line}/${column}`,
    code,
    ...findingText(code as FindingCode, 'ja', detail),
  }));
}
