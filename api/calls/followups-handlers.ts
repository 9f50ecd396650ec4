import { finishFollowup, type FollowupLine, listFollowups } from '../../db/calls/followups';
import { decodeCursor, pageOfRows } from '../http/cursor';
import { type Handlers } from '../http/handler';
import { iso, isoOrNull } from '../http/wire';
import { type followupRoutes } from './followups-contract';

/** What calls have left for a person to do. */
export const followupHandlers: Handlers<typeof followupRoutes> = {
  async listFollowups({ deps, scope, query }) {
    const { cursor, limit, state } = query;
    const rows = await listFollowups(deps.db, scope, { state, after: decodeCursor(cursor), limit: limit + 1 });
    return { body: pageOfRows(rows, limit, (row) => row.id, followupOf) };
  },

  async finishFollowup({ trx, scope, actor, params }) {
    await finishFollowup(trx, scope, { id: params.id, personId: actor.personId });
    return { body: { id: params.id } };
  },
};

const followupOf = ({ taskId, openedAt, doneAt, ...line }: FollowupLine) => ({
  ...line,
  callTask: taskId,
  openedAt: iso(openedAt),
  doneAt: isoOrNull(doneAt),
});
