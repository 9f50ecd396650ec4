import { FIELDS, type Field } from '../domain/normalise/fields';
import { type Finding } from '../domain/normalise/finding';
import { type NormalisedRow, normaliseRow } from '../domain/normalise/row';
import { tidy } from '../domain/normalise/text';
import { type CustomerKey, type Vault } from '../db/vault';
import { type CsvRecord } from './csv';
import { type Header } from './header';
import { lookups } from './lookups';
import { partyHashOf, sealRow } from './seal-row';
import { type StagedRow } from './staging';

const BATCH = 1000;

export interface RowContext {
  vault: Vault;
  clientId: number;
  /** Local ISO date. */
  today: string;
  /** Wrapped keys of customers that exist already, by party hash in hex. */
  findKeys(partyHashes: Buffer[]): Promise<Map<string, Buffer>>;
  onRows(rows: number): Promise<void> | void;
}

/** Turns the records after the header into staged rows, batch by batch; a customer known before keeps the key. */
export async function* stageRows(
  records: AsyncIterable<CsvRecord>,
  header: Header,
  context: RowContext,
): AsyncGenerator<StagedRow[]> {
  let rows = 0;
  for await (const batch of batched(records)) {
    const read = batch.map((record) => readRecord(record, header, context));
    const parties = read.flatMap(({ partyHash }) => partyHash ?? []);
    const keys = await context.findKeys(parties);
    rows += batch.length;
    await context.onRows(rows);
    yield read.map((one) => seal(one, keys, context));
  }
}

async function* batched(records: AsyncIterable<CsvRecord>): AsyncGenerator<CsvRecord[]> {
  let batch: CsvRecord[] = [];
  for await (const record of records) {
    batch.push(record);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

interface ReadRow {
  line: number;
  numberHash: Buffer | null;
  rowHash: Buffer;
  row: NormalisedRow | null;
  partyHash: Buffer | null;
  findings: Finding[];
}

function readRecord({ line, fields }: CsvRecord, header: Header, { vault, clientId, today }: RowContext): ReadRow {
  if (fields.length !== header.width) {
    const detail = { expected: header.width, found: fields.length };
    const rowHash = vault.index(clientId, 'row', `${line}`);
    const findings: Finding[] = [{ field: null, code: 'row_columns', detail }];
    return { line, numberHash: null, rowHash, row: null, partyHash: null, findings };
  }
  const get = (field: Field) => {
    const at = header.index.get(field);
    return at === undefined ? undefined : fields[at];
  };
  const { contractNumber, row, findings } = normaliseRow(get, { today, lookups });
  return {
    line,
    numberHash: contractNumber === '' ? null : vault.index(clientId, 'contract', contractNumber),
    rowHash: vault.index(clientId, 'row', contentOf(get)),
    row,
    partyHash: row && partyHashOf(vault, clientId, row),
    findings,
  };
}

/** Equal for rows that say the same, whatever the width of their characters. */
const contentOf = (get: (field: Field) => string | undefined): string =>
  FIELDS.map((field) => tidy(get(field) ?? '')).join('\u0001');

function seal(read: ReadRow, keys: Map<string, Buffer>, { vault, clientId }: RowContext): StagedRow {
  const { row, partyHash, ...rest } = read;
  if (!row || !partyHash) return { ...rest, row: null, sealed: null };
  const wrapped = keys.get(partyHash.toString('hex'));
  const key: CustomerKey = wrapped ? { wrapped, key: vault.unwrap(wrapped) } : vault.newKey();
  return { ...rest, row, sealed: sealRow(vault, clientId, row, { partyHash, key }) };
}
