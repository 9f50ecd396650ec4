import { type Config } from '../../../config/settings';
import { historyUrl, journeyWorkflowId } from '../../../domain/ids';
import { getCampaign } from '../../../db/campaigns/campaigns';
import {
  arrivalsOf,
  type ContractOutcome,
  contractsOf,
  getJourney,
  ledgerOf,
  listJourneys,
  messagesOf,
} from '../../../db/journeys/journeys';
import { type JourneyRow } from '../../../db/journeys/facts/load-facts';
import { type journeyRoutes } from '../contract/journeys';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { eventOf } from '../timeline';
import { iso, isoOrNull } from '../../http/wire';

/** Single journeys. */
export const journeyHandlers: Handlers<typeof journeyRoutes> = {
  async listJourneys({ deps, scope, params, query }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const rows = await listJourneys(deps.db, campaign, {
      after: decodeCursor(query.cursor),
      limit: query.limit + 1,
      state: query.state,
      outcome: query.outcome,
      id: query.q,
    });
    const customerIds = rows.map((row) => row.customer_id);
    const contracts = await contractsOf(deps.db, campaign, customerIds);
    return {
      body: pageOfRows(
        rows,
        query.limit,
        (row) => row.id,
        (row) => journeyOf(row, contracts),
      ),
    };
  },

  async getJourney({ deps, scope, params }) {
    const view = deps.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    return view.execute(async (trx) => {
      const journey = await getJourney(trx, scope, params.id);
      const campaign = { id: journey.campaign_id, client_id: journey.client_id };
      const contracts = await contractsOf(trx, campaign, [journey.customer_id]);
      const messages = await messagesOf(trx, journey);
      const arrivals = await arrivalsOf(trx, journey);
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
        timeline: (await ledgerOf(trx, journey)).map(eventOf),
        histories: historiesOf(deps.config, journey),
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
