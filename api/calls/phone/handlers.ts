import { phoneAgreements, setPhoneAgreement } from '../../../db/calls/phone/agreements';
import { daySums, intervalSums, type PhonePeriod } from '../../../db/calls/phone/days';
import { coveredIntervals, storeIntervals } from '../../../db/calls/phone/intervals';
import { readClock } from '../../../db/platform/clock';
import { transact } from '../../../db/platform/transact';
import {
  type Finding,
  type Interval,
  type IntervalFile,
  readIntervals,
  TOTALLED,
} from '../../../domain/calls/intervals';
import { agreementOn, isReached, phoneFigures } from '../../../domain/calls/phone-days';
import { addDays, instantOf, localDate } from '../../../domain/campaigns/calendar';
import { AppError, type Issue } from '../../../domain/errors';
import { intervalFindingTexts } from '../../../domain/texts/names/desks';
import { type Handlers } from '../../http/handler';
import { iso } from '../../http/wire';
import { type phoneRoutes } from './contract';

/** The telephone system counts in local time. */
const ZONE = 'Asia/Tokyo';
const MOST_SHOWN = 200;
const USUAL_DAYS = 14;
const MOST_DAYS = 92;

/** What the telephone system counts: import, and figures by day. */
export const phoneHandlers: Handlers<typeof phoneRoutes> = {
  async importIntervals({ deps, scope, actor, body }) {
    const { now } = await readClock(deps.db);
    const file = readable(readIntervals(body, { now, zone: ZONE }));
    return transact(deps.db, async (trx) => {
      const covered = await coveredIntervals(trx, scope, file.intervals);
      const intervals = file.intervals.filter((one) => !covered.includes(one));
      const stored = await storeIntervals(trx, scope, { intervals, personId: actor.personId });
      const overlaps = covered.map(({ line }): Finding => {
        return { line, column: file.startColumn, code: 'interval_overlap' };
      });
      const findings = [...file.findings, ...overlaps].sort((a, b) => a.line - b.line);
      const shown = findings.slice(0, MOST_SHOWN).map((one) => ({ ...one, text: intervalFindingTexts[one.code] }));
      const about = { rows: file.rows, totals: totalsOf(intervals), stated: file.differences !== null };
      return { body: { ...about, ...stored, findings: shown, found: findings.length } };
    });
  },

  async listPhoneDays({ deps, scope, query }) {
    // One snapshot: a day that has come in after an agreement is never shown without it.
    const view = deps.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    return view.execute(async (trx) => {
      const { now } = await readClock(trx);
      const last = query.to ?? localDate(now, ZONE);
      const earliest = addDays(last, 1 - MOST_DAYS);
      const asked = query.from ?? addDays(last, 1 - USUAL_DAYS);
      const agreements = await phoneAgreements(trx, scope);
      const days = await daySums(trx, scope, periodOf(asked < earliest ? earliest : asked, last));
      const items = days.map(({ day, staffed, ...sums }) => {
        const [figures, agreed] = [phoneFigures(sums), agreementOn(agreements, day)];
        return { day, ...figures, staffed, agreed, reached: isReached(figures.serviceLevel, agreed) };
      });
      return { body: { items } };
    });
  },

  async listPhoneIntervals({ deps, scope, query }) {
    const rows = await intervalSums(deps.db, scope, periodOf(query.day, query.day));
    const items = rows.map(({ queue, startsAt, minutes, staffed, ...sums }) => {
      return { queue, startsAt: iso(startsAt), minutes, ...phoneFigures(sums), staffed };
    });
    return { body: { items } };
  },

  async listPhoneAgreements({ deps, scope }) {
    return { body: { items: await phoneAgreements(deps.db, scope) } };
  },

  async setPhoneAgreement({ trx, scope, actor, body }) {
    await setPhoneAgreement(trx, scope, { ...body, personId: actor.personId });
    return { body };
  },
};

const periodOf = (first: string, last: string): PhonePeriod => ({
  from: instantOf(first, '00:00', ZONE),
  to: instantOf(addDays(last, 1), '00:00', ZONE),
  zone: ZONE,
});

/** Throws invalid_request for a file that cannot be taken at all, or whose rows do not add up to its own total. */
function readable(file: ReturnType<typeof readIntervals>): IntervalFile {
  if (file === 'too_long') throw refused([['too_many_rows', '行数が多すぎます / too many rows']]);
  if ('missing' in file) {
    const names = file.missing.join(', ');
    throw refused([['columns_missing', `必要な列がありません（${names}） / columns are missing (${names})`]]);
  }
  const differences = (file.differences ?? []).map(({ column, stated, counted }): [string, string] => [
    'control_total',
    `合計行の「${column}」は${stated}、行の合計は${counted}です / total of ${column} is ${stated}, its rows add up to ${counted}`,
  ]);
  if (differences.length > 0) throw refused(differences);
  return file;
}

const refused = (faults: [code: string, message: string][]) =>
  new AppError(
    'invalid_request',
    {},
    faults.map(([code, message]): Issue => ({ path: 'body', code, message })),
  );

const totalsOf = (intervals: Interval[]) =>
  Object.fromEntries(
    TOTALLED.map((column) => [column, intervals.reduce((sum, one) => sum + one[column], 0)]),
  ) as Record<(typeof TOTALLED)[number], number>;
