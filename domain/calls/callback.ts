import { addDays, type Calendar, instantOf, isBusinessDay, localDate } from '../campaigns/calendar';
import { type CampaignDoc, noticeFor } from '../campaigns/campaign';
import { contactFor, ruleFor } from '../customers/contact-policy';
import { allowedFrom, type LaneState } from '../delivery/lane';
import { pauseOn } from '../campaigns/pauses';
import { type JourneyFacts } from '../journeys/facts';
import { callNoticeOnLoss } from '../journeys/failure-rules';

/** Step id of a call that a customer asked for; reserved, no step of a plan may use it. */
export const CALLBACK_STEP = 'callback';

/** Hours on one local day in which a call can be agreed; instants in epoch ms, `until` not included. */
export interface CallWindow {
  day: string;
  from: number;
  until: number;
}

/**
 * Why no call can be agreed. `no_calls`: the campaign makes none; `no_number`: there is none that works; `refused`: the
 * customer has stopped calls; `not_now`: a hold, a pause, or a reason that is not said; `no_time`: no desk day is left.
 */
export type NoCallback = 'no_calls' | 'no_number' | 'refused' | 'not_now' | 'no_time';

/** What an agreed call depends on besides the journey's facts. */
export interface CallbackContext {
  doc: CampaignDoc;
  calendar: Calendar;
  /** The phone lane; null: the client has none. */
  lane: LaneState | null;
  /** The customer has stopped calls, whether or not the journey has heard of it. */
  refused: boolean;
  /** Time zones of a customer abroad. */
  abroad: readonly string[];
  /** The last instant a call may be agreed for, epoch ms. */
  end: number;
}

/** The script of a campaign's calls; undefined: it makes none. */
export function callScript({ plan }: CampaignDoc): string | undefined {
  const call = plan.steps.find((step) => [...(step.first ?? []), ...(step.all ?? [])].includes('phone'));
  return (call && noticeFor(call, 'phone')) ?? callNoticeOnLoss(plan);
}

/**
 * The hours a customer can choose from, by day, or why there are none. To ask for a call is a consent to it where none
 * is known; a refusal stands until the customer takes it back. Whether a customer is under protection is never said.
 */
export function callbackOffer(facts: JourneyFacts, context: CallbackContext): CallWindow[] | NoCallback {
  const { doc, lane, refused } = context;
  const notice = callScript(doc);
  if (notice === undefined || lane === null) return 'no_calls';
  const { contractHashes } = facts;
  const asked = { purpose: 'service_notice', channel: 'phone', consent: 'yes', contractHashes } as const;
  if (ruleFor(doc.policy, asked).rule === 'dont') return 'no_calls';
  const contact = contactFor(facts.contact.phone ?? 'no_contact', 'service_notice');
  if (facts.hold !== null || facts.protected || contact === 'protected') return 'not_now';
  if (contact !== 'ok') return 'no_number';
  if (refused) return 'refused';
  if (facts.campaign !== 'running' || facts.stopped) return 'not_now';
  if (pauseOn({ channel: 'phone', notice }, facts.pauses, facts.now)) return 'not_now';
  const windows = windowsFrom(facts.now, context, lane);
  return windows.length > 0 ? windows : 'no_time';
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Desk days to choose from, and how many calendar days ahead they may lie. */
const DAYS = 5;
const AHEAD = 14;
const LONGEST = 2 * HOUR;
const SHORTEST = HOUR;
/** A call cannot be agreed for hours that have begun or are about to. */
const LEAD = HOUR;

function windowsFrom(now: number, context: CallbackContext, lane: LaneState): CallWindow[] {
  const { calendar } = context;
  const today = localDate(now, calendar.zone);
  const windows: CallWindow[] = [];
  const days = new Set<string>();
  for (let ahead = 0; ahead <= AHEAD && days.size < DAYS; ahead++) {
    const day = addDays(today, ahead);
    if (!isBusinessDay(day, calendar)) continue;
    const own = windowsOf(day, context, lane).filter(({ from, until }) => from >= now + LEAD && until <= context.end);
    if (own.length > 0) days.add(day);
    windows.push(...own);
  }
  return windows;
}

/** The day's calling hours in parts of two hours; a rest of at least one hour is a part of its own. */
function windowsOf(day: string, { doc, abroad }: CallbackContext, lane: LaneState): CallWindow[] {
  const rule = { quiet: doc.quietHours.phone ?? null, zone: doc.zone, abroad };
  const open = (at: number) => allowedFrom(at, rule, lane).at === at;
  const windows: CallWindow[] = [];
  let from: number | null = null;
  const close = (until: number) => {
    if (from !== null && until - from >= SHORTEST) windows.push({ day, from, until });
    from = null;
  };
  const [first, last] = [instantOf(day, '08:00', doc.zone), instantOf(day, '21:00', doc.zone)];
  for (let at = first; at <= last; at += MINUTE * 30) {
    if (from !== null && at - from >= LONGEST) close(at);
    if (at === last || !open(at)) close(at);
    else from ??= at;
  }
  return windows;
}
