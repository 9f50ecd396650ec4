import { type MutantClass } from './list';
import { type Verdict } from './tree';

/** What became of one change. */
export interface Report {
  of: MutantClass;
  file: string;
  what: string;
  verdict: Verdict;
}

interface Counts {
  all: number;
  caught: number;
  survived: number;
  stale: number;
  broken: number;
  /** Caught of all, from 0 to 1. */
  share: number;
}

/** The counts of all changes, and of each class that has any, in the order of `classes`. */
export function summary(
  reports: Report[],
  classes: MutantClass[],
): Counts & { classes: ({ of: MutantClass } & Counts)[] } {
  const counted = classes.map((of) => ({ of, ...countOf(reports.filter((report) => report.of === of)) }));
  return { ...countOf(reports), classes: counted.filter(({ all }) => all > 0) };
}

function countOf(reports: Report[]): Counts {
  const count = (verdict: Verdict) => reports.filter((report) => report.verdict === verdict).length;
  const caught = count('caught');
  const counts = {
    all: reports.length,
    caught,
    survived: count('survived'),
    stale: count('stale'),
    broken: count('broken'),
  };
  return { ...counts, share: reports.length === 0 ? 0 : caught / reports.length };
}

/** The same as lines for a person. */
export const linesOf = ({ classes, ...all }: ReturnType<typeof summary>): string[] => [
  ...classes.map((one) => lineOf(one.of, one)),
  lineOf('all', all),
];

const lineOf = (name: string, { all, caught, survived, stale, broken, share }: Counts): string =>
  `${name.padEnd(10)} ${caught} of ${all} caught (${Math.round(share * 100)} %), ${survived} survived, ${stale} stale, ${broken} broken`;
