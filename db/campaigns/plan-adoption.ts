import { sql } from 'kysely';
import { type CampaignDoc, DEFECT_STEP, noticeFor } from '../../domain/campaigns/campaign';
import { callNoticeOnLoss } from '../../domain/journeys/failure-rules';
import { type PlanRule } from '../../domain/campaigns/plan-rule';
import { dividesAnew } from '../../domain/campaigns/replan/replan';
import { recordArrival } from '../journeys/arrivals';
import { campaignDoc, type CampaignRow, updateCampaign } from './campaigns';
import { readClock } from '../platform/clock';
import { appendLedger, campaignChain, type LedgerEntry } from '../platform/ledger';
import { lockVersionRow, type PlanVersionRow, updatePlanVersion } from './plan-versions';
import { type Trx } from '../platform/types';

type Key = Pick<PlanVersionRow, 'campaign_id' | 'version'>;

/** Whether the rule can pin journeys to their version. If so, the campaign moves only after they have been pinned. */
export const pinsJourneys = ({ default: other, segments, reopenClosed }: PlanRule): boolean =>
  other === 'stay' || reopenClosed === 'no' || segments.some(({ rule }) => rule === 'stay');

/**
 * Id from which to start processing closed journeys; null if the new dates are no later and closed journeys stay
 * untouched.
 */
export const firstClosed = (rule: PlanRule | null): number | null => (rule?.reopenClosed === undefined ? null : 0);

/**
 * Moves a campaign to a new version; a completed campaign runs again. The caller holds both locks and appends the
 * returned entry.
 */
export async function moveCampaign(
  trx: Trx,
  campaign: CampaignRow,
  row: PlanVersionRow,
  now: number,
): Promise<{ campaign: CampaignRow; row: PlanVersionRow; entry: LedgerEntry }> {
  const at = new Date(now);
  const before = await campaignDoc(trx, campaign.id, row.base_version);
  const doc = await campaignDoc(trx, campaign.id, row.version);
  const over = campaign.status === 'completed';
  const moved = {
    ...{ version: row.version, name: doc.name, content_hash: row.content_hash, wake_at: at },
    ...(over && { status: 'running' as const, ended_at: null, launched: false }),
  };
  const waves_after = dividesAnew(before, doc) ? 0 : null;
  const progress = { after_journey: 0, closed_after: firstClosed(row.rule), waves_after };
  const change = { status: 'adopted', adopted_at: at, ...progress } as const;
  const { version, base_version: from, content_hash: contentHash, rule } = row;
  const entry = { kind: 'plan_adopted', by: `person:${row.adopted_by}`, version, from, contentHash, rule };
  return {
    campaign: await updateCampaign(trx, campaign, moved),
    row: await updatePlanVersion(trx, row, change),
    entry: { ...entry, ...(over && { opened: 'again' }) },
  };
}

/** Moves the campaign once the journeys that stay are pinned. Returns false if it is not this version's turn. */
export async function adoptVersion(trx: Trx, key: Key): Promise<boolean> {
  const { campaign, row } = await lockBoth(trx, key);
  const goesOn = ['running', 'paused', 'completed'].includes(campaign.status);
  if (row.status !== 'adopting' || !goesOn || campaign.version !== row.base_version) return false;
  const { now } = await readClock(trx);
  const { entry } = await moveCampaign(trx, campaign, row, now);
  await appendLedger(trx, campaignChain(campaign.id), campaign.client_id, now, [entry]);
  return true;
}

/**
 * Ends the adoption: the campaign is reviewed at once and signals the journeys that `signalEarly` marked. Returns
 * false, for no further phase.
 */
export async function finishAdoption(trx: Trx, key: Key): Promise<false> {
  const { campaign, row } = await lockBoth(trx, key);
  if (row.status !== 'adopted' || row.adoption_finished_at !== null) return false;
  const { now } = await readClock(trx);
  await updatePlanVersion(trx, row, { adoption_finished_at: new Date(now) });
  await updateCampaign(trx, campaign, { wake_at: new Date(now) });
  return false;
}

/** Locks the campaign, then its version. Every change to a version locks in this order. */
async function lockBoth(trx: Trx, key: Key): Promise<{ campaign: CampaignRow; row: PlanVersionRow }> {
  const campaign = await trx
    .selectFrom('campaigns')
    .selectAll()
    .where('id', '=', key.campaign_id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  return { campaign, row: await lockVersionRow(trx, key) };
}

/** Pins journeys to a plan version. The caller holds their locks. */
export async function keepVersion(trx: Trx, journeyIds: number[], version: number): Promise<void> {
  if (journeyIds.length === 0) return;
  await trx.updateTable('journeys').set({ plan_version: version }).where('id', 'in', journeyIds).execute();
}

/** Unpins journeys, so that they follow the campaign's version again. The caller holds their locks. */
export async function releaseVersion(trx: Trx, journeyIds: number[]): Promise<void> {
  if (journeyIds.length === 0) return;
  await trx
    .updateTable('journeys')
    .set({ plan_version: null })
    .where('id', 'in', journeyIds)
    .where('plan_version', 'is not', null)
    .execute();
}

/**
 * Marks waiting journeys as held under an older epoch, also those held under this one, so that the campaign signals them,
 * page by page, until they have moved. While the campaign is paused they wait until the pause ends.
 */
export async function signalEarly(trx: Trx, campaignId: number, journeyIds: number[]): Promise<void> {
  if (journeyIds.length === 0) return;
  await sql`
    update journeys j set held_epoch = least(j.held_epoch, c.epoch - 1) from campaigns c
    where c.id = ${campaignId} and j.id = any(${journeyIds}::bigint[])`.execute(trx);
}

/** A queued message whose notice was recalled. */
export interface Recalled {
  id: number;
  journey: number;
  customerId: number;
  step: string;
  channel: 'mail' | 'sms' | 'post' | 'phone';
  purpose: string;
  notice: string;
  version: number;
}

/**
 * Takes back queued messages of recalled notices. Each is sent with the text its step has now, under the same key; if
 * the step no longer has one, the message is withdrawn and the journey decides again. Messages a lane has claimed or
 * handed over are left alone. Appends to the ledger. The caller holds the journeys' locks.
 */
export async function recallNotices(
  trx: Trx,
  input: { row: PlanVersionRow; doc: CampaignDoc; rule: PlanRule; journeyIds: number[]; at: number },
): Promise<void> {
  const { row, doc, rule, journeyIds, at } = input;
  if (rule.recall.length === 0 || journeyIds.length === 0) return;
  const { rows } = await sql<Recalled>`
    select id, journey_id as journey, customer_id as "customerId", step, channel, purpose, notice, version from messages
    where journey_id = any(${journeyIds}::bigint[]) and status = 'queued' and notice = any(${rule.recall}::text[])
      and version <> ${row.version} order by id for no key update skip locked`.execute(trx);
  await renewTexts(trx, { row, doc, messages: rows, at });
}

/** Rewrites queued messages with a version's texts, or withdraws them. Same conditions as `recallNotices`. */
export async function renewTexts(
  trx: Trx,
  input: { row: VersionOf; doc: CampaignDoc; messages: Recalled[]; at: number },
): Promise<void> {
  const { row, doc, messages, at } = input;
  const renewed: Renewed[] = [];
  const withdrawn: Recalled[] = [];
  for (const message of messages) {
    const now = textNow(doc, message);
    if (now === undefined) withdrawn.push(message);
    else renewed.push({ ...message, now });
  }
  const entries = await replaceTexts(trx, row.version, renewed);
  await withdrawAll(trx, row, withdrawn, at);
  await appendLedger(trx, campaignChain(row.campaign_id), row.client_id, at, entries);
}

/** A queued message and the notice that it is to be sent with. */
type Renewed = Recalled & { now: string };

/** Notice the message's step uses now for the same purpose; undefined if there is none. */
function textNow(doc: CampaignDoc, { step: id, channel, purpose }: Recalled): string | undefined {
  const step = id === DEFECT_STEP ? doc.plan.onDefect : doc.plan.steps.find((one) => one.id === id);
  if (step?.purpose !== purpose) return undefined;
  // a call after an undelivered message has its own text; a call step has its own too
  return noticeFor(step, channel) ?? (channel === 'phone' ? callNoticeOnLoss(doc.plan) : undefined);
}

async function replaceTexts(trx: Trx, version: number, renewed: Renewed[]): Promise<LedgerEntry[]> {
  await sql`
    update messages m set notice = n.notice, version = ${version}, kept_by = '' -- a pause of the old text concerns it no more
    from unnest(${renewed.map(({ id }) => id)}::bigint[], ${renewed.map(({ now }) => now)}::text[]) as n(id, notice)
    where m.id = n.id`.execute(trx);
  return renewed.map(({ id, journey, step, channel, now, ...before }) => ({
    ...{ kind: 'notice_replaced', by: 'system', journey, message: id, step, channel },
    ...{ before: { notice: before.notice, version: before.version }, notice: now, version },
  }));
}

type VersionOf = Pick<PlanVersionRow, 'campaign_id' | 'client_id' | 'version'>;

async function withdrawAll(trx: Trx, row: VersionOf, messages: Recalled[], at: number): Promise<void> {
  const reason = 'notice_recalled';
  for (const { id, journey, customerId, step, channel, version } of messages) {
    const change = { status: 'withdrawn', failure: reason } as const;
    await trx.updateTable('messages').set(change).where('id', '=', id).execute();
    const entry = { kind: 'notice_recalled', by: 'system', journey, message: id, step, channel, version };
    await appendLedger(trx, campaignChain(row.campaign_id), row.client_id, at, [entry]);
    await recordArrival(trx, {
      campaignId: row.campaign_id,
      customerId,
      kind: 'not_sent',
      at,
      source: `plan:${row.version}`,
      data: { messageId: id, reason },
      dedupe: `not_sent:${id}`,
    });
  }
}
