import { sql } from 'kysely';
import { type AlertKind } from '../../../domain/platform/alerts';
import { type Via } from './alerts';
import { type Queryable } from '../types';

/** An alert to be sent by one route, and the number of attempts including this one. */
export interface AlertSend {
  id: number;
  via: Via;
  attempt: number;
  kind: AlertKind;
  subject: string;
  figures: Record<string, number | string>;
  openedAt: number;
  /** The person concerned, if their login is an address; null: the person on duty. */
  to: string | null;
}

/** About a day of attempts. */
const ATTEMPTS = 30;
const BATCH = 20;

/**
 * Takes alerts that are due to be sent. Schedules the next attempt before this one: after a minute and a half, doubling
 * up to an hour, longer than sending can take, so that alerts are neither sent twice normally nor lost when the process
 * dies.
 */
export async function takeDueSends(db: Queryable, vias: Via[]): Promise<AlertSend[]> {
  const { rows } = await sql<AlertSend>`
    with due as (select alert_id, via from alert_sends where sent_at is null and next_at <= clock_timestamp()
        and attempts < ${ATTEMPTS} and via = any(${vias}::text[])
        order by next_at, alert_id limit ${BATCH} for no key update skip locked),
      taken as (update alert_sends s set attempts = s.attempts + 1,
          next_at = clock_timestamp() + make_interval(secs => least(3600, 90 * 2 ^ least(s.attempts, 10)))
        from due d where s.alert_id = d.alert_id and s.via = d.via returning s.alert_id, s.via, s.attempts)
    select a.id, t.via, t.attempts as attempt, a.kind, a.subject, a.figures, a.opened_at as "openedAt",
      p.login as to
    from taken t join alerts a on a.id = t.alert_id
      left join persons p on a.kind = 'holds_due' and p.id = (a.figures->>'owner')::bigint and p.login like '%_@_%._%'
    order by a.id, t.via`.execute(db);
  return rows;
}

/** Records the result of an attempt; `failure` is a code (`http_503`, `unreachable`). */
export async function recordSend(db: Queryable, send: AlertSend, failure: string | null): Promise<void> {
  await db
    .updateTable('alert_sends')
    .set({ failure, ...(failure === null && { sent_at: sql<Date>`clock_timestamp()` }) })
    .where('alert_id', '=', send.id)
    .where('via', '=', send.via)
    .execute();
}
