import { type ConsentRow, listConsents, recordConsent } from '../../../db/customers/consents';
import {
  askOverride,
  decideOverride,
  listOverrides,
  type OverrideRow,
  withdrawOverride,
} from '../../../db/customers/overrides';
import { getCampaign } from '../../../db/campaigns/campaigns';
import { refusePersonal } from '../../../db/privacy/no-personal-text';
import { type Channel } from '../../../domain/campaigns/campaign';
import { overrideStatusTexts } from '../../../domain/texts/names/customers';
import { type consentRoutes } from '../contract/consents';
import { type Handlers } from '../../http/handler';
import { iso, isoOrNull } from '../../http/wire';

/** Consents with their evidence, and overrides of refusals. */
export const consentHandlers: Handlers<typeof consentRoutes> = {
  async listConsents({ deps, scope, params }) {
    const rows = await listConsents(deps.db, scope, params.id);
    return { body: { items: rows.map((row) => consentOf(row, row.inForce)) } };
  },

  async recordConsent({ deps, trx, scope, actor, params, body }) {
    const texts = { 'body.source': body.source, 'body.evidence': body.evidence };
    await refusePersonal(trx, deps.vault, scope, params.id, texts);
    const { row, inForce, journeys } = await recordConsent(trx, scope, {
      ...body,
      at: body.at === undefined ? null : Date.parse(body.at),
      campaignId: body.campaignId ?? null,
      customerId: params.id,
      personId: actor.personId,
    });
    return { body: { ...consentOf(row, inForce), journeys } };
  },

  async listOverrides({ deps, scope, params }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const rows = await listOverrides(deps.db, campaign);
    return { body: { items: rows.map(overrideOf) } };
  },

  async askOverride({ deps, trx, scope, actor, params, body }) {
    await getCampaign(trx, scope, params.id);
    const texts = { 'body.reason': body.reason, 'body.evidence': body.evidence };
    await refusePersonal(trx, deps.vault, scope, body.customerId, texts);
    const asked = { ...body, campaignId: params.id, personId: actor.personId };
    return { body: overrideOf(await askOverride(trx, scope, asked)) };
  },

  async decideOverride({ trx, scope, actor, params, body }) {
    const { id: campaignId, overrideId } = params;
    const decision = { campaignId, overrideId, confirm: body.confirm, personId: actor.personId };
    return { body: overrideOf(await decideOverride(trx, scope, decision)) };
  },

  async withdrawOverride({ deps, trx, scope, actor, params, body: { reason } }) {
    const { id: campaignId, overrideId } = params;
    const input = { campaignId, overrideId, reason, personId: actor.personId };
    const row = await withdrawOverride(trx, scope, input);
    await refusePersonal(trx, deps.vault, scope, row.customer_id, { 'body.reason': reason });
    return { body: overrideOf(row) };
  },
};

function consentOf(row: ConsentRow, inForce: boolean) {
  const { id, channel, purpose, value, source, evidence } = row;
  return {
    id,
    customerId: row.customer_id,
    channel,
    purpose,
    value,
    source,
    at: iso(row.at),
    evidence,
    recordedBy: row.recorded_by,
    recordedAt: iso(row.recorded_at ?? row.at),
    inForce,
  };
}

function overrideOf(row: OverrideRow) {
  const { id, reason, evidence, confirmed } = row;
  const decided = confirmed === null ? 'asked' : confirmed ? 'confirmed' : 'declined';
  const status = row.withdrawn_at === null ? decided : 'withdrawn';
  return {
    id,
    campaignId: row.campaign_id,
    customerId: row.customer_id,
    channel: row.channel as Channel,
    reason,
    evidence,
    askedBy: row.asked_by,
    askedAt: iso(row.asked_at),
    decidedBy: row.decided_by,
    decidedAt: isoOrNull(row.decided_at),
    withdrawnBy: row.withdrawn_by,
    withdrawnAt: isoOrNull(row.withdrawn_at),
    withdrawReason: row.withdraw_reason,
    status: status as 'asked' | 'confirmed' | 'declined' | 'withdrawn',
    statusText: overrideStatusTexts[status],
  };
}
