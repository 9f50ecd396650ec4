import { businessDaysBefore, localDate } from '../calendar';
import { type CampaignDoc, type Wave } from '../campaign';
import { calendarOf } from '../holidays';
import { type Goes } from '../replan/replan';
import { trialsBefore } from '../waves';

/** Desk days before the next wave from which a go is asked for. */
export const GO_DAYS = 2;

/** A trial whose go is due: `next` is the first wave that waits for it. */
export interface GoDue {
  trial: Wave;
  next: Wave;
  /** All waves that would begin with the go, in the order of the file. */
  waiting: Wave[];
  overdue: boolean;
}

/** The first wave to begin of those that wait for a trial; undefined: none does. */
export const nextAfter = (waves: readonly Wave[], trial: Wave): Wave | undefined =>
  waves
    .slice(waves.indexOf(trial) + 1)
    .reduce<Wave | undefined>((first, wave) => (first && first.begins <= wave.begins ? first : wave), undefined);

/**
 * Trials without a go for which a wave waits, or will within GO_DAYS desk days. A trial that itself waits for another one
 * is not asked for yet. `now`: epoch ms.
 */
export function goesDue(doc: CampaignDoc, now: number, goes: Goes): GoDue[] {
  const { waves = [] } = doc;
  const open = (trials: Wave[]) => trials.filter(({ id }) => !goes.has(id));
  return open(waves.filter(({ trial }) => trial)).flatMap((trial): GoDue[] => {
    const next = nextAfter(waves, trial);
    if (!next || trial.begins > now || open(trialsBefore(waves, trial.id)).length > 0) return [];
    const asked = businessDaysBefore(localDate(next.begins, doc.zone), GO_DAYS, calendarOf(doc));
    if (asked > localDate(now, doc.zone)) return [];
    const waiting = waves.filter(({ id }) => open(trialsBefore(waves, id))[0]?.id === trial.id);
    return [{ trial, next, waiting, overdue: next.begins <= now }];
  });
}
