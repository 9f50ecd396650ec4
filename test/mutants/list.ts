import { ALSO } from './also';
import { DOMAIN } from './domain';
import { LOCKS } from './locks';
import { type Mutant } from './mutant';
import { RULES } from './rules';
import { WALLS } from './walls';

/** Plausible wrong changes, each of which must make a test fail. */
export const MUTANTS: Mutant[] = [...LOCKS, ...WALLS, ...RULES, ...ALSO, ...DOMAIN];
