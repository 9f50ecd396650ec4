import { sql } from 'kysely';
import { CsvSplitter } from '../../../db/audience/import/csv';
import { DECODER, EncodingDetector } from '../../../db/audience/import/encoding';
import { knownValues, openPersonal } from '../../../db/privacy/personal-data';
import { wholeClient } from '../../../db/platform/scope';
import { type Vault } from '../../../db/privacy/vault';
import { type Pattern } from './patterns';
import { type Db } from '../../../db/platform/types';

/** Whose value it is, never the value: a customer of the vault, or a line of the client's file. */
export interface Owner {
  customer?: number;
  line?: number;
  /** Set by a file's column; of the vault all values count alike. */
  column?: string;
}

const PAGE = 500;
/** Every value of every customer in the vault, in each way it might be written down. */
export async function* vaultPatterns(db: Db, vault: Vault): AsyncGenerator<Pattern<Owner>> {
  for (let after: number | undefined = 0; after !== undefined;) {
    const { rows } = await sql<{ id: number; client: number }>`
      select c.id, c.client_id as client from customers c join vault_keys k on k.customer_id = c.id
      where c.id > ${after} order by c.id limit ${PAGE}`.execute(db);
    for (const { id, client } of rows) {
      const data = await openPersonal(db, vault, wholeClient(client), id);
      const { birth: _, ...profile } = data.profile; // a day of the year is no one's own
      const values = knownValues({ ...data, profile });
      yield* patternsOf(values, { customer: id });
    }
    after = rows.at(-1)?.id;
  }
}

const TELLING = /氏名|お名前|名前|カナ|かな|フリガナ|電話|携帯|メール|e-?mail|住所|番地|建物|契約番号|顧客番号/i;

/** The same of the client's own file: rows that were refused are in no vault, and must be nowhere else either. */
export async function* filePatterns(bytes: Buffer): AsyncGenerator<Pattern<Owner>> {
  const detector = new EncodingDetector();
  detector.push(bytes);
  const splitter = new CsvSplitter();
  const { encoding } = await detector.finish(() => [bytes]);
  const text = new TextDecoder(DECODER[encoding]).decode(bytes);
  const [header, ...records] = [...splitter.push(text), ...splitter.end()];
  const columns = (header?.fields ?? []).map((title) => (TELLING.test(title) ? title : undefined));
  for (const { line, fields } of records) {
    for (const [at, column] of columns.entries()) {
      if (column !== undefined) yield* patternsOf([fields[at] ?? ''], { line, column });
    }
  }
}

function* patternsOf(values: string[], owner: Owner): Generator<Pattern<Owner>> {
  const forms = new Set(values.flatMap(writtenForms));
  for (const form of forms) {
    const bytes = Buffer.from(form);
    if (!isDistinct(form)) continue;
    const hex = bytes.toString('hex');
    const escaped = form.replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
    for (const text of new Set([form, escaped, encodeURIComponent(form), hex])) {
      yield { bytes: Buffer.from(text), label: owner };
    }
  }
}

/** Short ASCII is in any text, short digits (a house number) even more so. */
function isDistinct(form: string): boolean {
  if (/^[\d\s-]*$/.test(form)) return form.length >= 9;
  return /^[\x20-\x7e]*$/.test(form) ? form.length >= 6 : Array.from(form).length >= 2;
}

/** A value as given, without spaces, in one width; a number as it is dialled and as it is written. */
function writtenForms(value: string): string[] {
  const given = value.trim();
  const plain = given.normalize('NFKC');
  const digits = plain.replace(/^\+81/, '0').replace(/\D/g, '');
  const number = /^(\+81|0)[\d\s()-]{8,}$/.test(plain) && /^0\d{9,10}$/.test(digits);
  const squeezed = plain.replace(/\s+/g, '');
  return number ? [given, ...dialled(digits)] : [given, plain, squeezed, plain.toLowerCase()];
}

function dialled(digits: string): string[] {
  const international = `81${digits.slice(1)}`;
  const groups = digits.length === 11 ? [[3, 4, 4]] : [2, 3, 4].map((area) => [area, 6 - area, 4]);
  const written = groups.map((lengths) => {
    let at = 0;
    return lengths.map((length) => digits.slice(at, (at += length))).join('-');
  });
  return [digits, international, ...written];
}
