import { type Environment } from './environment';
import { type Figure, medianOf, type Verdict, verdictOf } from './measurement';

/** A figure as it is reported. */
export interface ReportedFigure extends Omit<Figure, 'values'> {
  measurement: string;
  rounds: number;
  median: number;
  min: number;
  max: number;
  verdict: Verdict;
}

/** What `npm run bench` writes as JSON. */
export interface BenchReport extends Environment {
  date: string;
  minutes: number;
  /** Load of the last minute (1) when it began and ended. */
  load: { before: number; after: number };
  quick: boolean;
  figures: ReportedFigure[];
  /** Measurements that could not be made, and why. */
  failed: { measurement: string; error: string }[];
}

export function reported(measurement: string, figure: Figure): ReportedFigure {
  const { values, ...rest } = figure;
  const [median, min, max] = [medianOf(values), Math.min(...values), Math.max(...values)].map(significant);
  return {
    measurement,
    ...rest,
    rounds: values.length,
    median: median!,
    min: min!,
    max: max!,
    verdict: verdictOf(figure),
  };
}

/** 1 when a figure misses its limit or a measurement failed, else 0. */
export const exitCodeOf = ({ figures, failed }: BenchReport): number =>
  failed.length > 0 || figures.some(({ verdict }) => verdict === 'missed') ? 1 : 0;

/** The figures as a Markdown table, with a line above it that says where they were measured. */
export function tableOf(report: BenchReport): string {
  const { machine, versions, commit, load, quick, minutes, date } = report;
  const rows = report.figures.map((figure) => [
    figure.measurement,
    figure.name,
    figure.of,
    `${shown(figure.median)}${unitOf(figure.unit)}`,
    figure.rounds > 1 ? `${shown(figure.min)}–${shown(figure.max)}` : '',
    limitOf(figure),
    figure.verdict,
  ]);
  return [
    `${date}, commit ${commit}${quick ? ', quick: a first look only' : ''}; ${machine.cores} × ${machine.cpu}, ` +
      `${machine.memoryGb} GB, ${machine.kernel}; load ${load.before} to ${load.after}, ${minutes} minutes`,
    `Node ${versions.node}, PostgreSQL ${versions.postgres}, Temporal ${versions.temporal}, SDK ${versions.sdk}`,
    '',
    ...aligned([['measurement', 'figure', 'what', 'median', 'range', 'limit', 'verdict'], ...rows]),
    ...report.failed.map(({ measurement, error }) => `${measurement}: not measured: ${error}`),
  ].join('\n');
}

function aligned(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(rows[0]!), line(widths.map((width) => '-'.repeat(width))), ...rows.slice(1).map(line)];
}

function limitOf({ limit }: Pick<Figure, 'limit'>): string {
  if (!limit) return '';
  return 'most' in limit ? `≤ ${shown(significant(limit.most))}` : `≥ ${shown(significant(limit.least))}`;
}

const unitOf = (unit: Figure['unit']): string => (unit === 'events' || unit === 'rows' ? '' : ` ${unit}`);
const shown = (value: number): string => (value >= 1000 ? Math.round(value).toLocaleString('en') : String(value));
const significant = (value: number): number =>
  Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
