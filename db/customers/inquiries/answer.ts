import { type CampaignDoc, type Channel } from '../../../domain/campaigns/campaign';
import { rulesOf } from '../../../domain/customers/inquiries/inquiry';
import { AppError } from '../../../domain/errors';
import { type Refusal } from '../../../domain/journeys/choose-channel';
import { REPLY_CHANNELS } from '../../../domain/journeys/answers/replies';
import { reasonText } from '../../../domain/texts/timeline';
import { channelTexts } from '../../../domain/texts/names/delivery';
import { campaignById, campaignDoc } from '../../campaigns/campaigns';
import { ownVersion } from '../../campaigns/plan-versions';
import { lockJourneysById } from '../../journeys/customer-arrivals';
import { type JourneyRow } from '../../journeys/facts/load-facts';
import { queueReplies } from '../../journeys/replies/queue';
import { appendLedger, campaignChain } from '../../platform/ledger';
import { type Scope } from '../../platform/scope';
import { type Trx } from '../../platform/types';
import { type Vault } from '../../privacy/vault';
import { loadAuthority } from '../authority';
import { ensureLinks, linksExpireAt } from '../links';
import { type Act, NOT_CLOSED, requireState, touchOf } from './act';
import { addTouch, getCase, type InquiryRow, lockCase, noteCase, updateCase } from './cases';
import { keepTexts } from './texts';

/** How an answer reaches the customer: in a message, or in the call that goes on. */
export type AnswerBy = (typeof REPLY_CHANNELS)[number] | 'phone';

/** An approved answer, or free words. */
export type AnswerWith = { faq: string } | { text: string };

export interface Answered {
  inquiry: InquiryRow;
  /** `drafted`: a second person has to agree before it leaves. */
  status: 'sent' | 'said' | 'drafted';
  /** Null: nothing leaves by a lane. */
  channel: Channel | null;
  notBefore: number | null;
}

/**
 * Answers a case with an approved answer, or in free words where the client allows them. What is sent goes through the
 * lane like every contact, to an address on file; free words may first need a second person. `seen`: the last touch that
 * the person has seen. Appends to the ledger, last
 * in the transaction. Throws not_found, inquiry_wrong_state, inquiry_customer_unknown, inquiry_customer_held,
 * inquiry_no_channel, inquiry_free_text, invalid_request for an unknown answer.
 */
export async function answerCase(
  trx: Trx,
  vault: Vault,
  scope: Scope,
  act: Act & { by: AnswerBy | null; with: AnswerWith; seen?: number | undefined },
): Promise<Answered> {
  const known = await getCase(trx, scope, act.id);
  const journey = act.by === 'phone' ? undefined : await lockOwn(trx, known);
  const row = await lockCase(trx, scope, act.id);
  requireState(row, NOT_CLOSED);
  if (act.seen !== undefined) await requireUnanswered(trx, row, act.seen);
  const campaign = await campaignById(trx, row.campaign_id);
  const version = journey ? ownVersion(journey, campaign) : campaign.version;
  const doc = await campaignDoc(trx, campaign.id, version);
  requireAnswer(doc, act.with);
  const isFree = 'text' in act.with;
  if (isFree && rulesOf(doc).freeText === 'second_person') return draft(trx, vault, row, act);
  return give(trx, vault, row, { act, with: act.with, of: null, journey, doc, version });
}

/**
 * A second person lets a draft in free words go. Throws not_found, inquiry_own_draft, and what `answerCase` throws.
 */
export async function releaseDraft(
  trx: Trx,
  vault: Vault,
  scope: Scope,
  act: Act & { draft: number; by: AnswerBy | null },
): Promise<Answered> {
  const known = await getCase(trx, scope, act.id);
  const journey = act.by === 'phone' ? undefined : await lockOwn(trx, known);
  const row = await lockCase(trx, scope, act.id);
  requireState(row, NOT_CLOSED);
  const touches = await trx
    .selectFrom('inquiry_touches')
    .select(['id', 'kind', 'by_person', 'of_touch'])
    .where('inquiry_id', '=', row.id)
    .execute();
  const drafted = touches.find(({ id, kind }) => id === act.draft && kind === 'drafted');
  if (!drafted) throw new AppError('not_found', { what: 'draft' });
  if (drafted.by_person === act.personId) throw new AppError('inquiry_own_draft');
  if (touches.some(({ of_touch: of }) => of === drafted.id))
    throw new AppError('inquiry_wrong_state', { status: row.status });
  const campaign = await campaignById(trx, row.campaign_id);
  const version = journey ? ownVersion(journey, campaign) : campaign.version;
  const doc = await campaignDoc(trx, campaign.id, version);
  return give(trx, vault, row, { act, with: null, of: drafted.id, journey, doc, version });
}

/** Of two people who answer the same case at once, the second one's answer is refused. */
async function requireUnanswered(trx: Trx, row: InquiryRow, seen: number): Promise<void> {
  const since = await trx
    .selectFrom('inquiry_touches')
    .select('id')
    .where('inquiry_id', '=', row.id)
    .where('id', '>', seen)
    .where('kind', 'in', ['answered', 'drafted', 'declared'])
    .limit(1)
    .executeTakeFirst();
  if (since) throw new AppError('inquiry_wrong_state', { status: row.status });
}

function requireAnswer(doc: CampaignDoc, answer: AnswerWith): void {
  if ('text' in answer) {
    if (rulesOf(doc).freeText === 'no') throw new AppError('inquiry_free_text');
  } else if (!doc.faq?.some(({ id }) => id === answer.faq)) {
    const message = 'この案件の承認済みの回答にありません / is no approved answer of this campaign';
    throw new AppError('invalid_request', {}, [{ path: 'body.faq', code: 'faq_unknown', message }]);
  }
}

/** The customer's journey, locked before the case. Throws inquiry_customer_unknown, inquiry_customer_held. */
async function lockOwn(trx: Trx, row: InquiryRow): Promise<JourneyRow> {
  const found =
    row.customer_id === null
      ? undefined
      : await trx
          .selectFrom('journeys')
          .select('id')
          .where('campaign_id', '=', row.campaign_id)
          .where('customer_id', '=', row.customer_id)
          .executeTakeFirst();
  if (!found) throw new AppError('inquiry_customer_unknown');
  return (await lockJourneysById(trx, [found.id]))[0]!;
}

async function draft(trx: Trx, vault: Vault, row: InquiryRow, act: Act & { with: AnswerWith }): Promise<Answered> {
  const touch_id = await addTouch(trx, row, { kind: 'drafted', ...touchOf(act) });
  await keepAnswer(trx, vault, row, touch_id, act.with);
  return { inquiry: row, status: 'drafted', channel: null, notBefore: null };
}

async function keepAnswer(trx: Trx, vault: Vault, row: InquiryRow, touch_id: number, answer: AnswerWith | null) {
  if (!answer || !('text' in answer)) return;
  const { client_id, campaign_id, customer_id, id: inquiry_id } = row;
  await keepTexts(trx, vault, { client_id, campaign_id, customer_id, inquiry_id, touch_id }, answer);
}

interface ToGive {
  act: Act & { by: AnswerBy | null };
  with: AnswerWith | null;
  /** The draft that is let go. */
  of: number | null;
  journey: JourneyRow | undefined;
  doc: CampaignDoc;
  version: number;
}

async function give(trx: Trx, vault: Vault, row: InquiryRow, to: ToGive): Promise<Answered> {
  const { act, journey, version, of } = to;
  const faq = to.with && 'faq' in to.with ? to.with.faq : null;
  const touch = await addTouch(trx, row, {
    kind: 'answered',
    channel: null,
    ...touchOf(act),
    faq,
    version,
    of_touch: of,
  });
  await keepAnswer(trx, vault, row, touch, to.with);
  const sent = journey ? await send(trx, vault, { ...to, journey, touch }) : undefined;
  const channel = sent?.channel ?? 'phone';
  await trx
    .updateTable('inquiry_touches')
    .set({ channel, message_id: sent?.messageId ?? null })
    .where('id', '=', touch)
    .execute();
  const { personId, now } = act;
  const inquiry = await updateCase(trx, row.id, {
    status: 'answered',
    handed_to: null,
    answered_at: new Date(row.answered_at ?? now),
    owner_id: row.owner_id ?? personId,
  });
  await noteCase(trx, inquiry, {
    kind: 'inquiry_answered',
    personId,
    now,
    channel,
    faq,
    version,
    message: sent?.messageId ?? null,
  });
  return {
    inquiry,
    status: sent ? 'sent' : 'said',
    channel: sent?.channel ?? null,
    notBefore: sent?.notBefore ?? null,
  };
}

/** Queues the answer as a reply to the customer; `touch` tells answers apart. */
async function send(
  trx: Trx,
  vault: Vault,
  { journey, touch, doc, version, act }: ToGive & { journey: JourneyRow; touch: number },
) {
  const { campaign_id: campaignId, customer_id: customerId, client_id: clientId } = journey;
  const { now, by: only } = act;
  const authority = (await loadAuthority(trx, [customerId], now)).get(customerId);
  if (authority?.hold) throw new AppError('inquiry_customer_held', { why: `hold:${authority.hold.reason}` });
  await ensureLinks(trx, vault, { clientId, campaignId, customerIds: [customerId], expiresAt: linksExpireAt(doc) });
  const reply = { journey, doc, version, reply: 'inquiry-answer' as const, occurrence: touch };
  const asked = only === null ? reply : { ...reply, only };
  const [decided] = await queueReplies(trx, [asked], now);
  const { channel, notBefore, refusals, entry } = decided!;
  if (channel === null) throw noChannel(only, refusals);
  await appendLedger(trx, campaignChain(campaignId), clientId, now, [entry]);
  const message = await trx
    .selectFrom('messages')
    .select('id')
    .where('journey_id', '=', journey.id)
    .where('step', '=', 'inquiry-answer')
    .where('occurrence', '=', touch)
    .executeTakeFirstOrThrow();
  return { channel: channel as AnswerBy, notBefore, messageId: message.id };
}

function noChannel(only: AnswerBy | null, refusals: Refusal[]): AppError {
  const asked = REPLY_CHANNELS.filter((channel) => only === null || channel === only);
  const issues = asked.map((channel) => {
    const code = refusals.find((refusal) => refusal.channel === channel)?.reason ?? 'channel_unused';
    const [name, reason] = [channelTexts[channel], reasonText(code)];
    return { path: `channel.${channel}`, code, message: `${name.ja}: ${reason.ja} / ${name.en}: ${reason.en}` };
  });
  return new AppError('inquiry_no_channel', { count: issues.length }, issues);
}
