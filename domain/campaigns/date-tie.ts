import { addDays, type DueContext, firstDue, instantOf, localDate } from './calendar';
import { type CampaignDoc, type Step } from './campaign';

/** The local day (ISO) that a step is tied to; undefined for any other step, and where the campaign lacks the date. */
export function tiedDay({ at: tie }: Pick<Step, 'at'>, { dates, zone }: CampaignDoc): string | undefined {
  const date = tie && dates[tie.date];
  return tie && typeof date === 'number' ? addDays(localDate(date, zone), -tie.daysBefore) : undefined;
}

/** `due` (epoch ms), or the customer's time on the day that the step is tied to, whichever is later. */
export function notBeforeDay(step: Pick<Step, 'at'>, due: number, doc: CampaignDoc, context: DueContext): number {
  const day = tiedDay(step, doc);
  return day === undefined ? due : Math.max(due, firstDue(instantOf(day, '00:00', doc.zone), context));
}
