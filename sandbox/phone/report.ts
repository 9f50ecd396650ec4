import { createHash, createHmac } from 'node:crypto';

/** A call that has ended, as the telephone system reports it. */
export interface EndedCall {
  /** `<call task>/<instant>`, as the caller gave it. */
  key: string;
  number: string;
  at: string;
  heard: { heard: string; recording?: string };
}

/** Where what happens to calls is reported, and with which secret it is signed. */
export interface Hook {
  url: string;
  secret: string;
}

const REPORT_MS = 5_000;

/**
 * Reports a call to the product, one signed event each: started, answered, ended, and its recording, as telephone systems
 * do: in any order, some of them twice, and now and then one late. The ids of the events follow from the call's key, so
 * that each is taken once. What is refused or fails is reported no more. Resolves to whether one is left for `reportLate`.
 */
export async function reportCall(hook: Hook, call: EndedCall): Promise<boolean> {
  const events = eventsOf(call);
  const isLate = events.length > 0 && chanceOf(call.key)[24]! % 6 === 0;
  const late = isLate ? events.at(-1)?.kind : undefined;
  for (const event of events.filter(({ kind }) => kind !== late)) await send(hook, call, event);
  return isLate;
}

/** Reports the event of a call that comes late. */
export async function reportLate(hook: Hook, call: EndedCall): Promise<void> {
  const late = eventsOf(call).at(-1);
  if (late) await send(hook, call, late);
}

interface Happened {
  kind: string;
  recording?: string;
}

/** In an order, and with repetitions, that follow from the call's key; none of one that was dialled by hand. */
function eventsOf({ key, heard }: EndedCall): Happened[] {
  if (callTaskOf(key) === undefined) return [];
  const { recording } = heard;
  const happened: Happened[] = [
    { kind: 'started' },
    ...(heard.heard === 'answered' ? [{ kind: 'answered' }] : []),
    ...(recording ? [{ kind: 'recording', recording }] : []),
    { kind: 'ended' },
  ];
  const chance = chanceOf(key);
  const order = happened.map((one, n) => ({ one, at: chance[n]! })).sort((a, b) => a.at - b.at);
  return order.flatMap(({ one }, n) => (chance[16 + n]! % 3 === 0 ? [one, one] : [one]));
}

async function send({ url, secret }: Hook, { key, number, at }: EndedCall, one: Happened): Promise<void> {
  const callTask = callTaskOf(key);
  const body = JSON.stringify({ event: `${key}:${one.kind}`, ...one, direction: 'out', at, callTask, number });
  const headers = { 'content-type': 'application/json', 'x-tsunagi-signature': signed(secret, body) };
  const sent = { method: 'POST', headers, body, signal: AbortSignal.timeout(REPORT_MS) };
  await fetch(new URL('/webhooks/phone', url), sent).catch(() => undefined);
}

const callTaskOf = (key: string): number | undefined => Number(/^(\d+)\//.exec(key)?.[1]) || undefined;

const chanceOf = (key: string): Buffer => createHash('sha256').update(key).digest();

function signed(secret: string, body: string): string {
  const time = Math.floor(Date.now() / 1000);
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`;
}
