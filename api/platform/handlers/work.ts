import { type Actor } from '../../../db/access/api-keys';
import { questionWork } from '../../../db/campaigns/questions';
import { callWork } from '../../../db/calls/tasks';
import { inquiryWork } from '../../../db/customers/inquiries/cases';
import { countOpenAlerts } from '../../../db/platform/alerts/alerts';
import { readClock } from '../../../db/platform/clock';
import { type Scope } from '../../../db/platform/scope';
import { type Db } from '../../../db/platform/types';
import { COUNTED_AT_MOST, filesInPreview, holdWork } from '../../../db/platform/work';
import { returnWork } from '../../../db/returns/list';
import { type Action, mayAct } from '../../../domain/access/access';
import { localDate } from '../../../domain/campaigns/calendar';
import { countMine } from '../../access/handlers/decisions';
import { type workRoutes } from '../contract/work';
import { type Handlers } from '../../http/handler';
import { iso, isoOrNull } from '../../http/wire';

const ZONE = 'Asia/Tokyo';

export const workHandlers: Handlers<typeof workRoutes> = {
  async getWork({ deps, scope, actor }) {
    const { now } = await readClock(deps.db);
    const call = { db: deps.db, scope, actor, now };
    const parts = [];
    for (const [name, { action, count }] of Object.entries(DESKS)) {
      if (mayAct(actor, action)) parts.push([name, await count(call)] as const);
    }
    return { body: { asOf: iso(now), ...(Object.fromEntries(parts) as object) } };
  },
};

interface WorkCall {
  db: Db;
  scope: Scope;
  actor: Actor;
  now: number;
}

/** Each part with the right to see it. */
const DESKS: Record<string, { action: Action; count: (call: WorkCall) => Promise<object> }> = {
  returns: {
    action: 'return.work',
    count: ({ db, scope, actor: { personId, rights } }) =>
      returnWork(db, scope, { personId, most: COUNTED_AT_MOST, unprotected: !rights.includes('personal.protected') }),
  },
  calls: {
    action: 'call.work',
    count: async ({ db, scope, actor: { personId } }) => {
      const { nextAt, ...counts } = await callWork(db, scope, { personId, most: COUNTED_AT_MOST });
      return { ...counts, nextAt: isoOrNull(nextAt) };
    },
  },
  holds: {
    action: 'hold.edit',
    count: ({ db, scope, actor: { personId }, now }) => holdWork(db, scope, { due: localDate(now, ZONE), personId }),
  },
  inquiries: {
    action: 'inquiry.work',
    count: ({ db, scope, actor: { personId }, now }) =>
      inquiryWork(db, scope, { personId, now, most: COUNTED_AT_MOST }),
  },
  decisions: {
    action: 'decision.read',
    count: async ({ db, scope, actor }) => ({ mine: await countMine(db, scope, actor) }),
  },
  alerts: {
    action: 'alert.read',
    count: async ({ db, scope }) => ({ open: await countOpenAlerts(db, scope, COUNTED_AT_MOST) }),
  },
  questions: {
    action: 'question.read',
    count: async ({ db, scope, actor }) => {
      const { open, answered } = await questionWork(db, scope, COUNTED_AT_MOST);
      const mine = (mayAct(actor, 'question.answer') ? open : 0) + (mayAct(actor, 'question.ask') ? answered : 0);
      return { open, answered, mine };
    },
  },
  clientFiles: {
    action: 'exchange.work',
    count: async ({ db, scope }) => ({ preview: await filesInPreview(db, scope) }),
  },
};
