import { CampaignDocs, getCampaign } from '../../../db/campaigns/campaigns';
import {
  acknowledgeComplaint,
  completeComplaint,
  type ComplaintRow,
  getComplaint,
  listComplaints,
  notedToClient,
  recordComplaint,
} from '../../../db/customers/inquiries/complaints';
import { inquiryFigures, type InquiryFigures } from '../../../db/customers/inquiries/figures';
import { getCase } from '../../../db/customers/inquiries/cases';
import { readClock } from '../../../db/platform/clock';
import { type Trx } from '../../../db/platform/types';
import { refusePersonal } from '../../../db/privacy/no-personal-text';
import { addDays, endOfDay, instantOf, localDate } from '../../../domain/campaigns/calendar';
import { inquiryNumber, rulesOf } from '../../../domain/customers/inquiries/inquiry';
import { reasonText } from '../../../domain/customers/inquiries/reasons';
import { complaintClassTexts } from '../../../domain/texts/names/inquiries';
import { AppError } from '../../../domain/errors';
import { CSV_BOM, csvLine } from '../../../domain/exchange/csv';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { iso, isoOrNull, single } from '../../http/wire';
import { actOf } from './act-handlers';
import { type complaintRoutes } from './complaint-contract';
import { visibleCase } from './handlers';

/** The register of complaints, and the figures of a campaign's inquiries. */
export const complaintHandlers: Handlers<typeof complaintRoutes> = {
  async recordComplaint(call) {
    const { trx, scope, body } = call;
    const row = await visibleCase(trx, call, call.params.id);
    const hold = body.reviewOn === undefined ? null : { source: inquiryNumber(row.id), reviewOn: body.reviewOn };
    return shown(trx, await recordComplaint(trx, scope, { ...(await actOf(call)), class: body.class, hold }));
  },

  async notifyOfComplaint(call) {
    await visibleCase(call.trx, call, call.params.id);
    return shown(call.trx, await notedToClient(call.trx, call.scope, await actOf(call)));
  },

  async acknowledgeComplaint({ trx, scope, actor, params }) {
    const { now } = await readClock(trx);
    return shown(trx, await acknowledgeComplaint(trx, scope, { id: params.id, personId: actor.personId, now }));
  },

  async completeComplaint(call) {
    const { deps, trx, scope, body } = call;
    const row = await visibleCase(trx, call, call.params.id);
    const { response, prevention } = body;
    const texts = { 'body.response': response, 'body.prevention': prevention };
    if (row.customer_id !== null) await refusePersonal(trx, deps.vault, scope, row.customer_id, texts);
    return shown(trx, await completeComplaint(trx, scope, { ...(await actOf(call)), response, prevention }));
  },

  async getComplaint({ deps, scope, params }) {
    const { id } = await getCase(deps.db, scope, params.id);
    return { body: wireOf(await getComplaint(deps.db, id), (await readClock(deps.db)).now) };
  },

  async listComplaints({ deps, scope, params, query, wantsCsv, language }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const { now } = await readClock(deps.db);
    if (wantsCsv) {
      const rows = await listComplaints(deps.db, campaign, { before: null, limit: MOST });
      const lines = rows.map((row) => csvLine(cellsOf(row, now, language)));
      const csv = CSV_BOM + csvLine(COLUMNS) + lines.join('');
      return { stream: single(csv), type: 'text/csv; charset=utf-8', filename: `complaints-${campaign.id}.csv` };
    }
    const rows = await listComplaints(deps.db, campaign, {
      before: decodeCursor(query.cursor),
      limit: query.limit + 1,
    });
    return { body: pageOfRows(rows, query.limit, (row) => row.inquiry_id, (row) => wireOf(row, now)) }; // prettier-ignore
  },

  async getInquiryFigures({ deps, scope, params, query, wantsCsv, language }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const doc = await new CampaignDocs().get(deps.db, campaign.id, campaign.version);
    const { now } = await readClock(deps.db);
    const { zone } = doc;
    const to = query.to ?? localDate(now, zone);
    const from = query.from ?? addDays(to, -29);
    if (from > to) throw periodRefused();
    const { sameMatter, reasons } = rulesOf(doc);
    const period = { from: instantOf(from, '00:00', zone), to: endOfDay(to, zone), now, zone, sameMatter };
    const figures = await inquiryFigures(deps.db, campaign, period);
    const worded = figures.rows.map((row) => ({ ...row, reasonText: wordsOf(row, reasons) }));
    if (wantsCsv) {
      const lines = worded.map(({ day, notice, version, reason, reasonText: words, count, firstContact, handling }) => {
        const said = words && `${words.group[language]} / ${words.part[language]}`;
        const [{ of, resolved }, { cases, seconds }] = [firstContact, handling];
        return csvLine([day, notice, version, reason, said, count, of, resolved, cases, seconds]);
      });
      const csv = CSV_BOM + csvLine(FIGURE_COLUMNS) + lines.join('');
      return { stream: single(csv), type: 'text/csv; charset=utf-8', filename: `inquiries-${campaign.id}.csv` };
    }
    return { body: { asOf: iso(now), from, to, ...figures, rows: worded } };
  },
};

/** So many lines a register's file has at most; far more than a campaign has complaints. */
const MOST = 50_000;
const FIGURE_COLUMNS = [
  ...['day', 'notice', 'version', 'reason', 'words', 'count'],
  ...['firstContactOf', 'firstContactResolved', 'handledCases', 'handledSeconds'],
];
const COLUMNS = [
  'number',
  'statedAt',
  'class',
  'response',
  'completedAt',
  'prevention',
  'notifyBy',
  'notifiedAt',
  'acknowledgedAt',
  'late',
];

const shown = async (trx: Trx, row: ComplaintRow) => ({ body: wireOf(row, (await readClock(trx)).now) });

function wireOf(row: ComplaintRow, now: number) {
  return {
    inquiryId: row.inquiry_id,
    number: inquiryNumber(row.inquiry_id),
    statedAt: iso(row.stated_at),
    class: row.class,
    response: row.response,
    prevention: row.prevention,
    completedAt: isoOrNull(row.completed_at),
    notifyBy: iso(row.notify_by),
    notifiedAt: isoOrNull(row.notified_at),
    acknowledgedAt: isoOrNull(row.acknowledged_at),
    late: (row.notified_at ?? now) > row.notify_by,
  };
}

function cellsOf(row: ComplaintRow, now: number, language: 'ja' | 'en') {
  const line = wireOf(row, now);
  const { number, statedAt, response, completedAt, prevention, notifyBy, notifiedAt, acknowledgedAt } = line;
  const about = complaintClassTexts[row.class][language];
  const client = [notifyBy, notifiedAt, acknowledgedAt, String(line.late)];
  return [number, statedAt, about, response, completedAt, prevention, ...client];
}

function wordsOf({ reason }: InquiryFigures['rows'][number], reasons: Parameters<typeof reasonText>[1]) {
  const words = reason === null ? undefined : reasonText(reason, reasons);
  return words ? { group: words[0], part: words[1] } : null;
}

const periodRefused = () =>
  new AppError('invalid_request', {}, [
    { path: 'query.from', code: 'period', message: '始まりが終わりより後です / begins after it ends' },
  ]);
