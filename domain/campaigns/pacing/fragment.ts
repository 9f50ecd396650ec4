import { type Wave } from '../campaign';
import { takesRest } from '../waves';
import { type PlannedWave } from './pacing';

/** A wave as a campaign file says it. */
export type FileWave = Omit<Wave, 'begins'> & { begins: string };

/**
 * The proposed waves as the section `waves` of a campaign file. The last one takes all who remain, so that everyone is in
 * a wave even if the audience has changed since; where one before them does already, it has its size. `before`: waves that
 * have begun, which keep their ids and stand before them; `after`: the number of waves that the file has.
 */
export function fileWaves(
  waves: readonly PlannedWave[],
  { before = [], after = 0 }: { before?: readonly Wave[]; after?: number } = {},
): FileWave[] {
  const taken = new Set(before.map(({ id }) => id));
  const shares = before.reduce((sum, { share = 0 }) => sum + share, 0);
  const restIsTaken = before.some(takesRest) || shares >= 100;
  return waves.map(({ begins, customers, segment, trial }, index) => {
    const number = after + index + 1;
    const last = index === waves.length - 1;
    const open = (last && !restIsTaken) || (segment !== null && isLastOf(waves, index));
    const own = trial ? 'trial' : `wave-${number}`;
    return {
      id: taken.has(own) ? `${own}-${begins}` : own,
      name: trial ? { ja: '試行ロット', en: 'Trial' } : { ja: `第${number}便`, en: `Wave ${number}` },
      begins,
      ...(segment !== null && !(last && !restIsTaken) && { only: [segment] }),
      ...(!open && { size: customers }),
      ...(trial && { trial }),
    };
  });
}

/** Whether no later wave is of the same segment: it then takes all that are left of it. */
const isLastOf = (waves: readonly PlannedWave[], index: number): boolean =>
  !waves.slice(index + 1).some(({ segment }) => segment === waves[index]!.segment);
