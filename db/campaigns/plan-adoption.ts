import { sql } from 'kysely';
import { type CampaignDoc, DEFECT_STEP, noticeFor } from '../../domain/campaigns/campaign';
import { callNoticeOnLoss } from '../../domain/journeys/failure-rules';
import { type PlanRule } from '../../domain/campaigns/plan-rule';
import { recordArrival } from '../journeys/arrivals';
import { campaignDoc } from './documents';
import { type CampaignRow, updateCampaign } from './campaigns';
import { readClock } from '../platform/clock';
import { appendLedger, campaignChain, type LedgerEntry } from '../platform/ledger';
import { type PlanVersionRow, updatePlanVersion } from './plan-versions';
import { type Trx } from '../platform/types';

type Key = Pick<PlanVersionRow, 'campaign_id' | 'version'>;

/** Whether somebody may stay, so that the campaign can move only after those have been given their version. */
export const hasStayers = ({ default: other, segments, reopenClosed }: PlanRule): boolean =>
  other === 'stay' || reopenClosed === 'no' || segments.some(({ rule }) => rule === 'stay');

/** Where going through the closed journeys begins; null: its dates are no later, so they are left alone. */
export const firstClosed = (rule: PlanRule | null): number | null => (rule?.reopenClosed === undefined ? null : 0);

/** Moves a campaign to a further version; one that was completed runs again. The caller holds both locks, and appends the entry last. */
export async function moveCampaign(
  trx: Trx,
  campaign: CampaignRow,
  row: PlanVersionRow,
  now: number,
): Promise<{ campaign: CampaignRow; row: PlanVersionRow; entry: LedgerEntry }> {
  const at = new Date(now);
  const { name } = await campaignDoc(trx, campaign.id, row.version);
  const over = campaign.status === 'completed';
  const moved = {
    ...{ version: row.version, name, content_hash: row.content_hash, wake_at: at },
    ...(over && { status: 'running' as const, ended_at: null, launched: false }),
  };
  const change = { status: 'adopted', adopted_at: at, after_journey: 0, closed_after: firstClosed(row.rule) } as const;
  const { version, base_version: from, content_hash: contentHash, rule } = row;
  const entry = { kind: 'plan_adopted', by: `person:${row.adopted_by}`, version, from, contentHash, rule };
  return {
    campaign: await updateCampaign(trx, campaign, moved),
    row: await updatePlanVersion(trx, row, change),
    entry: { ...entry, ...(over && { opened: 'again' }) },
  };
}

/** The last act of keeping back those who stay: the campaign moves. False when it is not this version's turn. */
export async function adoptVersion(trx: Trx, key: Key): Promise<boolean> {
  const { campaign, row } = await lockBoth(trx, key);
  const goesOn = ['running', 'paused', 'completed'].includes(campaign.status);
  if (row.status !== 'adopting' || !goesOn || campaign.version !== row.base_version) return false;
  const { now } = await readClock(trx);
  const { entry } = await moveCampaign(trx, campaign, row, now);
  await appendLedger(trx, campaignChain(campaign.id), campaign.client_id, now, [entry]);
  return true;
}

/** Everybody has been gone through: the campaign looks at once, and rings whom `wakeEarly` marked. Answers false. */
export async function finishAdoption(trx: Trx, key: Key): Promise<false> {
  const { campaign, row } = await lockBoth(trx, key);
  if (row.status !== 'adopted' || row.adoption_finished_at !== null) return false;
  const { now } = await readClock(trx);
  await updatePlanVersion(trx, row, { adoption_finished_at: new Date(now) });
  await updateCampaign(trx, campaign, { wake_at: new Date(now) });
  return false;
}

/** The campaign first, then its version: the order of every act on a version. */
async function lockBoth(trx: Trx, key: Key): Promise<{ campaign: CampaignRow; row: PlanVersionRow }> {
  const campaign = await trx
    .selectFrom('campaigns')
    .selectAll()
    .where('id', '=', key.campaign_id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const row = await trx
    .selectFrom('plan_versions')
    .selectAll()
    .where('campaign_id', '=', key.campaign_id)
    .where('version', '=', key.version)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { campaign, row };
}

/** Gives journeys the version they keep. The caller holds their locks. */
export async function keepVersion(trx: Trx, journeyIds: number[], version: number): Promise<void> {
  if (journeyIds.length === 0) return;
  await trx.updateTable('journeys').set({ plan_version: version }).where('id', 'in', journeyIds).execute();
}

/** Lets journeys go by their campaign's version again. The caller holds their locks. */
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
 * Marks journeys as held under an older epoch: the campaign rings such sleepers until they have moved, by pages, and
 * after a pause with everybody else.
 */
export async function signalEarly(trx: Trx, campaignId: number, journeyIds: number[]): Promise<void> {
  if (journeyIds.length === 0) return;
  await sql`
    update journeys j set held_epoch = coalesce(j.held_epoch, c.epoch - 1) from campaigns c
    where c.id = ${campaignId} and j.id = any(${journeyIds}::bigint[])`.execute(trx);
}

/** A queued message whose text is taken back. */
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
 * Takes back what is still queued of recalled notices: it goes out with the text that its step has now, under the same
 * key; where the step has none any more it is withdrawn, and the journey decides anew. What a lane has in hand, and
 * what was handed over, stays as it was. Appends to the ledger: call it last. The caller holds the journeys' locks.
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
      and version <> ${row.version} order by id for update skip locked`.execute(trx);
  await renewTexts(trx, { row, doc, messages: rows, at });
}

/** Writes queued messages in the texts of a version, or withdraws them. The same conditions. */
export async function renewTexts(
  trx: Trx,
  input: { row: VersionOf; doc: CampaignDoc; messages: Recalled[]; at: number },
): Promise<void> {
  const { row, doc, messages, at } = input;
  const entries: LedgerEntry[] = [];
  const withdrawn: Recalled[] = [];
  for (const message of messages) {
    const notice = textNow(doc, message);
    if (notice === undefined) withdrawn.push(message);
    else entries.push(await replaceText(trx, message, { notice, version: row.version }));
  }
  await withdrawAll(trx, row, withdrawn, at);
  await appendLedger(trx, campaignChain(row.campaign_id), row.client_id, at, entries);
}

/** The notice that a message's step sends now, for the same purpose; undefined when there is none. */
function textNow(doc: CampaignDoc, { step: id, channel, purpose }: Recalled): string | undefined {
  const step = id === DEFECT_STEP ? doc.plan.onDefect : doc.plan.steps.find((one) => one.id === id);
  if (step?.purpose !== purpose) return undefined;
  // a call because something did not arrive has a text of its own; a step that calls has its own
  return noticeFor(step, channel) ?? (channel === 'phone' ? callNoticeOnLoss(doc.plan) : undefined);
}

async function replaceText(trx: Trx, message: Recalled, now: { notice: string; version: number }) {
  await trx.updateTable('messages').set(now).where('id', '=', message.id).execute();
  const { id, journey, step, channel, notice, version } = message;
  const before = { notice, version };
  return { kind: 'notice_replaced', by: 'system', journey, message: id, step, channel, before, ...now };
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
