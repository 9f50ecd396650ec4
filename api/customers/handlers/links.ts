import { sendNewLink } from '../../../db/customers/send-link';
import { readClock } from '../../../db/platform/clock';
import { refusePersonal } from '../../../db/privacy/no-personal-text';
import { saidItems } from '../../calls/identity';
import { type Handlers, refused } from '../../http/handler';
import { iso } from '../../http/wire';
import { type linkRoutes } from '../contract/links';

/** New links for customers who ask for theirs again. */
export const linkHandlers: Handlers<typeof linkRoutes> = {
  async sendNewLink({ deps, trx, scope, actor, params, body }) {
    await refusePersonal(trx, deps.vault, scope, params.id, { 'body.reason': body.reason });
    const { campaignId, channel, recording, reason, saidBy } = body;
    const { now } = await readClock(trx);
    const sent = await sendNewLink(trx, deps.vault, scope, {
      ...{ campaignId, customerId: params.id, reason, saidBy, personId: actor.personId },
      said: saidItems(body.identity, now),
      ...(channel && { channel }),
      ...(recording !== undefined && { recording }),
    });
    const ledger = { campaignId, clientId: scope.clientId, at: sent.now, entries: sent.entries };
    if (sent.kind === 'refused') return refused(sent.refusal, ledger);
    const { channel: by, notBefore } = sent;
    return { body: { customerId: params.id, campaignId, channel: by, leavesAt: iso(notBefore) }, ledger };
  },
};
