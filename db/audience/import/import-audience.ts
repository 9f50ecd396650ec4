import { createHash } from 'node:crypto';
import { BoundedClient } from '../../platform/bounded-client';
import { type Readable } from 'node:stream';
import { sql, Kysely } from 'kysely';
import { type Pool, type PoolClient } from 'pg';
import { ALLOWED } from '../../../domain/campaigns/approval';
import { localDate } from '../../../domain/campaigns/calendar';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { AppError } from '../../../domain/errors';
import { failImport, type ImportSummary, lastImport, startImport, summaryOf } from '../imports';
import { type CampaignRow, getCampaign, lockCampaign } from '../../campaigns/campaigns';
import { readClock } from '../../platform/clock';
import { LedgerDialect } from '../../platform/collected-entries';
import { draftIfChanged } from '../../campaigns/approvals';
import { appendLedger, campaignChain, canonicalJson } from '../../platform/ledger';
import { wholeClient } from '../../platform/scope';
import { type Vault } from '../../privacy/vault';
import { finishImport, mergeContracts, replaceAudience, writeFindings } from './merge-audience';
import { countConsents, recordEvidence } from './record-evidence';
import { mergeCustomers, type MergeContext } from './merge';
import { type Header, readHeader } from './header';
import { reEncryptParties } from './re-encrypt';
import { readRows } from './read-rows';
import { type FindKeys } from './rows';
import { decideRows } from './decide-rows';
import { spool, type Spooled } from './spool';
import { createStaging, openCopy } from './staging';
import { type Db, type Trx, type Database } from '../../platform/types';

interface ImportInput {
  db: Db;
  pool: Pool;
  vault: Vault;
  clientId: number;
  campaignId: number;
  doc: CampaignDoc;
  personId: number;
  /** As delivered; absent or null: it had none. */
  fileName?: string | null;
  body: Readable;
  /** A file with more rows is refused. */
  maxRows?: number;
  /** Called with the number of data rows read so far. */
  onProgress?(rows: number): void;
}

const PROGRESS_ROWS = 10_000;
/** Twenty times the largest known campaign; protects against a file of line breaks. */
const MAX_ROWS = 2_000_000;

/**
 * Replaces the campaign's audience with the contents of a file in one transaction. Idempotent for the same file and
 * mapping. A change returns a submitted campaign to draft and voids its approvals. Throws the file_… errors,
 * campaign_not_editable, not_found, and import_running while another import of the client is under way.
 */
export async function importAudience(input: ImportInput): Promise<ImportSummary> {
  requireEditable(await getCampaign(input.db, wholeClient(input.clientId), input.campaignId));
  const spooled = await spool(input.body);
  try {
    return await inOwnSession(input.pool, async (trx, client) => {
      await takeImportLock(trx, input.clientId);
      const columnsHash = createHash('sha256').update(canonicalJson(input.doc.columns)).digest('hex');
      const last = await lastImport(input.db, input);
      if (last?.file_hash === spooled.sha256 && last.columns_hash === columnsHash) {
        return await summaryOf(trx, last, { unchanged: true });
      }
      const { sha256: fileHash, encoding } = spooled;
      const importId = await startImport(input.db, { ...input, fileHash, columnsHash, encoding });
      try {
        const header = await readHeader(spooled, input.doc.columns);
        return await importFile(trx, client, { input, spooled, header, importId });
      } catch (error) {
        await failImport(input.db, importId, error);
        throw error;
      }
    });
  } finally {
    await spooled.file.close();
  }
}

/**
 * Allows one import per client at a time, because two could create the same customer twice. The lock is freed if the
 * process dies.
 */
async function takeImportLock(trx: Trx, clientId: number): Promise<void> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`tsunagi import ${clientId}`}, 0)) as mine`.execute(trx);
  if (!rows[0]?.mine) throw new AppError('import_running');
}

function requireEditable(campaign: CampaignRow): void {
  if (!ALLOWED.edit.includes(campaign.status)) {
    throw new AppError('campaign_not_editable', { status: campaign.status });
  }
}

async function importFile(
  trx: Trx,
  client: PoolClient,
  { input, spooled, header, importId }: { input: ImportInput; spooled: Spooled; header: Header; importId: number },
): Promise<ImportSummary> {
  const { db, vault, clientId, campaignId } = input;
  const { now } = await readClock(trx);
  const context: MergeContext = { vault, clientId, campaignId, importId, now };
  await createStaging(trx);
  const { zone } = input.doc;
  const today = localDate(now, zone);
  const copy = openCopy(client);
  const reading = { vault, clientId, today, zone, findKeys: keysOf(db, clientId), onRows: counter(input, importId) };
  try {
    await readRows(spooled, header, { ...reading, write: (rows) => copy.write(rows) });
    await copy.end();
  } catch (error) {
    await copy.giveUp();
    throw error;
  }
  await decideRows(trx, header, context);
  await reEncryptParties(trx, vault);
  const campaign = await lockCampaign(trx, wholeClient(input.clientId), campaignId);
  requireEditable(campaign);
  await mergeCustomers(trx, context);
  await mergeContracts(trx, context);
  await replaceAudience(trx, context);
  await writeFindings(trx, context);
  const done = await finishImport(trx, context);
  const by = `person:${input.personId}`;
  const change = { at: now, reason: 'audience_imported', by };
  const { entries } = await draftIfChanged(trx, campaign, change);
  const { rows: read, refused, held, doubles, contracts, customers, file_hash: fileHash } = done;
  const figures = { importId, fileHash, rows: read, refused, held, doubles, contracts, customers };
  const imported = { kind: 'audience_imported', by, ...figures, consents: await countConsents(trx) };
  const summary = await summaryOf(trx, done, { unchanged: false });
  await appendLedger(trx, campaignChain(campaignId), clientId, now, [imported, ...entries]);
  await recordEvidence(trx, { ...context, by });
  return summary;
}

/**
 * Looks up keys of existing customers on another connection, since the transaction's is busy with COPY. The import lock
 * ensures that no customer is added meanwhile.
 */
function keysOf(db: Db, clientId: number): FindKeys {
  const first = db.selectFrom('customers').select('id').where('client_id', '=', clientId).limit(1).executeTakeFirst();
  return async (partyHashes) => {
    if (!(await first)) return new Map();
    const hashes = partyHashes.map((hash) => Buffer.from(hash, 'hex'));
    const known = await db
      .selectFrom('customers as c')
      .innerJoin('vault_keys as k', 'k.customer_id', 'c.id')
      .select(['c.party_hash', 'k.wrapped_key'])
      .where('c.client_id', '=', clientId)
      .where(sql<boolean>`c.party_hash = any(${hashes}::bytea[])`)
      .execute();
    return new Map(known.map((row) => [row.party_hash.toString('hex'), row.wrapped_key.toString('hex')]));
  };
}

/** Counts rows as they are read; reports to the caller and, at intervals, to the import's row. */
function counter(
  { db, onProgress, maxRows = MAX_ROWS }: ImportInput,
  importId: number,
): (rows: number) => Promise<void> {
  let [read, shown] = [0, 0];
  return async (rows) => {
    read += rows;
    if (read > maxRows) throw new AppError('file_too_many_rows', { limit: maxRows });
    onProgress?.(read);
    if (read - shown < PROGRESS_ROWS) return;
    shown = read;
    await db.updateTable('imports').set({ rows: read }).where('id', '=', importId).execute();
  };
}

/**
 * Runs `work` in one transaction on a connection that also supports COPY. The connection is closed afterwards, because
 * temporary tables leave it with a lot of memory. Rolls back unless `work` resolves.
 */
async function inOwnSession<Result>(
  pool: Pool,
  work: (trx: Trx, client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  client.on('error', () => undefined); // the query in flight is rejected as well, which is enough
  const lent = { query: client.query.bind(client), release: () => undefined };
  const session = new Kysely<Database>({
    dialect: new LedgerDialect({ pool: { connect: async () => lent as PoolClient, end: async () => undefined } }),
  });
  try {
    // a large file takes its time, and so may the reading between two statements
    if (client instanceof BoundedClient) client.limitMs = 0;
    await client.query('set statement_timeout = 0; set idle_in_transaction_session_timeout = 0');
    await client.query("set temp_buffers = '256MB'; set work_mem = '64MB'");
    return await session.transaction().execute((trx) => work(trx, client));
  } finally {
    client.release(true);
  }
}
