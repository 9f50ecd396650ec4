import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Largest difference in seconds between a signature's time and now, in both directions: allows for clock differences
 * and limits replays.
 */
export const REPLAY_WINDOW = 300;

/** `t=<epoch s>,v1=<hex>`: HMAC-SHA256 of `<t>.<body>`, which binds the body to its time. */
export function signWebhook(secret: string, time: number, body: string): string {
  return `t=${time},v1=${macOf(secret, time, body).toString('hex')}`;
}

/**
 * The check a receiver makes: whether the body has the secret's signature and its time is within the window of `now`
 * (epoch seconds). Within the window the Idempotency-Key identifies repeated messages.
 */
export function isSignedWebhook(secret: string, header: string, { body, now }: { body: string; now: number }): boolean {
  const [, time, mac] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (time === undefined || mac === undefined) return false;
  const right = macOf(secret, Number(time), body);
  return timingSafeEqual(Buffer.from(mac, 'hex'), right) && Math.abs(now - Number(time)) <= REPLAY_WINDOW;
}

const macOf = (secret: string, time: number, body: string): Buffer =>
  createHmac('sha256', secret).update(`${time}.${body}`).digest();
