import { type CampaignDoc, type Wave } from '../campaign';
import { trialsBefore } from '../waves';

/** Ids of the trial waves that have their go. */
export type Goes = ReadonlySet<string>;

export type WaveRefusal =
  'wave_begun' | 'wave_after_trial' | 'waves_reordered' | 'waves_none_left' | 'dispatch_begun' | 'waves_for_all';

/**
 * The waves that have begun at an instant: their day has come and no trial keeps them waiting, or they are a trial that
 * was judged. `at`: epoch ms.
 */
export const begunWaves = (waves: readonly Wave[] = [], at: number, goes: Goes): Wave[] =>
  waves.filter(
    ({ id, begins }) => goes.has(id) || (begins <= at && trialsBefore(waves, id).every((trial) => goes.has(trial.id))),
  );

/** What decides who is in a wave, and when they are contacted first. */
const FIXED = ['begins', 'only', 'size', 'share'] as const satisfies (keyof Wave)[];
const idsOf = (waves: readonly Wave[]): string[] => waves.map(({ id }) => id);
const asText = (value: unknown): string => JSON.stringify(value) ?? '';

/** Whether a version divides customers otherwise than the one before: other waves, sizes or segments, or another order. */
export function dividesAnew(before: CampaignDoc, after: CampaignDoc): boolean {
  const division = ({ waves = [] }: CampaignDoc) =>
    asText(waves.map(({ id, only, size, share }) => [id, only, size, share]));
  return division(before) !== division(after);
}

/** Ids of the waves that a version does not have any more. */
export const wavesGone = (before: CampaignDoc, after: CampaignDoc): string[] => {
  const there = idsOf(after.waves ?? []);
  return idsOf(before.waves ?? []).filter((id) => !there.includes(id));
};

/**
 * What a version would change in waves that have begun: they keep their customers, day and order, and wait for no trial
 * for which they have not waited. Also where no wave is left for the customers of those that have not begun. `now`: epoch
 * ms.
 */
export function refusedWaves(
  { waves: old = [], dates }: CampaignDoc,
  { waves: fresh = [] }: CampaignDoc,
  { now, goes }: { now: number; goes: Goes },
): { path: string; code: WaveRefusal }[] {
  if (old.length === 0) {
    return fresh.length > 0 && dates.firstDispatch <= now ? [{ path: 'waves', code: 'dispatch_begun' }] : [];
  }
  const begun = begunWaves(old, now, goes);
  const kept = fresh.filter((wave) => begun.some(({ id }) => id === wave.id));
  const refused = begun.flatMap((wave) => refusedOf(wave, { old, fresh }));
  const order = begun.filter((wave) => kept.some(({ id }) => id === wave.id));
  if (asText(idsOf(order)) !== asText(idsOf(kept))) refused.push({ path: 'waves', code: 'waves_reordered' });
  if (begun.length > 0 && begun.length < old.length && kept.length === fresh.length && fresh.length > 0)
    refused.push({ path: 'waves', code: 'waves_none_left' });
  return refused;
}

function refusedOf(wave: Wave, { old, fresh }: { old: Wave[]; fresh: Wave[] }): { path: string; code: WaveRefusal }[] {
  const path = `waves.${wave.id}`;
  const now = fresh.find(({ id }) => id === wave.id);
  if (!now) return [{ path, code: 'wave_begun' }];
  const changed = FIXED.filter((field) => asText(wave[field]) !== asText(now[field]));
  const waited = idsOf(trialsBefore(old, wave.id));
  const waits = idsOf(trialsBefore(fresh, wave.id)).some((trial) => !waited.includes(trial));
  return [
    ...changed.map((field) => ({ path: `${path}.${field}`, code: 'wave_begun' as const })),
    ...(waits ? [{ path, code: 'wave_after_trial' as const }] : []),
  ];
}

/** Ids of the waves that keep their customers when a version comes into force at `at`: begun, and still there. */
export function keptWaves(before: CampaignDoc, after: CampaignDoc, at: number, goes: Goes): Set<string> {
  const there = new Set(idsOf(after.waves ?? []));
  return new Set(idsOf(begunWaves(before.waves, at, goes)).filter((id) => there.has(id)));
}

/**
 * The waves among which the customers of all others are divided. A share counts, as in the file, of what those with a
 * size or segment leave; the waves that are kept have had theirs.
 */
export function wavesLeft(waves: readonly Wave[] = [], kept: ReadonlySet<string>): Wave[] {
  const left = waves.filter(({ id }) => !kept.has(id));
  if (left.length === 0) return waves.slice(-1);
  const had = waves.reduce((total, { id, share = 0 }) => total + (kept.has(id) ? share : 0), 0);
  return left.map((wave) => (wave.share === undefined ? wave : { ...wave, share: (wave.share * 100) / (100 - had) }));
}

/** How many customers move from one wave to another; null: none. */
export interface WaveMove {
  from: string | null;
  to: string | null;
  customers: number;
}

/** The moves of both lists, one for each pair of waves. */
export function addMoves(known: readonly WaveMove[], more: readonly WaveMove[]): WaveMove[] {
  const moves = known.map((move) => ({ ...move }));
  for (const move of more) {
    const same = moves.find(({ from, to }) => from === move.from && to === move.to);
    if (same) same.customers += move.customers;
    else moves.push({ ...move });
  }
  return moves;
}
