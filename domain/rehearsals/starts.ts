import { instantOf, localDate } from '../campaigns/calendar';
import { type CampaignDoc } from '../campaigns/campaign';

/**
 * When a rehearsed campaign starts, epoch ms: when the real one did; else at the beginning of its first dispatch day, or of the
 * day on which the rehearsal was asked for if that is later. By the day and not by the moment, so that a rehearsal which is
 * asked for again on the same day gives the same.
 */
export function rehearsalStart(
  { dates, zone }: Pick<CampaignDoc, 'dates' | 'zone'>,
  { startedAt, askedAt }: { startedAt: number | null; askedAt: number },
): number {
  if (startedAt !== null) return startedAt;
  const today = instantOf(localDate(askedAt, zone), '00:00', zone);
  return Math.max(dates.firstDispatch, today);
}
