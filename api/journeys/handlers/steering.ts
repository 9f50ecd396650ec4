import { pauseJourney, resumeJourney, type Steered, stopJourney } from '../../../db/journeys/steer-journey';
import {
  type CorrectionRow,
  decideCorrection,
  listCorrections,
  proposeCorrection,
} from '../../../db/journeys/outcome-correction';
import { refuseOfJourney } from '../../../db/privacy/no-personal-text';
import { isInForce } from '../../../db/campaigns/pauses';
import { type JourneyRow } from '../../../db/journeys/facts/load-facts';
import { type journeySteeringRoutes } from '../contract/steering';
import { type Call, type Handlers } from '../../http/handler';
import { byPerson } from '../../campaigns/rules';
import { iso, isoOrNull } from '../../http/wire';

/** Steering of one customer: pause, resume, stop, and the correction of an outcome under four eyes. */
export const journeySteeringHandlers: Handlers<typeof journeySteeringRoutes> = {
  async pauseJourney({ deps, trx, scope, actor, params, body }) {
    await refuseOfJourney(trx, deps.vault, scope, params.id, { 'body.reason': body.reason });
    const until = body.until === null ? null : Date.parse(body.until);
    const by = { journeyId: params.id, reason: body.reason, personId: actor.personId };
    const steered = await pauseJourney(trx, scope, { ...by, extendWaits: body.extendWaits, until });
    const answers = { extendWaits: body.extendWaits, arrivals: 'take', until: body.until };
    return reply(steered, { kind: 'journey_paused', by: byPerson(actor), reason: body.reason, ...answers });
  },

  async resumeJourney({ deps, trx, scope, actor, params, body }) {
    await refuseOfJourney(trx, deps.vault, scope, params.id, { 'body.reason': body.reason });
    const by = { journeyId: params.id, reason: body.reason, personId: actor.personId };
    const steered = await resumeJourney(trx, scope, by);
    return reply(steered, { kind: 'journey_resumed', by: byPerson(actor), reason: body.reason });
  },

  async stopJourney({ deps, trx, scope, actor, params, body }) {
    await refuseOfJourney(trx, deps.vault, scope, params.id, { 'body.reason': body.reason });
    const by = { journeyId: params.id, reason: body.reason, personId: actor.personId };
    const steered = await stopJourney(trx, scope, by);
    return reply(steered, { kind: 'journey_stopped', by: byPerson(actor), reason: body.reason });
  },

  async listCorrections({ deps, scope, params }) {
    return { body: { items: (await listCorrections(deps.db, scope, params.id)).map(correctionOf) } };
  },

  async proposeCorrection({ deps, trx, scope, actor, params, body }) {
    const { contractId, outcome, reason } = body;
    await refuseOfJourney(trx, deps.vault, scope, params.id, { 'body.reason': reason });
    const declaredAt = body.declaredAt === null ? null : Date.parse(body.declaredAt);
    const asked = { journeyId: params.id, contractId, outcome, declaredAt, reason, personId: actor.personId };
    const { correction, journey, now } = await proposeCorrection(trx, scope, asked);
    const { before } = correction;
    const what = { contract: contractId, to: outcome, before, declaredAt: body.declaredAt, reason };
    const entry = { kind: 'correction_proposed', by: byPerson(actor), correction: correction.id, ...what };
    return { body: correctionOf(correction), ledger: ledgerOf(journey, now, entry) };
  },

  confirmCorrection: (call) => decide(call, true),
  declineCorrection: (call) => decide(call, false),
};

type DecideCall = Pick<Call<(typeof journeySteeringRoutes)['confirmCorrection']>, 'trx' | 'scope' | 'actor' | 'params'>;

async function decide({ trx, scope, actor, params }: DecideCall, confirm: boolean) {
  const input = { journeyId: params.id, correctionId: params.correctionId, confirm, personId: actor.personId };
  const { correction, journey, now } = await decideCorrection(trx, scope, input);
  const { id, contract_id: contract, outcome: to } = correction;
  const kind = confirm ? 'correction_confirmed' : 'correction_declined';
  const entry = { kind, by: byPerson(actor), correction: id, contract, to };
  return { body: correctionOf(correction), ledger: ledgerOf(journey, now, entry) };
}

function reply({ journey, pause, inFlight, changed, now }: Steered, entry: { kind: string; [field: string]: unknown }) {
  const body = {
    journeyId: journey.id,
    status: journey.status,
    pauseId: pause?.id ?? null,
    paused: pause !== null && isInForce(pause, now),
    stopped: journey.stopped_at !== null,
    inFlight,
  };
  if (!changed) return { body };
  return { body, ledger: ledgerOf(journey, now, { ...entry, pause: pause?.id, inFlight }) };
}

const ledgerOf = (journey: JourneyRow, at: number, entry: { kind: string; [field: string]: unknown }) => ({
  campaignId: journey.campaign_id,
  clientId: journey.client_id,
  at,
  entries: [{ journey: journey.id, ...entry }],
});

const correctionOf = (row: CorrectionRow) => ({
  id: row.id,
  journeyId: row.journey_id,
  contractId: row.contract_id,
  outcome: row.outcome,
  before: row.before,
  declaredAt: isoOrNull(row.declared_at),
  reason: row.reason,
  status: row.status,
  proposedBy: row.proposed_by,
  proposedAt: iso(row.proposed_at),
  decidedBy: row.decided_by,
  decidedAt: isoOrNull(row.decided_at),
});
