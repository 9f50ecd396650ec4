import { type Selectable, sql } from 'kysely';
import { type CarrierFile, type CarrierFinding } from '../../../domain/print/carrier-file';
import { type CarrierFiles } from '../../platform/schema.generated';
import { readClock } from '../../platform/clock';
import { appendLedger, campaignChain, type LedgerEntry } from '../../platform/ledger';
import { type Trx } from '../../platform/types';
import { type Vault } from '../../privacy/vault';
import { bookResults } from './book-results';
import { matchRows, type MatchedRow } from './match-rows';

export type CarrierFileRow = Selectable<CarrierFiles>;

/** Where a file is from. `runId`: uploaded for one run; `by`: a person, else the folder shared with the shop. */
export interface CarrierSource {
  name: string;
  /** SHA-256 of its bytes. */
  hash: string;
  runId: number | null;
  by: { personId: number; ledger: LedgerEntry['by'] } | null;
}

/**
 * Takes a file with tracking numbers or delivery results in one transaction: all of it, or nothing where any row does not
 * fit. The same file, and a row that is known, take effect once. Undefined: no row of it names a piece of ours, and so no
 * client is known.
 */
export async function takeCarrierFile(
  trx: Trx,
  vault: Vault,
  file: CarrierFile,
  source: CarrierSource & { clientId: number | null },
): Promise<{ row: CarrierFileRow; again: boolean } | undefined> {
  const { now } = await readClock(trx);
  const { rows, findings: unfit, clientId: found } = await matchRows(trx, file, { now, runId: source.runId });
  const clientId = source.clientId ?? found;
  if (clientId === null) return undefined;
  const known = await trx
    .selectFrom('carrier_files')
    .selectAll()
    .where('client_id', '=', clientId)
    .where('file_hash', '=', source.hash)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (known?.status === 'taken') return { row: known, again: true };
  const findings = allFindings(file.findings, unfit, file.rows.length);
  const row = await keepFile(trx, { file, source, clientId, findings, runId: runOf(rows) ?? source.runId, now });
  if (findings.length > 0) return { row, again: false };
  const by = source.by?.ledger ?? 'system';
  const booking = { clientId, fileId: row.id, by, personId: source.by?.personId ?? null, now };
  const fresh = file.kind === 'tracking' ? await bookNumbers(trx, rows) : await bookResults(trx, vault, rows, booking);
  await note(trx, rows, { clientId, now, entry: { kind: 'carrier_file', by, file: row.id, what: file.kind, hash: source.hash } }); // prettier-ignore
  const taken = await trx
    .updateTable('carrier_files')
    .set({ fresh })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { row: taken, again: false };
}

/** A row's first finding is enough; a file without rows is none. */
function allFindings(read: CarrierFinding[], unfit: CarrierFinding[], rows: number): CarrierFinding[] {
  if (rows === 0) return [{ line: 1, code: 'row_columns' }];
  const lines = new Set(read.map(({ line }) => line));
  return [...read, ...unfit.filter(({ line }) => !lines.has(line))].sort((a, b) => a.line - b.line);
}

/** The run of all rows; null: they are of several. */
function runOf(rows: MatchedRow[]): number | null {
  const runs = new Set(rows.map(({ of }) => of.runId));
  return runs.size === 1 ? [...runs][0]! : null;
}

async function keepFile(
  trx: Trx,
  input: {
    file: CarrierFile;
    source: CarrierSource;
    clientId: number;
    findings: CarrierFinding[];
    runId: number | null;
    now: number;
  },
): Promise<CarrierFileRow> {
  const { file, source, clientId, findings, runId, now } = input;
  const seen = {
    status: findings.length > 0 ? ('refused' as const) : ('taken' as const),
    findings: JSON.stringify(findings),
    received_at: new Date(now),
    received_by: source.by?.personId ?? null,
  };
  return trx
    .insertInto('carrier_files')
    .values({
      client_id: clientId,
      print_run_id: runId,
      name: source.name,
      file_hash: source.hash,
      kind: file.kind,
      rows: file.rows.length,
      fresh: 0,
      ...seen,
    })
    .onConflict((conflict) => conflict.columns(['client_id', 'file_hash']).doUpdateSet(seen))
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Gives each piece its number. Returns how many had none before. */
async function bookNumbers(trx: Trx, rows: MatchedRow[]): Promise<number> {
  const given = rows.map(({ of, trackingNo }) => ({ id: of.id, no: trackingNo }));
  const { numAffectedRows } = await sql`
    update pieces p set tracking_no = g.no from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g(id bigint, no text)
    where p.id = g.id and p.tracking_no is null`.execute(trx);
  return Number(numAffectedRows);
}

/** One entry per campaign, with the number of its pieces by result. */
async function note(
  trx: Trx,
  rows: MatchedRow[],
  { clientId, now, entry }: { clientId: number; now: number; entry: LedgerEntry },
): Promise<void> {
  for (const campaign of [...new Set(rows.map(({ of }) => of.campaignId))].sort((a, b) => a - b)) {
    const counts: Record<string, number> = {};
    for (const { of, result } of rows)
      if (of.campaignId === campaign) counts[result ?? 'numbers'] = (counts[result ?? 'numbers'] ?? 0) + 1;
    await appendLedger(trx, campaignChain(campaign), clientId, now, [{ ...entry, ...counts }]);
  }
}
