import { countMessages, countOutcomes } from '../../../db/campaigns/counts';
import { type CampaignRow, getCampaign } from '../../../db/campaigns/campaigns';
import { readClock } from '../../../db/platform/clock';
import { countFindings, lastImport } from '../../../db/audience/imports';
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
import { countDecided, inOneView, type StatementLine, statementLines } from '../../../db/campaigns/statement';
import { type journeyRoutes } from '../contract/journeys';
import { outcome } from '../../http/shapes';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { eventOf } from '../timeline';
import { iso, isoOrNull } from '../../http/wire';
import { sum, tally } from '../../campaigns/handlers/campaigns';
import { type Queryable } from '../../../db/platform/types';

/** Single journeys, and the statement over all of them. */
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
      };
      return { body };
    });
  },

  async getStatement({ deps, scope, params }) {
    const campaign = await getCampaign(deps.db, scope, params.id); // 404 must come before anything is sent
    const stream = inOneView(deps.db, (view) => statementJson(view, campaign));
    return { stream, type: 'application/json; charset=utf-8' };
  },
};

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

/** Yields the statement as JSON text in pieces, so that memory does not grow with the number of contracts. */
async function* statementJson(view: Queryable, campaign: CampaignRow): AsyncGenerator<string> {
  const head = JSON.stringify(await statementHead(view, campaign));
  yield `${head.slice(0, -1)},"lines":[`;
  let separator = '';
  for await (const page of statementLines(view, campaign)) {
    yield separator + page.map((line) => JSON.stringify(lineOf(line))).join(',');
    separator = ',';
  }
  yield ']}';
}

async function statementHead(view: Queryable, campaign: CampaignRow) {
  const done = await lastImport(view, { clientId: campaign.client_id, campaignId: campaign.id });
  const outcomes = await countOutcomes(view, campaign);
  const findings = done ? await countFindings(view, done) : [];
  const contracts = sum(outcomes);
  const open = sum(outcomes.filter((row) => row.outcome === null));
  const rows = { total: done?.rows ?? 0, refused: done?.refused ?? 0, doubles: done?.doubles ?? 0, contracts };
  return {
    campaignId: campaign.id,
    asOf: iso((await readClock(view)).now),
    status: campaign.status,
    contentHash: campaign.content_hash,
    rows,
    refusedByCode: findings
      .filter((finding) => finding.severity === 'refused')
      .map(({ code, count }) => ({ code, count })),
    held: await countDecided(view, campaign),
    contracts: {
      total: contracts,
      byOutcome: tally(outcome.options, (name) => sum(outcomes.filter((row) => row.outcome === name))),
      open,
    },
    byReason: outcomes.filter((row) => row.outcome !== null),
    messages: await countMessages(view, campaign),
    balanced: open === 0 && rows.total === rows.refused + rows.doubles + rows.contracts,
  };
}

function lineOf(line: StatementLine) {
  const attempts = line.attempts.map(({ customerId: _, at, ...attempt }) => ({ ...attempt, at: isoOrNull(at) }));
  return { ...line, at: isoOrNull(line.at), attempts };
}
