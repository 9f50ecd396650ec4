import { FIELDS, type Field } from '../../../domain/audience/fields';
import { type Finding } from '../../../domain/audience/finding';
import { normaliseRow, type NormalisedRow } from '../../../domain/audience/row';
import { tidy } from '../../../domain/audience/text';
import { type CustomerKey, Vault, type ContractSecret, type Profile } from '../../privacy/vault';
import { CopyRows, type EncryptedRow, type StagedRow, stagedValues } from './staging';
import { readCsv, type CsvRecord, UNDECODABLE } from './csv';
import { type Encoding } from './encoding';
import { type Header, isHeader } from './header';
import { lookups } from '../lookups';
import { mailKey } from '../../../domain/audience/mail-address';
import { addressKey } from '../../../domain/audience/party';
import { searchTexts } from '../../../domain/audience/search';
import { searchKeysOf } from '../../customers/search';

/** What is needed to turn a file into staged rows. Plain data, so that it can be passed to a worker thread. */
export interface RowJob {
  fd: number;
  encoding: Encoding;
  damaged: boolean;
  header: Header;
  /** The job does every `of`-th batch, starting with number `share`. */
  share: number;
  of: number;
  clientId: number;
  /** Local ISO date in `zone`. */
  today: string;
  zone: string;
  masterKeys: Uint8Array;
}

/** Finds the wrapped keys of existing customers, by party hash; hashes and keys are hex. */
export type FindKeys = (partyHashes: string[]) => Promise<Map<string, string>>;

export interface EncodedRows {
  rows: number;
  bytes: Buffer;
}

/** Reads the job's share of the file into rows for COPY. Known customers keep their key. */
export async function* encodeRows(job: RowJob, findKeys: FindKeys): AsyncGenerator<EncodedRows> {
  const places: Context['places'] = Object.fromEntries(job.header.index);
  const context = { ...job, places, vault: new Vault(Buffer.from(job.masterKeys)) };
  const encoder = new CopyRows();
  let number = -1;
  for await (const batch of readCsv(job.fd, job)) {
    number += 1;
    if (number % job.of !== job.share) continue;
    const rows = number === 0 ? batch.slice(1) : batch; // the first record is the header
    const read = rows.map((record) => readRecord(record, context));
    const keys = await findKeys(read.flatMap(({ partyHash }) => partyHash?.toString('hex') ?? []));
    for (const one of read) encoder.add(stagedValues(encrypt(one, keys, context), job.header));
    yield { rows: rows.length, bytes: encoder.take() };
  }
}

/** A row that has been read but not encrypted. */
interface ReadRow extends StagedRow {
  partyHash: Buffer | null;
}

type Context = RowJob & { vault: Vault; places: Partial<Record<Field, number>> };

function readRecord(record: CsvRecord, context: Context): ReadRow {
  const { places, vault, clientId, today, zone } = context;
  const refusal = refusalOf(record, context);
  const { line, fields } = record;
  if (refusal) {
    const rowHash = vault.index(clientId, 'row', `${line}`);
    return { line, numberHash: null, rowHash, row: null, partyHash: null, encrypted: null, findings: [refusal] };
  }
  const get = (field: Field) => {
    const at = places[field];
    return at === undefined ? undefined : fields[at];
  };
  const { contractNumber, row, findings } = normaliseRow(get, { today, zone, lookups });
  return {
    line,
    numberHash: contractNumber === '' ? null : vault.index(clientId, 'contract', contractNumber),
    rowHash: vault.index(clientId, 'row', contentOf(get)),
    row,
    partyHash: row && partyHashOf(vault, clientId, row),
    encrypted: null,
    findings,
  };
}

/** Why a record is no row of the audience at all; undefined for one that is. Throws what `isHeader`
 * throws. */
function refusalOf(record: CsvRecord, { header, damaged }: Context): Finding | undefined {
  const { fields } = record;
  if (damaged && fields.some((field) => field.includes(UNDECODABLE))) return { field: null, code: 'row_undecodable' };
  if (isHeader(record, header)) return { field: null, code: 'header_repeated' };
  if (fields.length === header.width) return undefined;
  return { field: null, code: 'row_columns', detail: { expected: header.width, found: fields.length } };
}

/** Fields that came later: where they are empty, the content is what it was before there were any. */
const LATER: readonly Field[] = ['protection', 'language'];

/** Normalised text of all fields; equal for rows that differ only in character width. */
const contentOf = (get: (field: Field) => string | undefined): string =>
  FIELDS.filter((field) => !LATER.includes(field) || get(field))
    .map((field) => tidy(get(field) ?? ''))
    .join('\u0001');

function encrypt(read: ReadRow, keys: Map<string, string>, { vault, clientId }: Context): StagedRow {
  const { row, partyHash } = read;
  if (!row || !partyHash) return read;
  const key = known(vault, keys.get(partyHash.toString('hex'))) ?? vault.newKey();
  read.encrypted = encryptRow(vault, clientId, row, { partyHash, key });
  return read;
}

function known(vault: Vault, wrappedHex: string | undefined): CustomerKey | undefined {
  if (wrappedHex === undefined) return undefined;
  const wrapped = Buffer.from(wrappedHex, 'hex');
  return { wrapped, key: vault.unwrap(wrapped) };
}

/** The personal data of a row that is printed or dialled. */
function profileOf(row: NormalisedRow): Profile {
  const { name, kana, birth, mail, phone, mobile, postalCode, address } = row;
  return { name, kana, birth, mail, phone, mobile, postalCode, address };
}

const partyHashOf = (vault: Vault, clientId: number, row: NormalisedRow): Buffer =>
  vault.index(clientId, 'party', row.party);

/**
 * Value by which a postal address is compared; undefined when no letter can reach it. A whole address needs no postal
 * code, and a postal code makes up for a part that is missing.
 */
const postKey = ({ postalCode = '', address, addressKey: key }: NormalisedRow): string | undefined =>
  address && (postalCode || key) && `${postalCode}\n${key ?? addressKey([address])}`;

/**
 * Encrypts a row with the customer's key. Second factors: persons use their birth date or the last four digits of a
 * phone; companies (whose numbers are public) and persons with neither get a separately sent code.
 */
function encryptRow(
  vault: Vault,
  clientId: number,
  row: NormalisedRow,
  { partyHash, key }: { partyHash: Buffer; key: CustomerKey },
): EncryptedRow {
  const index = (kind: string, value: string | undefined) => (value ? vault.index(clientId, kind, value) : null);
  const person = row.kind === 'person';
  const factor = (kind: string, value: string | undefined) =>
    person && value ? vault.factor(partyHash, kind, value) : null;
  const coded = !person || !(row.birth || row.phone || row.mobile);
  const profile = profileOf(row);
  const secret: ContractSecret = { number: row.contractNumber, remark: row.remark };
  return {
    partyHash,
    customerNumberHash: index('customer-number', row.customerNumber),
    wrapped: key.wrapped,
    profile: vault.encrypt(key.key, profile),
    secret: vault.encrypt(key.key, secret),
    search: searchKeysOf(vault, clientId, searchTexts(profile)),
    mail: index('mail', row.mail && mailKey(row.mail)),
    mobile: index('phone', row.mobile),
    landline: index('phone', row.phone),
    post: index('post', postKey(row)),
    birthFactor: factor('birth', row.birth),
    phoneFactor: factor('phone4', row.phone?.slice(-4)),
    mobileFactor: factor('phone4', row.mobile?.slice(-4)),
    codeFactor: coded ? vault.factor(partyHash, 'code', vault.accessCode(partyHash)) : null,
  };
}
