import { type CampaignDoc } from '../../campaigns/campaign';
import { AppError } from '../../errors';

/** So many new links a customer gets on one day. */
export const NEW_LINKS_A_DAY = 3;

/** What a new link depends on besides the channels. */
export interface NewLinkFacts {
  now: number;
  /** Whether the journey is under way and no one has stopped it. */
  open: boolean;
  /** Reason of the open hold that weighs most, or `representative` where it is open who may answer; null: neither. */
  obstacle: string | null;
  /** Whether the whole campaign is paused. */
  paused: boolean;
  /** New links sent to the customer today, in all campaigns. */
  sentToday: number;
}

/**
 * Why a customer gets no new link now, as the error to refuse with; null: one may be sent. The link in force stays as it
 * is then. No one is asked for anything after the last dispatch, and a link under a hold would only say to call.
 */
export function whyNoNewLink(facts: NewLinkFacts, { dates }: CampaignDoc): AppError | null {
  const { now, open, obstacle, paused, sentToday } = facts;
  if (!open) return new AppError('link_journey_closed');
  if (now > dates.lastDispatch) return new AppError('link_too_late');
  if (obstacle !== null) return new AppError('link_held', { why: `hold:${obstacle}` });
  if (paused) return new AppError('link_paused');
  return sentToday >= NEW_LINKS_A_DAY ? new AppError('link_limit_reached', { limit: NEW_LINKS_A_DAY }) : null;
}
