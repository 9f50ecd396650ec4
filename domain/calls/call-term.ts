import { addDays, type Calendar, instantOf, businessDaysBefore, localDate } from '../campaigns/calendar';
import { type CampaignDoc, type Wait } from '../campaigns/campaign';
import { tiedDay } from '../campaigns/date-tie';
import { callRuleOf, type Spacing } from './call-rules';

/**
 * What the time of a call's next attempt depends on. `left`: attempts still to come, the next one included. Those of a
 * step that the plan itself gives a call are spread over the step's time; a call that a lost contact or a question has
 * brought about is made as soon as its spacing allows.
 */
export function attemptTiming(doc: CampaignDoc, stepId: string, calendar: Calendar, left: number): Spacing {
  const { spacing, bands } = callRuleOf(doc, stepId);
  const quiet = doc.quietHours.phone ?? null;
  const { lastDispatch } = doc.dates;
  const until = callsUntil(doc, stepId, calendar);
  const spread = until !== undefined && { spread: { until, left } };
  return { spacing, ...(bands && { bands }), calendar, quiet, lastDispatch, ...spread };
}

/**
 * Until when the calls of a step may take, epoch ms: the day of the next step that has one of its own, else the last
 * dispatch less the waits of this step and of those after it. Undefined for a step that does not call by itself.
 */
function callsUntil(doc: CampaignDoc, stepId: string, calendar: Calendar): number | undefined {
  const { steps } = doc.plan;
  const index = steps.findIndex(({ id }) => id === stepId);
  const step = steps[index];
  if (!step || ![...(step.first ?? []), ...(step.all ?? [])].includes('phone')) return undefined;
  const after = steps.slice(index + 1);
  const tied = after.findIndex((one) => tiedDay(one, doc) !== undefined);
  const end = tied < 0 ? localDate(doc.dates.lastDispatch, doc.zone) : tiedDay(after[tied]!, doc)!;
  const waiting = after.length === 0 ? [] : [step, ...after.slice(0, tied < 0 ? -1 : tied)];
  const day = waiting.reduceRight((left, { wait }) => dayBefore(left, wait, calendar), end);
  return instantOf(day, '00:00', doc.zone);
}

/** The day on which a wait must begin so that it is over on `day`. */
function dayBefore(day: string, wait: Wait, calendar: Calendar): string {
  if ('minutes' in wait) return day;
  if ('days' in wait) return addDays(day, -wait.days);
  return businessDaysBefore(day, wait.businessDays, calendar);
}
