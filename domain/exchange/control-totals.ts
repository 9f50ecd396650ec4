import { squeeze, tidy } from '../audience/text';

/** Totals counted by sender and receiver: rows, and the sum of the last four digits of the contract numbers. */
export interface ControlTotals {
  rows: number;
  controlTotal: number;
}

export const TOTAL_WORD = '合計';

/** Contribution of a contract number to the control total; 0 for one without digits. */
export const controlValue = (contractNumber: string): number =>
  Number(squeeze(contractNumber).replace(/\D/g, '').slice(-4) || 0);

export interface TotalsProblem {
  /** Line of the file, or path in the JSON of an acknowledgement. */
  path: string;
  code: 'totals_missing' | 'totals_not_last' | 'rows_differ' | 'control_total_differs';
  declared?: number;
  counted?: number;
}

/** Problems for which a whole file or acknowledgement is refused. */
export type FileProblemCode =
  | TotalsProblem['code']
  | 'column_missing'
  | 'column_unknown'
  | 'column_doubled'
  | 'contract_not_in_file'
  | 'contract_twice';

/** Removes the line of totals from the records and compares it with them. `records`: without the header. */
export function checkTotals<Row extends { line: number; fields: string[] }>(
  records: Row[],
  numberAt: number,
): { rows: Row[]; counted: ControlTotals; problems: TotalsProblem[] } {
  const isTotal = ({ fields }: Row) => tidy(fields[0] ?? '') === TOTAL_WORD;
  const rows = records.filter((record) => !isTotal(record));
  const totals = records.filter(isTotal);
  const controlTotal = rows.reduce((sum, { fields }) => sum + controlValue(fields[numberAt] ?? ''), 0);
  const counted = { rows: rows.length, controlTotal };
  const last = totals.at(-1);
  if (!last) return { rows, counted, problems: [{ path: `${records.at(-1)?.line ?? 1}`, code: 'totals_missing' }] };
  const path = `${last.line}`;
  const problems: TotalsProblem[] = [];
  if (totals.length > 1 || records.at(-1) !== last) problems.push({ path, code: 'totals_not_last' });
  const [, declaredRows, declaredTotal] = last.fields.map((field) => Number(squeeze(field).replaceAll(',', '') || NaN));
  problems.push(...differences({ rows: declaredRows!, controlTotal: declaredTotal! }, counted, path));
  return { rows, counted, problems };
}

/** Differences between declared and counted totals. */
export function differences(declared: ControlTotals, counted: ControlTotals, path: string): TotalsProblem[] {
  const problems: TotalsProblem[] = [];
  const add = (code: 'rows_differ' | 'control_total_differs', said: number, is: number) =>
    problems.push({ path, code, ...(Number.isFinite(said) && { declared: said }), counted: is });
  if (declared.rows !== counted.rows) add('rows_differ', declared.rows, counted.rows);
  if (declared.controlTotal !== counted.controlTotal) {
    add('control_total_differs', declared.controlTotal, counted.controlTotal);
  }
  return problems;
}
