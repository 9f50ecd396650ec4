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
 * Reports a call to the product, one signed event each: started, answered, ended, and its recording, as telephone systems do:
 * in any order, and some of them twice. The ids of the events follow from the call's key, so that each is taken once. What is refused or fails is reported no more.
 */
export async function reportCall({ url, secret }: Hook, { key, number, at, heard }: EndedCall): Promise<void> {
  const callTask = Number(/^(\d+)\//.exec(key)?.[1]);
  if (!callTask) return; // dialled by hand
  const { recording } = heard;
  const happened = [
    { kind: 'started' },
    ...(heard.heard === 'answered' ? [{ kind: 'answered' }] : []),
    ...(recording ? [{ kind: 'recording', recording }] : []),
    { kind: 'ended' },
  ];
  for (const one of asTheyCome(key, happened)) {
    const body = JSON.stringify({ event: `${key}:${one.kind}`, ...one, direction: 'out', at, callTask, number });
    const headers = { 'content-type': 'application/json', 'x-tsunagi-signature': signed(secret, body) };
    const sent = { method: 'POST', headers, body, signal: AbortSignal.timeout(REPORT_MS) };
    await fetch(new URL('/webhooks/phone', url), sent).catch(() => undefined);
  }
}

/** In an order, and with repetitions, that follow from the call's key. */
function asTheyCome<One>(key: string, happened: One[]): One[] {
  const chance = createHash('sha256').update(key).digest();
  const order = happened.map((one, n) => ({ one, at: chance[n]! })).sort((a, b) => a.at - b.at);
  return order.flatMap(({ one }, n) => (chance[16 + n]! % 3 === 0 ? [one, one] : [one]));
}

function signed(secret: string, body: string): string {
  const time = Math.floor(Date.now() / 1000);
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`;
}
