import { type CampaignRow, getCampaign, getVersion } from '../../../db/campaigns/campaigns';
import { readClock } from '../../../db/platform/clock';
import { customersInArea } from '../../../db/campaigns/pause-areas';
import {
  pauseEffect,
  checkScope,
  endPause,
  isInForce,
  listPauses,
  openPause,
  type PauseRow,
  type PauseScope,
} from '../../../db/campaigns/pauses';
import { listedCustomers } from '../../../db/journeys/facts/pause-facts';
import { type Vault } from '../../../db/privacy/vault';
import { mayAct } from '../../../domain/access/access';
import { type Channel } from '../../../domain/campaigns/campaign';
import { type steeringRoutes } from '../contract/steering';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Call, type Handlers } from '../../http/handler';
import { addressOf, waveIsGone } from '../pause-wire';
import { byPerson } from '../rules';
import { iso, isoOrNull } from '../../http/wire';
import { recipientHandlers } from './text-recipients';
import { recallHandlers } from '../../print/handlers/recalls';
import { effortHandlers } from './effort';
import { wavePlanHandlers } from './wave-plan';
import { waveHandlers } from './waves';
import { type Queryable } from '../../../db/platform/types';

/** Partial pauses of a running campaign. */
export const steeringHandlers: Handlers<typeof steeringRoutes> = {
  ...waveHandlers,
  ...wavePlanHandlers,
  ...effortHandlers,
  ...recallHandlers,
  ...recipientHandlers,

  async listPauses({ deps, scope, actor, params, query }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const before = decodeCursor(query.cursor);
    const rows = await listPauses(deps.db, campaign, { before, limit: query.limit + 1 });
    const shown = await pausesOf(deps.db, campaign, rows);
    return {
      body: pageOfRows(
        shown,
        query.limit,
        ({ id }) => id,
        (pause) => (mayAct(actor, 'journey.read') ? pause : withoutCustomer(pause)),
      ),
    };
  },

  async previewPause({ deps, scope, params, body }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const wanted = await resolved(deps.db, deps.vault, campaign, body.scope);
    await checkScope(deps.db, campaign, wanted);
    return { body: await pauseEffect(deps.db, campaign, wanted) };
  },

  async openPause({ deps, trx, scope, actor, params, body }) {
    const before = await getCampaign(trx, scope, params.id);
    const wanted = await resolved(trx, deps.vault, before, body.scope);
    const until = body.until === null ? null : Date.parse(body.until);
    const { extendWaits, fallThrough, reason } = body;
    const asked = { scope: wanted, extendWaits, fallThrough, until, reason, personId: actor.personId };
    const { pause, campaign, now } = await openPause(trx, scope, { ...asked, campaignId: params.id });
    const effect = await pauseEffect(trx, campaign, wanted);
    const entry = {
      kind: 'pause_opened',
      by: byPerson(actor),
      pause: pause.id,
      scope: scopeForLedger(wanted),
      extendWaits,
      arrivals: body.arrivals,
      until: body.until,
      fallThrough,
      reason,
      epoch: campaign.epoch,
      effect,
    };
    const [shown] = await pausesOf(trx, campaign, [pause]);
    return { body: { ...shown!, effect }, ledger: ledgerOf(campaign, now, entry) };
  },

  async endPause({ trx, scope, actor, params, body }) {
    const by = { personId: actor.personId, reason: body.reason };
    const ended = await endPause(trx, scope, { campaignId: params.id, pauseId: params.pauseId, ...by });
    const { pause, campaign, now, changed } = ended;
    const [shown] = await pausesOf(trx, campaign, [pause]);
    if (!changed) return { body: shown! };
    const entry = {
      kind: 'pause_ended',
      by: byPerson(actor),
      pause: pause.id,
      reason: body.reason,
      epoch: campaign.epoch,
    };
    return { body: shown!, ledger: ledgerOf(campaign, now, entry) };
  },
};

/** Those who list no customers see that one is paused, but not which. */
const withoutCustomer = <Shown extends { scope: { customerId: number | null; customers: number | null } }>(
  pause: Shown,
): Shown => {
  const { customerId, customers } = pause.scope;
  return customerId === null
    ? pause
    : { ...pause, scope: { ...pause.scope, customerId: null, customers: customers ?? 1 } };
};

const ledgerOf = (campaign: CampaignRow, at: number, entry: { kind: string; [field: string]: unknown }) => ({
  campaignId: campaign.id,
  clientId: campaign.client_id,
  at,
  entries: [entry],
});

type AskedScope = Call<(typeof steeringRoutes)['previewPause']>['body']['scope'];

/** Adds the customers who live in the scope's area. */
async function resolved(db: Queryable, vault: Vault, campaign: CampaignRow, asked: AskedScope): Promise<PauseScope> {
  const { area: { prefecture, ...address } = {}, ...scope } = asked;
  const base = { ...scope, ...(prefecture !== undefined && { prefecture }) };
  if (Object.keys(address).length === 0) return base;
  const found = await customersInArea(db, vault, campaign, address);
  const named = scope.customerIds && new Set(scope.customerIds);
  if (!named) return { ...base, area: address, customerIds: found };
  return { ...base, area: { ...address, fixed: true }, customerIds: found.filter((one) => named.has(one)) };
}

/** The ledger gets the number of listed customers; the list itself is stored with the pause. */
const scopeForLedger = ({ customerIds, ...scope }: PauseScope) => ({
  ...scope,
  ...(customerIds && { customers: customerIds.length }),
});

async function pausesOf(db: Queryable, campaign: CampaignRow, rows: PauseRow[]) {
  const { waves } = rows.some(({ wave }) => wave !== null) ? (await getVersion(db, campaign)).doc : {};
  const { now } = await readClock(db);
  const listed = await listedCustomers(
    db,
    rows.filter((row) => row.listed).map(({ id }) => id),
  );
  return rows.map((row) => ({
    id: row.id,
    scope: {
      channel: row.channel as Channel | null,
      notice: row.notice,
      version: row.version,
      area:
        row.area || row.prefecture !== null
          ? { ...addressOf(row.area), ...(row.prefecture !== null && { prefecture: row.prefecture }) }
          : null,
      wave: row.wave,
      customerId: row.customer_id,
      customers: row.listed ? (listed.get(row.id) ?? 0) : null,
    },
    extendWaits: row.extend_waits,
    arrivals: 'take' as const,
    until: isoOrNull(row.until_at),
    fallThrough: row.fall_through,
    reason: row.reason,
    inForce: isInForce(row, now),
    waveGone: waveIsGone(row, { waves }),
    openedBy: row.opened_by,
    openedAt: iso(row.opened_at),
    endedBy: row.ended_by,
    endedAt: isoOrNull(row.ended_at),
    endReason: row.end_reason,
  }));
}
