import { localDate } from '../../domain/campaigns/calendar';
import { HOLIDAYS_UNTIL } from '../../domain/campaigns/holidays';
import { readDate } from './dates';
import { type FileDraft } from './draft';
import { type Report, show } from './finding';

const DATES = ['firstDispatch', 'lastDispatch', 'applyBy', 'endOfService', 'graceUntil', 'claimsUntil'] as const;
const ORDER: [DateName, DateName][] = [
  ['firstDispatch', 'lastDispatch'],
  ['lastDispatch', 'applyBy'],
  ['applyBy', 'endOfService'],
  ['applyBy', 'graceUntil'],
  ['endOfService', 'claimsUntil'],
];
type DateName = (typeof DATES)[number];

const zoneOf = ({ zone }: FileDraft): string => zone ?? 'Asia/Tokyo';

/** The dates that can be read, as instants (epoch ms). */
export function datesOf(file: FileDraft): Partial<Record<DateName, number>> {
  return Object.fromEntries(
    readDates(file).flatMap(({ name, reading }) => ('at' in reading ? [[name, reading.at]] : [])),
  );
}

function readDates(file: FileDraft) {
  return DATES.flatMap((name) => {
    const text = file.dates?.[name];
    if (!text) return [];
    const reading = readDate(text, zoneOf(file), name === 'firstDispatch' ? 'first' : 'last');
    return [{ name, text, reading }];
  });
}

/** Dates that exist, in their order, within the table of holidays, with the last dispatch still to come. */
export function checkDates(file: FileDraft, now: number, report: Report): void {
  const known: Partial<Record<DateName, { at: number; text: string }>> = {};
  for (const { name, text, reading } of readDates(file)) {
    const path = ['dates', name];
    if ('code' in reading) {
      report(path, reading.code, { detail: { value: show(text) } });
      continue;
    }
    known[name] = { at: reading.at, text };
    const year = Number(localDate(reading.at, zoneOf(file)).slice(0, 4));
    if (year > HOLIDAYS_UNTIL && file.calendar?.holidays !== 'none') {
      report(path, 'holidays_beyond_table', { detail: { until: HOLIDAYS_UNTIL } });
    }
  }
  for (const [earlier, later] of ORDER) {
    const [a, b] = [known[earlier], known[later]];
    if (!a || !b || a.at <= b.at) continue;
    const detail = { earlier, earlierValue: a.text, later, laterValue: b.text };
    report(['dates', later], 'dates_order', { detail });
  }
  const last = known.lastDispatch;
  if (last && last.at < now) report(['dates', 'lastDispatch'], 'last_dispatch_past', { detail: { value: last.text } });
}

/** Waves begin between the first and the last dispatch, and none before a trial that it waits for. */
export function checkWaveBegins(file: FileDraft, report: Report): void {
  const { firstDispatch = -Infinity, lastDispatch = Infinity } = datesOf(file);
  let trial: { id: string; at: number } | undefined;
  for (const [i, wave] of (file.waves ?? []).entries()) {
    if (!wave?.begins) continue;
    const path = ['waves', i, 'begins'];
    const reading = readDate(wave.begins, zoneOf(file), 'first');
    const detail = {
      value: show(wave.begins),
      firstDispatch: file.dates?.firstDispatch ?? '',
      lastDispatch: file.dates?.lastDispatch ?? '',
    };
    if ('code' in reading) report(path, reading.code, { detail });
    else if (reading.at > lastDispatch) report(path, 'wave_after_last_dispatch', { detail });
    else if (reading.at < firstDispatch) report(path, 'wave_before_first_dispatch', { detail });
    else if (trial && reading.at <= trial.at) report(path, 'before_trial', { detail: { ...detail, trial: trial.id } });
    if (wave.trial && 'at' in reading) trial = { id: wave.id ?? '', at: reading.at };
  }
}
