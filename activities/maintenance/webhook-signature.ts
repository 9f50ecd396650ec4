import { createHmac, timingSafeEqual } from 'node:crypto';

/** How old or early a signed message may be, in seconds: clocks differ, and a recorded one is soon worthless. */
export const REPLAY_WINDOW = 300;

/** `t=<epoch s>,v1=<hex>`: HMAC-SHA256 of `<t>.<body>`, so that a body is bound to its time. */
export function signWebhook(secret: string, time: number, body: string): string {
  return `t=${time},v1=${macOf(secret, time, body).toString('hex')}`;
}

/**
 * What a receiver checks: whether the body bears the secret's signature and is not older, nor of a later time, than the
 * window. Within it the Idempotency-Key tells a message that came twice. `now` in epoch seconds.
 */
export function isSignedWebhook(secret: string, header: string, { body, now }: { body: string; now: number }): boolean {
  const [, time, mac] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (time === undefined || mac === undefined) return false;
  const right = macOf(secret, Number(time), body);
  return timingSafeEqual(Buffer.from(mac, 'hex'), right) && Math.abs(now - Number(time)) <= REPLAY_WINDOW;
}

const macOf = (secret: string, time: number, body: string): Buffer =>
  createHmac('sha256', secret).update(`${time}.${body}`).digest();
