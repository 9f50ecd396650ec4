import { HOLIDAYS_UNTIL } from '../activities/holidays';
import { isZone, localDate } from '../domain/calendar';
import { isField, isIgnoredField } from '../domain/normalise/fields';
import { tidy } from '../domain/normalise/text';
import { CHANNELS, CONSENTS, PURPOSES } from './campaign-file-schema';
import { readDate } from './campaign-file-dates';
import { closest } from './campaign-file-names';
import { pathOf, type Problem, show, unknownKey, valueAt } from './campaign-file-problems';

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
    ...stepProblems(raw),
    ...twice(listAt(raw, ['choices']).map((choice, i) => ({ path: ['choices', i, 'id'], value: idOf(choice) }))),
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

function readDates(raw: unknown) {
  const given = valueAt(raw, ['zone']);
  const zone = typeof given === 'string' && isZone(given) ? given : 'Asia/Tokyo';
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

function stepProblems(raw: unknown): Problem[] {
  const steps = listAt(raw, ['plan', 'steps']);
  const notices = valueAt(raw, ['notices']);
  const available = notices !== null && typeof notices === 'object' ? Object.keys(notices) : null;
  const problems: Problem[] = [];
  steps.forEach((step, i) => {
    const at = (...rest: (string | number)[]) => ['plan', 'steps', i, ...rest];
    const id = idOf(step);
    const first = steps.findIndex((other) => id !== undefined && idOf(other) === id);
    if (id !== undefined && first < i) {
      problems.push({
        path: at('id'),
        code: 'step_id_twice',
        detail: { value: show(id), first: pathOf(['plan', 'steps', first]) },
      });
    }
    const notice = valueAt(step, ['notice']);
    if (available && typeof notice === 'string' && notice.trim() !== '' && !available.includes(notice)) {
      const suggestion = closest(notice, available);
      problems.push({
        path: at('notice'),
        code: 'notice_unknown',
        detail: { value: show(notice) },
        available,
        suggestion,
      });
    }
    if (i === 0 && valueAt(step, ['kind']) === 'reminder') {
      problems.push({ path: at('kind'), code: 'first_step_not_notice', detail: { value: 'reminder' } });
    }
    if (i < steps.length - 1 && isMapping(step) && step['wait'] === undefined) {
      problems.push({ path: at('wait'), code: 'wait_missing' });
    }
    problems.push(...twice(listAt(step, ['first']).map((value, n) => ({ path: at('first', n), value }))));
  });
  return problems;
}

function quietProblems(raw: unknown): Problem[] {
  return CHANNELS.flatMap((channel): Problem[] => {
    const path = ['quietHours', channel];
    const from = valueAt(raw, [...path, 'from']);
    if (typeof from !== 'string' || from !== valueAt(raw, [...path, 'until'])) return [];
    return [{ path, code: 'quiet_hours_empty', detail: { value: show(from) } }];
  });
}

function policyProblems(raw: unknown): Problem[] {
  const problems: Problem[] = [];
  for (const purpose of PURPOSES) {
    for (const channel of CHANNELS) {
      for (const consent of CONSENTS) {
        const path = ['policy', 'table', purpose, channel, consent];
        const cell = valueAt(raw, path);
        const offered = purpose === 'offer' && consent !== 'yes';
        if (offered && (cell === 'contact' || cell === 'override')) {
          problems.push({ path, code: 'policy_offer', detail: { consent } });
        } else if (consent === 'no' && cell === 'contact') problems.push({ path, code: 'policy_no_contact' });
        else if (consent !== 'no' && cell === 'override') problems.push({ path, code: 'policy_override_place' });
      }
    }
  }
  return [...problems, ...overrideProblems(raw)];
}

/** The table says for which channels a no may be overridden, the list says for whom and why: neither without the other. */
function overrideProblems(raw: unknown): Problem[] {
  const overrides = listAt(raw, ['policy', 'overrides']);
  return CHANNELS.flatMap((channel): Problem[] => {
    const path = ['policy', 'table', 'service_notice', channel, 'no'];
    const cell = valueAt(raw, path);
    const indexes = overrides.flatMap((one, i) => (valueAt(one, ['channel']) === channel ? [i] : []));
    if (cell === 'override' && indexes.length === 0) {
      return [{ path, code: 'override_without_contracts', detail: { channel } }];
    }
    if (cell !== 'dont') return [];
    return indexes.map((i) => ({
      path: ['policy', 'overrides', i],
      code: 'override_not_in_table',
      detail: { channel },
    }));
  });
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

function twice(items: { path: (string | number)[]; value: unknown }[]): Problem[] {
  return items
    .filter(({ value }, i) => typeof value === 'string' && items.findIndex((other) => other.value === value) < i)
    .map(({ path, value }) => ({ path, code: 'item_twice', detail: { value: show(value) } }));
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function listAt(raw: unknown, path: (string | number)[]): unknown[] {
  const value = valueAt(raw, path);
  return Array.isArray(value) ? value : [];
}

function idOf(item: unknown): string | undefined {
  const id = valueAt(item, ['id']);
  return typeof id === 'string' && id !== '' ? id : undefined;
}
