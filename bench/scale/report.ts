import { type RowFigure } from './measure';

/** The figures as a table for people, in the order in which they were measured, and a last line that counts them. */
export function reportOf(figures: RowFigure[], journeys: number): string {
  const width = Math.max(...figures.map(({ name }) => name.length)) + 2;
  const line = (name: string, ...cells: string[]) =>
    name.padEnd(width) + cells.map((cell) => cell.padStart(11)).join('');
  const ms = (value: number | null) => (value === null ? '-' : value.toFixed(1));
  const counted = (verdict: RowFigure['verdict']) => figures.filter((one) => one.verdict === verdict).length;
  return [
    line(
      `${journeys.toLocaleString('en')} journeys`,
      'median ms',
      'max ms',
      'together',
      'limit',
      'statements',
      'rows read',
      '',
    ),
    ...figures.map((one) => {
      const { name, median, max, together, limitMs, statements, rowsRead, verdict, scans, error } = one;
      const more = error ?? (scans.length > 0 ? scans.join(', ') : '');
      const cells = [ms(median), ms(max), ms(together), String(limitMs), String(statements), String(rowsRead), verdict];
      return `${line(name, ...cells)}${more && `  ${more}`}`;
    }),
    `${counted('ok')} ok, ${counted('over')} over, ${counted('scan')} read a whole table, ${counted('failed')} failed`,
  ].join('\n');
}
