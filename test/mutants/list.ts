import { ACTIVITIES } from './activities';
import { API } from './api';
import { DOMAIN } from './domain';
import { LOCKS } from './locks';
import { type Mutant } from './mutant';
import { SQL } from './sql';
import { WORKFLOWS } from './workflows';

/** Plausible wrong changes by class, each of which must make a test fail. */
export const CLASSES = {
  domain: DOMAIN,
  sql: SQL,
  locks: LOCKS,
  activities: ACTIVITIES,
  api: API,
  workflows: WORKFLOWS,
} as const satisfies Record<string, Mutant[]>;
export type MutantClass = keyof typeof CLASSES;

export interface ClassedMutant extends Mutant {
  of: MutantClass;
}

/** Those of the list that `only` chooses: a class by its name, or what has the text in words, file or tests. */
export function mutants(only = ''): ClassedMutant[] {
  const classes = Object.keys(CLASSES) as MutantClass[];
  const all = classes.flatMap((of) => CLASSES[of].map((mutant) => ({ of, ...mutant })));
  if (classes.includes(only as MutantClass)) return all.filter(({ of }) => of === only);
  return all.filter(({ what, file, tests }) => [what, file, ...tests].join('\n').includes(only));
}
