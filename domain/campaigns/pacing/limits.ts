import { type Behaviour } from '../../rehearsals/behaviour';
import { type Load } from '../../rehearsals/result';
import { reachedPerAttempt } from '../trial/assumed';
import { type Limits, PACED, type PacedLoad } from './pacing';

/** A limit given for a load; null: it has none, whatever is known. */
export type LimitsGiven = Partial<Record<PacedLoad, number | null>>;

/**
 * What a working day can take: as given, else as the behaviour says, else as the lanes do. Calls count with the minutes
 * that an attempt is expected to take, and inquiries with theirs: one desk makes and takes them.
 */
export function limitsOf(given: LimitsGiven, behaviour: Behaviour, lanes: Partial<Record<Load, number>>): Limits {
  const known: Partial<Record<Load, number>> = { ...lanes, ...behaviour.capacity };
  const all: LimitsGiven = {
    ...{ print: known.letters, post: known.letters, mails: known.mails, sms: known.sms, returns: known.returns },
    callMinutes: behaviour.capacity.callMinutes ?? minutesOf(known, behaviour),
    ...given,
  };
  return Object.fromEntries(
    PACED.flatMap((load) => (typeof all[load] === 'number' ? [[load, all[load]]] : [])),
  ) as Limits;
}

function minutesOf({ calls, inquiries }: Partial<Record<Load, number>>, { rates }: Behaviour): number | undefined {
  if (calls === undefined) return undefined;
  const reached = reachedPerAttempt(rates);
  const { minutesReached, minutesMissed } = rates.call;
  const attempt = reached * minutesReached.likely + (1 - reached) * minutesMissed.likely;
  return Math.round(calls * attempt + (inquiries ?? 0) * rates.inquiry.minutes.likely);
}
