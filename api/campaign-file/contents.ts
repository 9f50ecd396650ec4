import { localDate } from '../../domain/campaigns/calendar';
import { type CampaignDoc, type Language } from '../../domain/campaigns/campaign';
import { type Issue } from '../../domain/errors';
import { replyFault } from '../../domain/print/reply';
import { issueOf } from './finding';

/** Why customers cannot answer by a campaign's prepaid reply for as long as answers count; nothing without such a reply. */
export function replyIssues({ post, dates, zone }: CampaignDoc, language: Language): Issue[] {
  if (!post?.reply) return [];
  const { until } = post.reply;
  const lastAnswer = localDate(dates.graceUntil ?? dates.applyBy, zone);
  const fault = replyFault(until, { lastAnswer, firstDispatch: localDate(dates.firstDispatch, zone) });
  if (!fault) return [];
  const detail = { value: until, day: fault.day };
  return [issueOf({ path: ['post', 'reply', 'until'], code: fault.code, detail }, language)];
}
