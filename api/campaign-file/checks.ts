import { HOLIDAYS_UNTIL } from '../../domain/campaigns/holidays';
import { isZone, localDate } from '../../domain/campaigns/calendar';
import { isField, isIgnoredField } from '../../domain/audience/fields';
import { tidy } from '../../domain/audience/text';
import { readDate } from './dates';
import { planProblems } from './plan';
import { policyProblems, quietProblems } from './policy';
import { isMapping, listAt, pathOf, type Problem, show, twice, unknownKey, valueAt } from './problems';
import { waveProblems } from './waves';

const DATES = ['firstDispatch', 'lastDispatch', 'applyBy', 'endOfService', 'graceUntil', 'claimsUntil'] as const;
const ORDER: [DateName, DateName][] = [
  ['firstDispatch', 'lastDispatch'],
  ['lastDispatch', 'applyBy'],
  ['applyBy', 'endOfService'],
  ['applyBy', 'graceUntil'],
  ['endOfService', 'claimsUntil'],
];
type DateName = (typeof DATES)[number];

/** Rules that cross fields. They read the raw content, so that a wrong field elsewhere hides none of them. */
export function crossProblems(raw: unknown, now: number): Problem[] {
  return [
    ...dateProblems(raw, now),
    ...planProblems(raw),
    ...waveProblems(raw, { zone: zoneOf(raw), ...datesOf(raw) }),
    ...twice(
      listAt(raw, ['choices']).map((choice, i) => ({ path: ['choices', i, 'id'], value: valueAt(choice, ['id']) })),
    ),
    ...quietProblems(raw),
    ...policyProblems(raw),
    ...columnProblems(raw),
  ];
}

/** The dates that can be read, as instants. */
export function datesOf(raw: unknown): Partial<Record<DateName, number>> {
  return Object.fromEntries(
    readDates(raw).flatMap(({ name, reading }) => ('at' in reading ? [[name, reading.at]] : [])),
  );
}

function zoneOf(raw: unknown): string {
  const given = valueAt(raw, ['zone']);
  return typeof given === 'string' && isZone(given) ? given : 'Asia/Tokyo';
}

function readDates(raw: unknown) {
  const zone = zoneOf(raw);
  return DATES.flatMap((name) => {
    const text = valueAt(raw, ['dates', name]);
    if (typeof text !== 'string' || text.trim() === '') return [];
    return [{ name, text, zone, reading: readDate(text, zone, name === 'firstDispatch' ? 'first' : 'last') }];
  });
}

function dateProblems(raw: unknown, now: number): Problem[] {
  const problems: Problem[] = [];
  const dates = readDates(raw);
  const known = new Map<DateName, { at: number; text: string }>();
  for (const { name, text, reading, zone } of dates) {
    const path = ['dates', name];
    if ('code' in reading) {
      problems.push({ path, code: reading.code, detail: { value: show(text) } });
      continue;
    }
    known.set(name, { at: reading.at, text });
    const beyond = Number(localDate(reading.at, zone).slice(0, 4)) > HOLIDAYS_UNTIL;
    if (beyond && valueAt(raw, ['calendar', 'holidays']) !== 'none') {
      problems.push({ path, code: 'holidays_beyond_table', detail: { until: HOLIDAYS_UNTIL } });
    }
  }
  for (const [earlier, later] of ORDER) {
    const [a, b] = [known.get(earlier), known.get(later)];
    if (!a || !b || a.at <= b.at) continue;
    const detail = { earlier, earlierValue: a.text, later, laterValue: b.text };
    problems.push({ path: ['dates', later], code: 'dates_order', detail });
  }
  const last = known.get('lastDispatch');
  if (last && last.at < now) {
    problems.push({ path: ['dates', 'lastDispatch'], code: 'last_dispatch_past', detail: { value: last.text } });
  }
  return problems;
}

function columnProblems(raw: unknown): Problem[] {
  const columns = valueAt(raw, ['columns']);
  if (!isMapping(columns)) return [];
  const owner = new Map<string, string>();
  return Object.entries(columns).flatMap(([field, header]): Problem[] => {
    const path = ['columns', field];
    if (!isField(field) && !isIgnoredField(field)) return [unknownKey(['columns'], field)];
    if (typeof header !== 'string' || header.trim() === '') return [];
    const first = owner.get(tidy(header));
    if (first === undefined) {
      owner.set(tidy(header), field);
      return [];
    }
    return [{ path, code: 'column_twice', detail: { value: show(header), first: pathOf(['columns', first]) } }];
  });
}
