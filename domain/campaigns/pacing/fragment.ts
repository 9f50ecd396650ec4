import { type Wave } from '../campaign';
import { type PlannedWave } from './pacing';

/** A wave as a campaign file says it. */
export type FileWave = Omit<Wave, 'begins'> & { begins: string };

/**
 * The proposed waves as the section `waves` of a campaign file. The last one takes all who remain, so that everyone is in
 * a wave even if the audience has changed since. `after`: the number of waves that exist already.
 */
export function fileWaves(waves: readonly PlannedWave[], after = 0): FileWave[] {
  return waves.map(({ begins, customers, segment, trial }, index) => {
    const number = after + index + 1;
    const last = index === waves.length - 1;
    return {
      id: trial ? 'trial' : `wave-${number}`,
      name: trial ? { ja: '試行ロット', en: 'Trial' } : { ja: `第${number}便`, en: `Wave ${number}` },
      begins,
      ...(segment !== null && !last && { only: [segment] }),
      ...(!last && !(segment !== null && isLastOf(waves, index)) && { size: customers }),
      ...(trial && { trial }),
    };
  });
}

/** Whether no later wave is of the same segment: it then takes all that are left of it. */
const isLastOf = (waves: readonly PlannedWave[], index: number): boolean =>
  !waves.slice(index + 1).some(({ segment }) => segment === waves[index]!.segment);
