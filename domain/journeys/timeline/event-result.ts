/**
 * What an entry of a journey's timeline is, for people who look for the exceptions. `done`: a contact or a call that was
 * made. `not_done`: a contact that was not made, or not on every channel. `came_in`: from the customer or a provider.
 * `person`: a person of the staff acted. `decision`: the system decided.
 */
export const EVENT_RESULTS = ['done', 'not_done', 'came_in', 'person', 'decision'] as const;
export type EventResult = (typeof EVENT_RESULTS)[number];

const DONE = ['handed_over', 'delivered', 'call_attempt', 'call_received', 'reply'];
const NOT_DONE = ['not_sent', 'bounced', 'doubtful', 'undecided', 'decision.held'];

/** `refused`: channels that were not used for it. */
export function eventResult(kind: string, { by, refused }: { by: unknown; refused: number }): EventResult {
  if (NOT_DONE.includes(kind) || refused > 0) return 'not_done';
  if (DONE.includes(kind)) return 'done';
  if (kind.startsWith('arrival.')) return 'came_in';
  if (typeof by === 'string' && by.startsWith('person:')) return 'person';
  return 'decision';
}
