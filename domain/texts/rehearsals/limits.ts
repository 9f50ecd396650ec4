import { type Language } from '../../campaigns/campaign';
import { type RehearsalResult } from '../../rehearsals/result';
import { rehearsalWord } from './words';

/**
 * What the capacity of lanes and desks does to the curve, as sentences: the share without limits, how many contracts are
 * late or lost, and the dates that move. Empty where nothing waits. `dayText` writes a local day.
 */
export function limitsSay(
  { withoutLimits, milestones }: Pick<RehearsalResult, 'withoutLimits' | 'milestones'>,
  language: Language,
  dayText: (day: string) => string = (day) => day,
): string[] {
  if (!withoutLimits) return [];
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
  const number = (value: number) => value.toLocaleString('en-US');
  const day = (value: string | null) => (value === null ? rehearsalWord(language, 'never') : dayText(value));
  const { completed, later, lost } = withoutLimits;
  const says = rehearsalWord(language, 'unlimitedSays', {
    ...{ share: percent(completed.likely), low: percent(completed.low), high: percent(completed.high) },
    ...{ later: number(later), lost: number(lost) },
  });
  const moved = withoutLimits.milestones.flatMap(({ share, likely: free }, index) => {
    const limited = milestones[index]?.likely ?? null;
    if (free === limited) return [];
    const dates = { share: `${share * 100}%`, free: day(free), limited: day(limited) };
    return [rehearsalWord(language, 'unlimitedReached', dates)];
  });
  return [`${rehearsalWord(language, 'unlimitedKey')}: ${says}`, ...moved];
}
