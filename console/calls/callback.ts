import { instantOf, localTime, nextAllowed } from '../../domain/campaigns/calendar';
import { type QuietHours } from '../../domain/campaigns/campaign';
import { callbackProblem } from '../../domain/calls/call-rules';
import { type CallLease } from './results';

/** When a callback is promised, epoch ms; null while day or time is missing. */
export function callbackAt({ callback }: CallLease, day: string, time: string): number | null {
  if (day === '' || time === '') return null;
  return instantOf(day, time.slice(0, 5), callback.zone);
}

export type CallbackTrouble =
  { why: 'missing' } | { why: 'past' } | { why: 'too_late' } | { why: 'hours'; from: string };

/** Why a callback cannot be promised at that time, by the rule that the API itself applies; null: it can. */
export function callbackTrouble({ callback }: CallLease, at: number | null, now: number): CallbackTrouble | null {
  if (at === null) return { why: 'missing' };
  const quiet = callback.quiet as QuietHours | null;
  const { zone } = callback;
  const problem = callbackProblem(
    at,
    { now, slotMs: 0 },
    { quiet, zone, lastDispatch: Date.parse(callback.lastDispatch) },
  );
  if (problem === 'past') return { why: 'past' };
  if (problem === 'last_dispatch_passed') return { why: 'too_late' };
  return problem === null ? null : { why: 'hours', from: localTime(nextAllowed(at, quiet, zone), zone) };
}
