import { type Config } from '../../../config/settings';
import { historyUrl, journeyWorkflowId } from '../../../domain/ids';
import { type CampaignRow, getCampaign } from '../../../db/campaigns/campaigns';
import {
  arrivalsOf,
  type ContractOutcome,
  contractsOf,
  getJourney,
  ledgerOf,
  messagesOf,
} from '../../../db/journeys/journeys';
import { lastContacts, listByWake, listJourneys } from '../../../db/journeys/list/journey-list';
import { requireCustomer } from '../../../db/journeys/customer-arrivals';
import { journeysOfCustomer, type WhatComesNext, whatComesNext } from '../../../db/journeys/timeline/next-event';
import { requireVisible } from '../../../db/customers/protection';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { stateHistory } from '../../../domain/journeys/timeline/state-history';
import { nextEventText } from '../../../domain/texts/desks/next-event';
import { type JourneyRow } from '../../../db/journeys/facts/load-facts';
import { customerNames } from '../../../db/privacy/customer-names';
import { type Queryable } from '../../../db/platform/types';
import { mayAct } from '../../../domain/access/access';
import { AppError } from '../../../domain/errors';
import { maskName } from '../../../domain/privacy/mask';
import { type journeyRoutes } from '../contract/journeys';
import { decodeCursor, decodePlace, encodeCursor, encodePlace } from '../../http/cursor';
import { type Call, type Handlers } from '../../http/handler';
import { eventOf } from '../timeline';
import { iso, isoOrNull } from '../../http/wire';

/** Single journeys. */
export const journeyHandlers: Handlers<typeof journeyRoutes> = {
  async listJourneys({ deps, scope, actor, params, query }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const { rows, next } = await (query.order === 'wakeAt'
      ? pageByWake(deps.db, campaign, query)
      : pageById(deps.db, campaign, query));
    const customerIds = rows.map((row) => row.customer_id);
    const contracts = await contractsOf(deps.db, campaign, customerIds);
    const contacts = await lastContacts(
      deps.db,
      rows.map(({ id }) => id),
    );
    const names = mayAct(actor, 'personal.masked')
      ? await customerNames(deps.db, deps.vault, { customerIds, actor })
      : undefined;
    const items = rows.map((row) => ({
      ...journeyOf(row, contracts),
      wave: row.wave,
      prefecture: row.prefecture,
      lastContactAt: isoOrNull(contacts.get(row.id) ?? null),
      ...(names && { name: maskedName(names.get(row.customer_id)) }),
    }));
    return { body: { items, next } };
  },

  async listCustomerJourneys({ deps, scope, actor, params }) {
    await requireCustomer(deps.db, scope, params.id);
    await requireVisible(deps.db, actor, params.id);
    const items = [];
    for (const journey of await journeysOfCustomer(deps.db, scope, params.id)) {
      const campaign = { id: journey.campaign_id, client_id: journey.client_id };
      const contracts = await contractsOf(deps.db, campaign, [journey.customer_id]);
      const around = await whatComesNext(deps.db, journey, outcomesOf(contracts));
      const { name, zone } = around.doc;
      items.push({
        ...journeyOf(journey, contracts),
        campaignId: campaign.id,
        campaign: name,
        zone,
        next: nextOf(around),
      });
    }
    return { body: { items } };
  },

  async getJourney({ deps, scope, params, query }) {
    const view = deps.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    return view.execute(async (trx) => {
      const journey = await getJourney(trx, scope, params.id);
      const campaign = { id: journey.campaign_id, client_id: journey.client_id };
      const contracts = await contractsOf(trx, campaign, [journey.customer_id]);
      const messages = await messagesOf(trx, journey);
      const arrivals = await arrivalsOf(trx, journey);
      const lines = await ledgerOf(trx, journey);
      const around = await whatComesNext(trx, journey, outcomesOf(contracts));
      const shown = lines.filter(({ seq }) => query.before === undefined || seq < query.before);
      const page = shown.slice(-query.limit);
      const body = {
        ...journeyOf(journey, contracts),
        campaignId: journey.campaign_id,
        messages: messages.map(messageOf),
        arrivals: arrivals.map((arrival) => ({
          id: arrival.id,
          seq: arrival.seq,
          kind: arrival.kind,
          at: iso(arrival.at),
          receivedAt: iso(arrival.received_at),
          readAt: isoOrNull(arrival.read_at),
          source: arrival.source,
        })),
        histories: historiesOf(deps.config, journey),
        campaign: campaignOf(around.doc),
        next: nextOf(around),
        states: stateHistory(lines, journey.state, around.doc).map(({ state, from }) => ({ state, from: iso(from) })),
        timeline: page.map(eventOf),
        entries: lines.length,
        older: page.length < shown.length ? page[0]!.seq : null,
      };
      return { body };
    });
  },
};

/** Each run is a workflow of its own, from its start. */
function historiesOf({ TEMPORAL_UI_URL: ui, TEMPORAL_NAMESPACE: namespace }: Config, journey: JourneyRow) {
  if (ui === undefined) return [];
  const { campaign_id: campaignId, customer_id: customerId } = journey;
  return Array.from({ length: journey.run }, (_, index) => {
    const run = index + 1;
    return { run, url: historyUrl(ui, namespace, journeyWorkflowId({ campaignId, customerId, run })) };
  });
}

type ListQuery = Call<(typeof journeyRoutes)['listJourneys']>['query'];

async function pageById(db: Queryable, campaign: CampaignRow, query: ListQuery) {
  const rows = await listJourneys(db, campaign, {
    after: decodeCursor(query.cursor),
    limit: query.limit + 1,
    state: query.state,
    outcome: query.outcome,
    prefecture: query.prefecture,
    id: query.q,
  });
  const shown = rows.slice(0, query.limit);
  return { rows: shown, next: rows.length > query.limit ? encodeCursor(shown.at(-1)!.id) : null };
}

async function pageByWake(db: Queryable, campaign: CampaignRow, query: ListQuery) {
  const { outcome, prefecture, q } = query;
  const other = Object.entries({ outcome, prefecture, q }).find(([, value]) => value !== undefined);
  if (other) throw new AppError('invalid_request', {}, [notWithOrder(other[0])]);
  const place = decodePlace(query.cursor);
  const after = place && { micros: place[0], id: Number(place[1].split(':')[1]) };
  const rows = await listByWake(db, campaign, { after, limit: query.limit + 1, state: query.state });
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    rows: shown,
    next: rows.length > query.limit && last ? encodePlace(last.micros, `journey:${last.id}`) : null,
  };
}

const notWithOrder = (name: string) => ({
  path: `query.${name}`,
  code: 'not_with_order',
  message: '予定順では状態だけで絞り込めます / only the state can be filtered in this order',
});

const maskedName = (name: string | null | undefined): string | null => (name ? maskName(name) : null);

const outcomesOf = (contracts: ContractOutcome[]) => contracts.map(({ outcome }) => outcome);

const nextOf = ({ next, doc }: WhatComesNext) => ({
  kind: next.kind,
  at: 'at' in next ? iso(next.at) : null,
  text: nextEventText(next, doc.zone),
});

function campaignOf({ name, zone, dates }: CampaignDoc) {
  const { firstDispatch, lastDispatch, applyBy, endOfService } = dates;
  return {
    ...{ name, zone, firstDispatch: iso(firstDispatch), lastDispatch: iso(lastDispatch) },
    ...{ applyBy: iso(applyBy), endOfService: iso(endOfService) },
  };
}

function journeyOf(journey: JourneyRow, contracts: ContractOutcome[]) {
  return {
    id: journey.id,
    customerId: journey.customer_id,
    run: journey.run,
    status: journey.status,
    state: journey.state,
    step: journey.step,
    wakeAt: isoOrNull(journey.wake_at),
    closedAt: isoOrNull(journey.closed_at),
    contracts: contracts
      .filter((contract) => contract.customerId === journey.customer_id)
      .map(({ contractId, outcome, reason }) => ({ contractId, outcome, reason })),
  };
}

function messageOf(message: Awaited<ReturnType<typeof messagesOf>>[number]) {
  return {
    messageId: message.id,
    run: message.run,
    step: message.step,
    occurrence: message.occurrence,
    channel: message.channel,
    purpose: message.purpose,
    notice: message.notice,
    version: message.version,
    status: message.status,
    notBefore: iso(message.not_before),
    handedOverAt: isoOrNull(message.handed_over_at),
    bouncedAt: isoOrNull(message.bounced_at),
    failure: message.failure,
    deferrals: message.deferrals,
    overrideReason: message.override_reason,
  };
}
