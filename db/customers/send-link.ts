import { sql } from 'kysely';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { instantOf, localDate } from '../../domain/campaigns/calendar';
import { type SaidItem } from '../../domain/customers/caller-identity';
import { leavesOpenWho } from '../../domain/customers/who-answers';
import { AppError } from '../../domain/errors';
import { whyNoNewLink } from '../../domain/journeys/answers/new-link';
import { REPLY_CHANNELS, replyNotice } from '../../domain/journeys/answers/replies';
import { type Refusal } from '../../domain/journeys/choose-channel';
import { reasonText } from '../../domain/texts/timeline';
import { channelTexts } from '../../domain/texts/names/delivery';
import { checkCaller } from '../calls/caller-checks';
import { campaignById, campaignDoc } from '../campaigns/campaigns';
import { ownVersion } from '../campaigns/plan-versions';
import { journeyIdsOf, lockJourneysById, requireCustomer } from '../journeys/customer-arrivals';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { messagePaused } from '../journeys/facts/pause-facts';
import { queueReplies } from '../journeys/replies/queue';
import { readClock } from '../platform/clock';
import { type LedgerEntry } from '../platform/ledger';
import { type Scope } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';
import { type Vault } from '../privacy/vault';
import { loadAuthority } from './authority';
import { ensureLinks, linksExpireAt } from './links';
import { replaceLink } from './representative-access';

type LinkChannel = (typeof REPLY_CHANNELS)[number];

/** A caller asks for a customer's link again. */
export interface LinkAsked {
  campaignId: number;
  customerId: number;
  /** Absent: the first that the customer allows. */
  channel?: LinkChannel;
  reason: string;
  personId: number;
  /** Who calls, and what they say to show it. */
  saidBy: 'customer' | 'representative';
  said: SaidItem[];
  recording?: string;
}

/** A new link on its way, or a caller who was not identified: that check is to be committed, then refused. */
export type LinkReply = { now: number; entries: LedgerEntry[] } & (LinkSent | { kind: 'refused'; refusal: AppError });

export interface LinkSent {
  kind: 'sent';
  channel: LinkChannel;
  /** When it leaves at the earliest, epoch ms. */
  notBefore: number;
}

/** Limits count days in Japan. */
const ZONE = 'Asia/Tokyo';

/**
 * Makes a new page link for the person who may answer now, ends the one in force at once, and queues the new one
 * to an address on file, on the first channel allowed. An earlier new link that is still queued is withdrawn, so that
 * one message leaves. Where it is refused nothing changes. The caller appends the entries to the campaign's ledger, last
 * in the transaction. Throws not_found, the errors of `checkCaller`, representative_unknown, and those named link_….
 */
export async function sendNewLink(trx: Trx, vault: Vault, scope: Scope, asked: LinkAsked): Promise<LinkReply> {
  const { campaignId, customerId } = asked;
  const journey = await lockAsked(trx, scope, asked);
  const campaign = await campaignById(trx, campaignId);
  const { now } = await readClock(trx);
  const version = ownVersion(journey, campaign);
  const doc = await campaignDoc(trx, campaignId, version);
  const authority = (await loadAuthority(trx, [customerId], now)).get(customerId);
  const acting = authority?.representative ?? null;
  if (asked.saidBy === 'representative' && acting === null) throw new AppError('representative_unknown');
  const representativeId = asked.saidBy === 'representative' ? acting!.id : null;
  const check = await checkCaller(trx, vault, scope, { ...asked, representativeId, asked: 'new_link' });
  if (check.refusal) return { kind: 'refused', refusal: check.refusal, now, entries: [check.entry] };
  const refusal = whyNoNewLink(
    {
      now,
      open: journey.status === 'open' && journey.stopped_at === null && ['running', 'paused'].includes(campaign.status),
      paused: campaign.status === 'paused',
      obstacle: authority?.hold?.reason ?? (leavesOpenWho(acting) ? 'representative' : null),
      sentToday: await sentToday(trx, customerId, now),
    },
    doc,
  );
  if (refusal) throw refusal;
  const sent = await replaceAndQueue(trx, vault, { journey, doc, version, asked, now });
  return { ...sent, now, entries: [check.entry, ...sent.entries] };
}

interface ToSend {
  journey: JourneyRow;
  doc: CampaignDoc;
  version: number;
  asked: LinkAsked;
  now: number;
}

async function replaceAndQueue(trx: Trx, vault: Vault, { journey, doc, version, asked, now }: ToSend) {
  const { campaignId, customerId, channel: only, reason, personId } = asked;
  const paused = await pausedChannels(trx, journey, version);
  const link = { clientId: journey.client_id, campaignId, customerIds: [customerId], expiresAt: linksExpireAt(doc) };
  await ensureLinks(trx, vault, link);
  const occurrence = await replaceLink(trx, vault, { campaignId, customerId, now });
  const withdrawn = await withdrawEarlier(trx, journey.id);
  const reply = { journey, doc, version, reply: 'new-link' as const, occurrence, tried: new Set(paused) };
  const [queued] = await queueReplies(trx, [{ ...reply, ...(only && { only }) }], now);
  const { channel, notBefore, refusals, entry } = queued!;
  if (channel === null || notBefore === null) throw noChannel(only, { refusals, paused });
  const by = `person:${personId}`;
  const again = { kind: 'link_sent_again', by, journey: journey.id, link: occurrence, channel, asked: only, reason };
  const entries: LedgerEntry[] = [entry, { ...again, paused, withdrawn }];
  return { kind: 'sent' as const, channel: channel as LinkChannel, notBefore, entries };
}

/** The customer's journey in the campaign, locked with those of the other campaigns. Throws not_found. */
async function lockAsked(trx: Trx, scope: Scope, { campaignId, customerId }: LinkAsked): Promise<JourneyRow> {
  await requireCustomer(trx, scope, customerId);
  const visible = scope.campaigns === null || scope.campaigns.includes(campaignId);
  const ids = visible ? await journeyIdsOf(trx, scope, [customerId], campaignId) : [];
  const own = (await lockJourneysById(trx, ids)).find((journey) => journey.campaign_id === campaignId);
  if (!own) throw new AppError('not_found');
  return own;
}

async function sentToday(trx: Trx, customerId: number, now: number): Promise<number> {
  const { count } = await trx
    .selectFrom('journeys as j')
    .innerJoin('messages as m', 'm.journey_id', 'j.id')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('j.customer_id', '=', customerId)
    .where('m.step', '=', 'new-link')
    .where(sql<boolean>`m.due_at >= ${new Date(instantOf(localDate(now, ZONE), '00:00', ZONE))}`)
    .executeTakeFirstOrThrow();
  return count;
}

/** Channels on which the link would wait: a pause is in force, or a form of the customer is on the desk. */
async function pausedChannels(trx: Queryable, journey: JourneyRow, version: number): Promise<LinkChannel[]> {
  const notices = REPLY_CHANNELS.map((channel) => replyNotice('new-link', channel));
  const { rows } = await sql<{ channel: LinkChannel }>`
    select m.channel from (select ${journey.campaign_id}::bigint as campaign_id, ${journey.customer_id}::bigint as customer_id,
        ${journey.id}::bigint as journey_id, ${version}::int as version, k.channel, k.notice
      from unnest(${[...REPLY_CHANNELS]}::text[], ${notices}::text[]) as k(channel, notice)) m
    where ${messagePaused}`.execute(trx);
  return rows.map(({ channel }) => channel);
}

/** Withdraws new links that no lane has claimed yet. Returns their number. */
async function withdrawEarlier(trx: Trx, journeyId: number): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('messages')
    .set({ status: 'withdrawn', failure: 'newer_link' })
    .where('journey_id', '=', journeyId)
    .where('step', '=', 'new-link')
    .where('status', '=', 'queued')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

function noChannel(
  only: LinkChannel | undefined,
  { refusals, paused }: { refusals: Refusal[]; paused: LinkChannel[] },
): AppError {
  const asked = only === undefined ? REPLY_CHANNELS : [only];
  const why = (channel: LinkChannel): string => {
    if (paused.includes(channel)) return 'channel_paused';
    return refusals.find((refusal) => refusal.channel === channel)?.reason ?? 'channel_unused';
  };
  const issues = asked.map((channel) => {
    const code = why(channel);
    const [name, reason] = [channelTexts[channel], reasonText(code)];
    return { path: `channel.${channel}`, code, message: `${name.ja}: ${reason.ja} / ${name.en}: ${reason.en}` };
  });
  return new AppError('link_no_channel', { count: issues.length }, issues);
}
