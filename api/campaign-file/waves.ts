import { readDate } from './dates';
import { isMapping, listAt, type Problem, show, twice, valueAt } from './problems';

interface Edges {
  zone: string;
  firstDispatch?: number | undefined;
  lastDispatch?: number | undefined;
}

/** Waves that begin outside the dates of dispatch, say two things about who is in them, or leave somebody in none. */
export function waveProblems(raw: unknown, edges: Edges): Problem[] {
  const waves = listAt(raw, ['waves']);
  if (waves.length === 0) return [];
  return [
    ...twice(waves.map((wave, i) => ({ path: ['waves', i, 'id'], value: valueAt(wave, ['id']) }))),
    ...waves.flatMap((wave, i) => (isMapping(wave) ? waveProblem(raw, wave, i, edges) : [])),
    ...divisionProblems(waves),
  ];
}

function waveProblem(raw: unknown, wave: Record<string, unknown>, i: number, edges: Edges): Problem[] {
  const rules = RULES.filter((rule) => wave[rule] !== undefined);
  const both: Problem[] =
    rules.length > 1 ? [{ path: ['waves', i, rules[1]!], code: 'wave_rule_twice', detail: { first: rules[0]! } }] : [];
  return [...beginProblems(raw, wave, i, edges), ...both, ...segmentProblems(raw, wave, i)];
}

const RULES = ['only', 'size', 'share'] as const;

function beginProblems(raw: unknown, { begins }: Record<string, unknown>, i: number, edges: Edges): Problem[] {
  if (typeof begins !== 'string' || begins.trim() === '') return [];
  const path = ['waves', i, 'begins'];
  const reading = readDate(begins, edges.zone, 'first');
  if ('code' in reading) return [{ path, code: reading.code, detail: { value: show(begins) } }];
  const told = (name: string) => ({ value: begins, [name]: String(valueAt(raw, ['dates', name])) });
  const { firstDispatch = -Infinity, lastDispatch = Infinity } = edges;
  if (reading.at > lastDispatch) return [{ path, code: 'wave_after_last_dispatch', detail: told('lastDispatch') }];
  if (reading.at < firstDispatch) return [{ path, code: 'wave_before_first_dispatch', detail: told('firstDispatch') }];
  return [];
}

function segmentProblems(raw: unknown, wave: Record<string, unknown>, i: number): Problem[] {
  const known = valueAt(raw, ['segments']);
  const available = isMapping(known) ? Object.keys(known) : [];
  return listAt(wave, ['only']).flatMap((segment, n): Problem[] => {
    if (typeof segment !== 'string' || available.includes(segment)) return [];
    return [{ path: ['waves', i, 'only', n], code: 'segment_unknown', detail: { value: show(segment) }, available }];
  });
}

/** Everybody must be in exactly one wave: one takes the rest, or the shares make up the whole. */
function divisionProblems(waves: unknown[]): Problem[] {
  const given = waves.map((wave, i) => ({ i, wave })).filter(({ wave }) => isMapping(wave));
  const rest = given.filter(({ wave }) => RULES.every((rule) => valueAt(wave, [rule]) === undefined));
  const shares = given.map(({ wave }) => valueAt(wave, ['share'])).filter((share) => share !== undefined);
  if (rest.length > 1) return [{ path: ['waves', rest[1]!.i], code: 'wave_rest_twice' }];
  const sum = shares.reduce<number>((total, share) => total + (typeof share === 'number' ? share : NaN), 0);
  if (Number.isNaN(sum)) return [];
  if (rest.length === 1) return sum < 100 ? [] : [{ path: ['waves'], code: 'wave_shares_full', detail: { sum } }];
  if (shares.length === 0) return [{ path: ['waves'], code: 'wave_rest_missing' }];
  return sum === 100 ? [] : [{ path: ['waves'], code: 'wave_shares', detail: { sum } }];
}
