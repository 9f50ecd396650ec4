import { intervalsBetween, storeIntervals } from '../../../db/calls/phone/intervals';
import { readClock } from '../../../db/platform/clock';
import { transact } from '../../../db/platform/transact';
import { phoneDays, readIntervals } from '../../../domain/calls/intervals';
import { addDays, instantOf, localDate } from '../../../domain/campaigns/calendar';
import { AppError } from '../../../domain/errors';
import { intervalFindingTexts } from '../../../domain/texts/names/desks';
import { type Handlers } from '../../http/handler';
import { type phoneRoutes } from './contract';

/** The telephone system counts in local time. */
const ZONE = 'Asia/Tokyo';
const MOST_SHOWN = 200;
const USUAL_DAYS = 14;
const MOST_DAYS = 92;

const unreadable = (code: string, message: string) =>
  new AppError('invalid_request', {}, [{ path: 'body', code, message }]);

/** What the telephone system counts: import, and figures by day. */
export const phoneHandlers: Handlers<typeof phoneRoutes> = {
  async importIntervals({ deps, scope, actor, body }) {
    const { now } = await readClock(deps.db);
    const file = readIntervals(body, { now, zone: ZONE });
    if (file === 'too_long') throw unreadable('too_many_rows', '行数が多すぎます / too many rows');
    if ('missing' in file) {
      const names = file.missing.join(', ');
      throw unreadable('columns_missing', `必要な列がありません（${names}） / columns are missing (${names})`);
    }
    const { rows, intervals, findings } = file;
    const given = { intervals, personId: actor.personId };
    const stored = await transact(deps.db, (trx) => storeIntervals(trx, scope, given));
    const shown = findings.slice(0, MOST_SHOWN).map((one) => ({ ...one, text: intervalFindingTexts[one.code] }));
    return { body: { rows, ...stored, findings: shown, found: findings.length } };
  },

  async listPhoneDays({ deps, scope, query }) {
    const { now } = await readClock(deps.db);
    const last = query.to ?? localDate(now, ZONE);
    const earliest = addDays(last, 1 - MOST_DAYS);
    const asked = query.from ?? addDays(last, 1 - USUAL_DAYS);
    const first = asked < earliest ? earliest : asked;
    const range = { from: instantOf(first, '00:00', ZONE), to: instantOf(addDays(last, 1), '00:00', ZONE) };
    return { body: { items: phoneDays(await intervalsBetween(deps.db, scope, range), ZONE) } };
  },
};
