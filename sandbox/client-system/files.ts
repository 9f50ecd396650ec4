import { parse } from 'csv-parse/sync';
import { type ClientEvent, type ResultRow } from './entries';

const CHANGES = '契約番号,異動区分,異動日,電話番号,携帯電話,メールアドレス,郵便番号,住所,備考';
const RESULTS = '連番,契約番号,結果,理由,申出日時,受付番号';

/** The client's own implementation; it must not share code with what it checks. */
const lastFour = (contract: string): number => Number(contract.replace(/[^0-9]/g, '').slice(-4)) || 0;
const sumOf = (contracts: string[]): number => contracts.reduce((sum, contract) => sum + lastFour(contract), 0);

/** A file of changes. `dateOf` returns the ISO date of an event's day. */
export function changesFile(changes: ClientEvent[], dateOf: (day: number) => string): Buffer {
  const rows = changes.map(({ day, contract, kind, cells }) => {
    const date = dateOf(day).replaceAll('-', '/');
    const { phone = '', mobile = '', mail = '', postalCode = '', address = '' } = cells;
    return [contract, kind, date, phone, mobile, mail, postalCode, address, ''].join(',');
  });
  const total = `合計,${rows.length},${sumOf(changes.map(({ contract }) => contract))}`;
  return Buffer.from([CHANGES, ...rows, total, ''].join('\r\n'));
}

/** Reads a delivery and validates it as a receiver must. Throws with the reason. */
export function readResults(text: string): { rows: ResultRow[]; controlTotal: number } {
  const records = parse(text, { bom: true, relax_column_count: true }) as string[][];
  const [header = [], ...lines] = records;
  if (header.join(',') !== RESULTS) throw new Error('the header is not the agreed one');
  const total = lines.pop() ?? [];
  const rows = lines.map(([no = '', contract = '', outcome = '', reason = '', declaredAt = '', receipt = '']) => {
    return { no: Number(no), contract, outcome, reason, declaredAt, receipt };
  });
  if (rows.some(({ no }, at) => no !== at + 1)) throw new Error('the numbering has a gap');
  const controlTotal = sumOf(rows.map(({ contract }) => contract));
  if (total.join(',') !== `合計,${rows.length},${controlTotal}`) throw new Error('the totals do not agree');
  return { rows, controlTotal };
}
