import { inspect } from 'node:util';

const LIMIT_MS = 30_000;
const POLL_MS = 20;

/** Notes what a wait sees, for the message if it ends in vain; returns it. */
export type See = <Seen>(seen: Seen) => Seen;

/**
 * Polls until `find` gives something other than undefined, null and false, and resolves to that. After 30 s (`withinMs`)
 * throws, and says `what` was waited for and what was seen last: what `find` has noted, else what it gave. This is the
 * only loop in which a test waits.
 */
export async function eventually<Found>(
  what: string,
  find: (see: See) => Promise<Found> | Found,
  withinMs = LIMIT_MS,
): Promise<Exclude<Found, undefined | null | false>> {
  let last: unknown;
  let noted = false;
  const see: See = (seen) => {
    [last, noted] = [seen, true];
    return seen;
  };
  for (const end = performance.now() + withinMs; performance.now() < end;) {
    const found = await find(see);
    if (found !== undefined && found !== null && found !== false)
      return found as Exclude<Found, undefined | null | false>;
    if (!noted) last = found;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const seen = inspect(last, { depth: 4, breakLength: Infinity });
  throw new Error(`waited ${withinMs / 1_000} s in vain for ${what}; seen last: ${seen}`);
}
