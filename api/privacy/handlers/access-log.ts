import { type AccessEntry, listAccessLog } from '../../../db/privacy/access-log';
import { addDays, instantOf } from '../../../domain/campaigns/calendar';
import { accessPurposeTexts, accessSourceTexts, shownFieldTexts } from '../../../domain/texts/names/customers';
import { type accessLogRoutes } from '../contract/access-log';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { iso } from '../../http/wire';

const ZONE = 'Asia/Tokyo';

/** The access log, for auditors. */
export const accessLogHandlers: Handlers<typeof accessLogRoutes> = {
  async listAccessLog({ deps, scope, query }) {
    const { person: personId, customer: customerId, day, cursor, limit } = query;
    const rows = await listAccessLog(deps.db, scope, {
      personId,
      customerId,
      ...dayOf(day),
      before: decodeCursor(cursor),
      limit: limit + 1,
    });
    return { body: pageOfRows(rows, limit, (row) => row.no, wireOf) };
  },
};

const dayOf = (day: string | undefined) =>
  day === undefined
    ? { from: undefined, to: undefined }
    : { from: instantOf(day, '00:00', ZONE), to: instantOf(addDays(day, 1), '00:00', ZONE) };

const wireOf = ({ personId, personName, at, ...entry }: AccessEntry) => ({
  ...entry,
  at: iso(at),
  by: { id: personId, name: personName },
  whatText: accessSourceTexts[entry.what],
  purposeText: accessPurposeTexts[entry.purpose],
  fieldTexts: entry.fields.map(shownFieldTexts),
});
