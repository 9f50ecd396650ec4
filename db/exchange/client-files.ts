import { createHash } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import { changeLimit } from '../../domain/exchange/change-effect';
import { type ChangeFinding } from '../../domain/exchange/change-findings';
import { CHANGE_KINDS, type ChangeKind, type ChangeRow } from '../../domain/exchange/client-data';
import { type ControlTotals } from '../../domain/exchange/control-totals';
import { AppError } from '../../domain/errors';
import { type CampaignRow } from '../campaigns/campaigns';
import { judgeRows, type JudgedRow } from './judge';
import { canonicalJson } from '../platform/ledger';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Vault } from '../privacy/vault';
import { type Queryable, type Trx } from '../platform/types';
import { type ClientChanges, type ClientFiles } from '../platform/schema.generated';

export type ClientFileRow = Selectable<ClientFiles>;
export type ChangeVerdict = 'planned' | 'done' | 'nothing_to_do' | 'refused' | 'unknown_contract';

/** Findings beyond this number are counted but not listed. */
const FINDINGS_KEPT = 2_000;

/** What is stored about a change file besides its rows. */
interface ChangeTotals extends ControlTotals {
  encoding: string;
  /** Above this number of planned changes a second person must apply the file. */
  limit: number;
  planned: number;
  /** The person who applies the file confirms this hash. */
  hash: string;
  findings: ChangeFinding[];
  findingCount: number;
}

export const changeTotals = (file: ClientFileRow): ChangeTotals => file.totals as unknown as ChangeTotals;
export const needsSecondPerson = ({ planned, limit }: ChangeTotals): boolean => planned > limit;

export interface ReadFile {
  hash: string;
  encoding: string;
  rows: ChangeRow[];
  findings: ChangeFinding[];
  counted: ControlTotals;
}

/** A change file of this campaign with the same bytes. */
export async function findChangeFile(
  db: Queryable,
  campaign: CampaignRow,
  fileHash: string,
): Promise<ClientFileRow | undefined> {
  return db
    .selectFrom('client_files')
    .selectAll()
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .where('kind', '=', 'changes')
    .where('file_hash', '=', fileHash)
    .executeTakeFirst();
}

/** Stores a file with what each row would do now; applies nothing. `now`: epoch ms. */
export async function insertChangeFile(
  trx: Trx,
  vault: Vault,
  campaign: CampaignRow,
  input: { file: ReadFile; name?: string | null; personId: number; now: number },
): Promise<ClientFileRow> {
  const { file, name = null, personId, now } = input;
  const judged = await judgeRows(trx, vault, campaign, file.rows);
  const { count: contracts } = await trx
    .selectFrom('audience')
    .select(sql<number>`count(*)`.as('count'))
    .where('campaign_id', '=', campaign.id)
    .executeTakeFirstOrThrow();
  const totals = totalsOf(file, judged, contracts);
  const row = await trx
    .insertInto('client_files')
    .values({
      client_id: campaign.client_id,
      campaign_id: campaign.id,
      kind: 'changes',
      status: 'preview',
      name,
      file_hash: file.hash,
      totals: JSON.stringify(totals),
      answers: null,
      created_by: personId,
      created_at: new Date(now),
      applied_by: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await insertRows(trx, campaign, row.id, judged);
  return row;
}

function totalsOf(file: ReadFile, judged: JudgedRow[], contracts: number): ChangeTotals {
  const unknown = judged.filter(({ verdict }) => verdict === 'unknown_contract');
  const notFound = unknown.map(({ line }): ChangeFinding => ({ line, column: '契約番号', code: 'contract_unknown' }));
  const findings = [...file.findings, ...notFound].sort((a, b) => a.line - b.line);
  const planned = judged.filter(({ verdict }) => verdict === 'planned').length;
  const verdicts = judged.map(({ line, verdict }) => [line, verdict]);
  const seen = canonicalJson({ file: file.hash, ...file.counted, verdicts });
  return {
    ...file.counted,
    encoding: file.encoding,
    limit: changeLimit(contracts),
    planned,
    hash: createHash('sha256').update(seen).digest('hex'),
    findings: findings.slice(0, FINDINGS_KEPT),
    findingCount: findings.length,
  };
}

const CHUNK = 1_000;

async function insertRows(trx: Trx, campaign: CampaignRow, fileId: number, judged: JudgedRow[]): Promise<void> {
  for (let from = 0; from < judged.length; from += CHUNK) {
    const rows = judged.slice(from, from + CHUNK).map((row) => ({
      file_id: fileId,
      line: row.line,
      client_id: campaign.client_id,
      contract_id: row.contractId,
      customer_id: row.customerId,
      kind: row.kind ?? 'unreadable',
      effective_on: row.effectiveOn,
      verdict: row.verdict,
      data: row.data,
    }));
    await trx.insertInto('client_changes').values(rows).execute();
  }
}

/** A file of this scope and kind. Throws not_found, also for another client's file. */
export async function getClientFile(
  db: Queryable,
  scope: Scope,
  id: number,
  kind: ClientFileRow['kind'],
): Promise<ClientFileRow> {
  const row = await selectFile(db, scope, id, kind).executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row;
}

/** Like `getClientFile`, locked until commit. */
export async function lockClientFile(
  trx: Trx,
  scope: Scope,
  id: number,
  kind: ClientFileRow['kind'],
): Promise<ClientFileRow> {
  const row = await selectFile(trx, scope, id, kind).forNoKeyUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row;
}

const selectFile = (db: Queryable, scope: Scope, id: number, kind: ClientFileRow['kind']) =>
  db
    .selectFrom('client_files')
    .selectAll()
    .where('client_id', '=', scope.clientId)
    .where(inCampaigns(scope))
    .where('id', '=', id)
    .where('kind', '=', kind);

/** Files of a campaign and kind with ids below `before`, newest first, at most `limit`. */
export async function listClientFiles(
  db: Queryable,
  campaign: CampaignRow,
  page: { kind: ClientFileRow['kind']; before: number | null; limit: number },
): Promise<ClientFileRow[]> {
  let query = db
    .selectFrom('client_files')
    .selectAll()
    .where('client_id', '=', campaign.client_id)
    .where('campaign_id', '=', campaign.id)
    .where('kind', '=', page.kind);
  if (page.before !== null) query = query.where('id', '<', page.before);
  return query.orderBy('id', 'desc').limit(page.limit).execute();
}

type KindCounts = Record<ChangeVerdict, number> & { rows: number };

/** Current number of rows by file, kind and verdict; rows whose kind could not be read count as `unreadable`. */
export async function countChanges(
  db: Queryable,
  fileIds: number[],
): Promise<Map<number, Record<ChangeKind | 'unreadable', KindCounts>>> {
  const rows = await db
    .selectFrom('client_changes')
    .select(['file_id', 'kind', 'verdict', sql<number>`count(*)`.as('count')])
    .where('file_id', 'in', fileIds.length > 0 ? fileIds : [0])
    .groupBy(['file_id', 'kind', 'verdict'])
    .execute();
  const zero = () => ({ rows: 0, planned: 0, done: 0, nothing_to_do: 0, refused: 0, unknown_contract: 0 });
  const empty = () =>
    Object.fromEntries([...CHANGE_KINDS, 'unreadable'].map((kind) => [kind, zero()])) as Record<ChangeKind, KindCounts>;
  const counts = new Map(fileIds.map((id) => [id, { ...empty(), unreadable: zero() }]));
  for (const { file_id: file, kind, verdict, count } of rows) {
    const own = counts.get(file)![kind as ChangeKind];
    own.rows += count;
    own[verdict as ChangeVerdict] += count;
  }
  return counts;
}

type ClientChangeRow = Omit<Selectable<ClientChanges>, 'data'>;

/** Rows of a file after line `after`, in line order. */
export async function listChanges(
  db: Queryable,
  file: ClientFileRow,
  page: { after: number; limit: number; verdict?: string },
): Promise<ClientChangeRow[]> {
  let query = db
    .selectFrom('client_changes')
    .select(['file_id', 'line', 'client_id', 'contract_id', 'customer_id', 'kind', 'effective_on', 'verdict'])
    .where('file_id', '=', file.id)
    .where('line', '>', page.after);
  if (page.verdict) query = query.where('verdict', '=', page.verdict);
  return query.orderBy('line').limit(page.limit).execute();
}

/** Records who applies the file; a process that dies from here on leaves the rest to the workers. */
export async function beginChanges(trx: Trx, file: ClientFileRow, personId: number): Promise<ClientFileRow> {
  return trx
    .updateTable('client_files')
    .set({ applied_by: personId })
    .where('id', '=', file.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Discards a file whose changes were not applied, or brings it back to its preview. The caller holds its lock. */
export async function setFileStatus(
  trx: Trx,
  file: ClientFileRow,
  status: 'preview' | 'discarded',
): Promise<ClientFileRow> {
  return trx
    .updateTable('client_files')
    .set({ status })
    .where('id', '=', file.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
