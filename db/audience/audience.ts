import { sql } from 'kysely';
import { ALLOWED } from '../../domain/campaigns/approval';
import { AppError } from '../../domain/errors';
import { lockCampaign } from '../campaigns/campaigns';
import { readClock } from '../platform/clock';
import { type ImportRow } from './imports';
import { appendLedger, campaignChain } from '../platform/ledger';
import { wholeClient } from '../platform/scope';
import { type Db, type Queryable, type Trx } from '../platform/types';

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

/** The import that produced the current audience. */
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
  start: CampaignScope & { fileHash: string; columnsHash: string; encoding: string; personId: number },
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

/** Hex SHA-256 over all contracts, rows and states of the audience; the hash of nothing if there is none. */
export async function audienceHash(db: Queryable, campaignId: number): Promise<string> {
  const { rows } = await sql<{ hash: string }>`
    select encode(sha256(coalesce(string_agg(
      c.number_hash || c.row_hash || convert_to(a.state, 'UTF8'), ''::bytea order by c.number_hash), '')), 'hex') as hash
    from audience a join contracts c on c.id = a.contract_id
    where a.campaign_id = ${campaignId}`.execute(db);
  return rows[0]!.hash;
}

/**
 * Records a person's decision on a held row. A release also releases the customer's hold; an exclusion keeps it, so
 * that other campaigns do not contact the customer either. Appends to the ledger. Throws not_found,
 * held_already_decided, campaign_not_editable. The caller returns a submitted campaign to draft.
 */
export async function decideHeld(
  trx: Trx,
  decision: CampaignScope & { contractId: number; decision: 'release' | 'exclude'; reason: string; personId: number },
): Promise<void> {
  const { clientId, campaignId, contractId, personId, reason } = decision;
  const campaign = await lockCampaign(trx, wholeClient(clientId), campaignId);
  if (!ALLOWED.edit.includes(campaign.status)) {
    throw new AppError('campaign_not_editable', { status: campaign.status });
  }
  const row = await trx
    .selectFrom('audience')
    .select(['state', 'reason', 'customer_id', 'decided_at'])
    .where('campaign_id', '=', campaignId)
    .where('client_id', '=', clientId)
    .where('contract_id', '=', contractId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row || (row.state !== 'held' && row.decided_at === null)) throw new AppError('not_found');
  if (row.state !== 'held') throw new AppError('held_already_decided');
  const { now } = await readClock(trx);
  const state = decision.decision === 'release' ? 'included' : 'excluded';
  await trx
    .updateTable('audience')
    .set({ state, reason, decided_by: personId, decided_at: new Date(now) })
    .where('campaign_id', '=', campaignId)
    .where('contract_id', '=', contractId)
    .execute();
  if (decision.decision === 'release') {
    await trx
      .updateTable('holds')
      .set({ released_at: new Date(now), released_by: personId, note: reason })
      .where('customer_id', '=', row.customer_id)
      .where('released_at', 'is', null)
      .execute();
  }
  const by = `person:${personId}`;
  const entry = { kind: 'held_decided', by, contractId, decision: decision.decision, hold: row.reason };
  await appendLedger(trx, campaignChain(campaignId), clientId, now, [entry]);
}
