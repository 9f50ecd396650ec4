import { type Use } from './plan';
import { noticeUseProblems } from './notices';
import { isMapping, type Problem, valueAt } from './problems';

/** Where each handler says what follows, and the channels it is about. */
const HANDLERS = [
  { key: 'onUndeliverable', actions: 'reasons', about: ['post'] },
  { key: 'onBounce', actions: 'channels', about: ['mail', 'sms'] },
] as const;

const actionsAt = (raw: unknown, key: string, actions: string): [string, unknown][] => {
  const given = valueAt(raw, ['plan', key, actions]);
  return isMapping(given) ? Object.entries(given) : [];
};

/** A handler that calls uses the phone, in the name of the service. */
export function usesOfHandlers(raw: unknown): Use[] {
  const calls = HANDLERS.some(({ key, actions }) => actionsAt(raw, key, actions).some(([, value]) => value === 'call'));
  return calls ? [{ channel: 'phone', purpose: 'service_notice' }] : [];
}

/** Rules of the handlers that cross fields. `used`: the channels of the steps. */
export function handlerProblems(raw: unknown, used: ReadonlySet<string>): Problem[] {
  return HANDLERS.flatMap(({ key, actions, about }): Problem[] => {
    const handler = valueAt(raw, ['plan', key]);
    if (!isMapping(handler)) return [];
    const path = ['plan', key];
    const given = actionsAt(raw, key, actions);
    const idle = about.every((channel) => !used.has(channel));
    if (idle) return [{ path, code: 'handler_unused', detail: { key, channel: about.join(', ') } }];
    const calls = given.some(([, value]) => value === 'call');
    return [
      ...(given.length === 0 && isMapping(handler[actions])
        ? [{ path: [...path, actions], code: 'handler_empty', detail: { key } } satisfies Problem]
        : []),
      ...(key === 'onBounce' ? unusedChannels(given, used) : []),
      ...scriptProblems(raw, handler, { path, calls }),
    ];
  });
}

const unusedChannels = (given: [string, unknown][], used: ReadonlySet<string>): Problem[] =>
  given
    .filter(([channel]) => ['mail', 'sms'].includes(channel) && !used.has(channel))
    .map(([channel]) => ({
      path: ['plan', 'onBounce', 'channels', channel],
      code: 'handler_unused',
      detail: { key: 'onBounce', channel },
    }));

function scriptProblems(
  raw: unknown,
  handler: Record<string, unknown>,
  { path, calls }: { path: string[]; calls: boolean },
): Problem[] {
  const at = [...path, 'notice'];
  if (calls && handler['notice'] === undefined) return [{ path: at, code: 'handler_script_missing' }];
  if (!calls && handler['notice'] !== undefined) return [{ path: at, code: 'handler_script_unused' }];
  return noticeUseProblems(raw, handler, { path, channels: ['phone'], doubtful: false });
}
