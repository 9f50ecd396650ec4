import { getCampaign, lockCampaign } from '../../../db/campaigns/campaigns';
import { readClock } from '../../../db/platform/clock';
import { askBack, listRecalls, type RecallRow } from '../../../db/print/recalls';
import { type recallRoutes } from '../contract/recalls';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { byPerson } from '../../campaigns/rules';
import { iso, isoOrNull } from '../../http/wire';

/** Letters recalled from the print shop. */
export const recallHandlers: Handlers<typeof recallRoutes> = {
  async askBack({ trx, scope, actor, params, body }) {
    const campaign = await lockCampaign(trx, scope, params.id);
    const by = { personId: actor.personId, reason: body.reason };
    const asked = await askBack(trx, campaign, { pauseId: params.pauseId, ...by });
    const entries = asked.map(({ run, recall: { key, pieces, letters } }) => ({
      kind: 'recall_asked',
      by: byPerson(actor),
      pause: params.pauseId,
      recall: key,
      printRun: run.key,
      pieces,
      letters,
      reason: body.reason,
    }));
    const items = asked.map(({ run, recall }) => wireOf({ ...recall, run: run.key }));
    if (entries.length === 0) return { body: { items } };
    const { now } = await readClock(trx);
    return { body: { items }, ledger: { campaignId: campaign.id, clientId: campaign.client_id, at: now, entries } };
  },

  async listRecalls({ deps, scope, params, query }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const before = decodeCursor(query.cursor);
    const rows = await listRecalls(deps.db, campaign, { before, limit: query.limit + 1 });
    return { body: pageOfRows(rows, query.limit, ({ id }) => id, wireOf) };
  },
};

const wireOf = (row: RecallRow & { run: string }) => ({
  id: row.id,
  key: row.key,
  printRun: row.run,
  pauseId: row.pause_id,
  status: row.status,
  pieces: row.pieces,
  letters: row.letters,
  pulled: row.status === 'answered' ? row.answer!.pulled : null,
  tooLate: row.status === 'answered' ? row.answer!.tooLate : null,
  reason: row.reason,
  askedBy: row.asked_by,
  askedAt: iso(row.asked_at),
  sentAt: isoOrNull(row.sent_at),
  answeredAt: isoOrNull(row.answered_at),
});
