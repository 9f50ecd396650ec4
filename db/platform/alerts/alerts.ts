import { type Selectable, sql } from 'kysely';
import { AppError } from '../../../domain/errors';
import { type AlertKind } from '../../../domain/platform/alerts';
import { findQuick, type Finding, QUICK } from './causes';
import { findSlow, SLOW } from './counted-causes';
import { readClock } from '../clock';
import { appendLedger, INSTALLATION_CHAIN } from '../ledger';
import { type Scope } from '../scope';
import { type Db, type Queryable, type Trx } from '../types';
import { type Alerts } from '../schema.generated';

export type AlertRow = Selectable<Alerts>;
export type Via = 'mail' | 'webhook';

const LEADER = 727_020;

/**
 * Checks for causes: opens an alert for each new one, to be sent by the given routes, updates the figures of open
 * alerts, and closes those whose cause is gone. `beside`: what was found outside the database. Only one worker checks at a time; returns null if another is doing it.
 */
export async function watchAlerts(
  db: Db,
  { slow, vias, beside }: { slow: boolean; vias: Via[]; beside?: { kinds: readonly AlertKind[]; found: Finding[] } },
): Promise<{ opened: number } | null> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ leads: boolean }>`select pg_try_advisory_xact_lock(${LEADER}) as leads`.execute(trx);
    if (!rows[0]!.leads) return null;
    const found = [...(await findQuick(trx)), ...(slow ? await findSlow(trx) : []), ...(beside?.found ?? [])];
    const kinds = [...QUICK, ...(slow ? SLOW : []), ...(beside?.kinds ?? [])];
    const opened = await updateAlerts(trx, kinds, found);
    const sends = opened.flatMap((alert_id) => vias.map((via) => ({ alert_id, via, next_at: sql<Date>`now()` })));
    if (sends.length > 0) await trx.insertInto('alert_sends').values(sends).execute();
    return { opened: opened.length };
  });
}

/** Brings open alerts of these kinds in line with the findings. Returns the ids of new ones. */
async function updateAlerts(trx: Trx, kinds: AlertKind[], found: Finding[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with f as materialized (select * from jsonb_to_recordset(${JSON.stringify(found)}::jsonb)
        as f(kind text, subject text, "clientId" bigint, figures jsonb)),
      closed as (update alerts a set closed_at = tsunagi_now() where a.closed_at is null
        and a.kind = any(${kinds}::text[])
        and not exists (select 1 from f where f.kind = a.kind and f.subject = a.subject)),
      kept as (update alerts a set figures = f.figures from f where a.closed_at is null and a.kind = f.kind
        and a.subject = f.subject and a.figures <> f.figures)
    insert into alerts (client_id, kind, subject, figures, opened_at)
    select f."clientId", f.kind, f.subject, f.figures, tsunagi_now() from f where not exists
      (select 1 from alerts a where a.closed_at is null and a.kind = f.kind and a.subject = f.subject)
    order by f.kind, f.subject returning id`.execute(trx);
  return rows.map((row) => row.id);
}

const visible = (scope: Scope) =>
  sql<boolean>`(alerts.client_id is null or alerts.client_id = ${scope.clientId}::bigint)`;

/** Alerts of a client and of the installation with ids below `before`, newest first. */
export async function listAlerts(
  db: Queryable,
  scope: Scope,
  page: { before: number | null; limit: number; open: boolean; campaign?: number },
): Promise<AlertRow[]> {
  return db
    .selectFrom('alerts')
    .selectAll()
    .where(visible(scope))
    .$if(page.open, (query) => query.where('closed_at', 'is', null))
    .$if(page.campaign !== undefined, (query) =>
      query.where(sql<boolean>`figures ->> 'campaign' = ${String(page.campaign)}`),
    )
    .$if(page.before !== null, (query) => query.where('id', '<', page.before!))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute();
}

/** How many alerts of a client and of the installation are open; counts at most `most`. */
export async function countOpenAlerts(db: Queryable, scope: Scope, most: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from (
    select from alerts where ${visible(scope)} and closed_at is null limit ${most}) a`.execute(db);
  return rows[0]!.count;
}

/**
 * Records the person who acknowledged an alert; the first one stays. It closes only when its cause is gone. Alerts of
 * the installation are for the administrator: throws forbidden for others, not_found for another client's. Call it last
 * in the transaction.
 */
export async function acknowledgeAlert(
  trx: Trx,
  scope: Scope,
  input: { id: number; personId: number; administrator: boolean; role: string },
): Promise<AlertRow> {
  const alert = await trx
    .selectFrom('alerts')
    .selectAll()
    .where('id', '=', input.id)
    .where(visible(scope))
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!alert) throw new AppError('not_found');
  if (alert.client_id === null && !input.administrator)
    throw new AppError('forbidden', { role: input.role, needs: 'administrator' });
  if (alert.acknowledged_by !== null) return alert;
  const { now } = await readClock(trx);
  const row = await trx
    .updateTable('alerts')
    .set({ acknowledged_by: input.personId, acknowledged_at: new Date(now) })
    .where('id', '=', alert.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const entry = { kind: 'alert_acknowledged', by: `person:${input.personId}`, alert: alert.id, of: alert.kind };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry]);
  return row;
}

/** Number of open alerts by kind, for metrics. */
export async function countAlerts(db: Queryable): Promise<{ kind: AlertKind; count: number }[]> {
  return db
    .selectFrom('alerts')
    .select(['kind', ({ fn }) => fn.countAll<number>().as('count')])
    .where('closed_at', 'is', null)
    .groupBy('kind')
    .execute();
}

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
