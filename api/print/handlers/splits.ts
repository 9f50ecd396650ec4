import { appendLedger, campaignChain } from '../../../db/platform/ledger';
import { readClock } from '../../../db/platform/clock';
import { lockRun } from '../../../db/print/runs';
import { splitOnRequest } from '../../../db/print/split-piece';
import { byPerson } from '../../campaigns/rules';
import { type Handlers } from '../../http/handler';
import { type splitRoutes } from '../contract/splits';

/** Letters that a person wants in envelopes of their own; each campaign's ledger has it. */
export const splitHandlers: Handlers<typeof splitRoutes> = {
  async splitEnvelope({ trx, scope, actor, params, body: { reason } }) {
    const run = await lockRun(trx, scope, params.id);
    const { now } = await readClock(trx);
    const input = { code: params.code, reason, personId: actor.personId, now };
    const { codes, campaigns } = await splitOnRequest(trx, run, input);
    for (const { campaignId, letters } of campaigns) {
      const entry = {
        kind: 'envelope_split',
        by: byPerson(actor),
        printRun: run.key,
        piece: params.code,
        letters,
        reason,
      };
      await appendLedger(trx, campaignChain(campaignId), run.client_id, now, [entry]);
    }
    return { body: { codes } };
  },
};
