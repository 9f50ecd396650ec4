import { sql } from 'kysely';
import { readClock } from './clock';
import { appendLedger, campaignChain } from './ledger';
import { signalOf } from '../journeys/arrivals';
import { type ArrivalKind } from '../journeys/arrival-kind';
import { countReconciled } from '../journeys/overdue';
import { PLANNED_ONCE } from './planned-once';
import { type Db, type Queryable } from './types';
import { ARRIVALS, type ArrivalSignal, RANKED } from '../../domain/journeys/story';

interface UnsignalledArrival {
  journeyId: number;
  campaignId: number;
  customerId: number;
  run: number;
  startedRun: number;
  /** The signal of the most urgent unread arrival, and that arrival's number. */
  name: ArrivalSignal;
  seq: number;
}

/** An arrival that is still unread this long after its signal is signalled again. */
const SIGNAL_AGAIN = sql`interval '10 seconds'`;

type Signalled = Omit<UnsignalledArrival, 'name'> & { kind: ArrivalKind; via: string | null };

/**
 * Takes up to `limit` unread arrivals of open journeys that have not been signalled lately, new ones before those that
 * are signalled again, and returns one signal per journey: that of the most urgent arrival. They are marked as signalled
 * before the call, so a caller that dies only delays the signal.
 */
export async function takeUnsignalled(db: Db, limit: number): Promise<UnsignalledArrival[]> {
  const { rows } = await sql<Signalled>`
    with due as (
      select a.id from arrivals a join journeys j on j.id = a.journey_id
      where a.read_at is null and j.status = 'open' and j.started_run > 0 and a.seq > j.read_seq
        and (a.signalled_at is null or a.signalled_at < clock_timestamp() - ${SIGNAL_AGAIN})
      order by a.signalled_at nulls first, a.received_at limit ${limit} for no key update of a skip locked
    ), signalled as (
      update arrivals set signalled_at = clock_timestamp() where id in (select id from due)
      returning journey_id, seq, kind, data ->> 'via' as via
    )
    select j.id as "journeyId", j.campaign_id as "campaignId", j.customer_id as "customerId", j.run,
      j.started_run as "startedRun", s.seq, s.kind, s.via
    from signalled s join journeys j on j.id = s.journey_id order by s.seq desc`.execute(db);
  const first = new Map<number, UnsignalledArrival>();
  for (const { kind, via, ...row } of rows) {
    const name = signalOf(kind, via);
    const known = first.get(row.journeyId);
    if (!known || rank(name) < rank(known.name)) first.set(row.journeyId, { ...row, name });
  }
  return [...first.values()];
}

const rank = (name: ArrivalSignal): number => RANKED.indexOf(ARRIVALS[name]);

/**
 * Whether any workflow waits to be started, or a campaign's to be signalled: one statement for what an idle outbox looks for
 * again and again.
 */
export async function anyToStart(db: Queryable): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`${PLANNED_ONCE}
    select exists (select 1 from journeys where status = 'open' and started_run < run and run > 1)
      or exists (select 1 from campaigns where status in ('running', 'paused', 'stopped') and ended_at is null
        and started_at is not null and (not launched or wake_at <= tsunagi_now()))
      or exists (select 1 from lanes where not launched and channel <> 'phone')
      or exists (select 1 from print_runs where not launched)
      or exists (select 1 from rehearsals where status = 'queued' and not launched) as any`.execute(db);
  return rows[0]!.any;
}

/**
 * Gives an open journey whose workflow is gone a new run, which the outbox starts; what is still queued under the old
 * run never leaves. Returns false when the journey has meanwhile changed and is left as it is.
 */
export async function restartJourney(db: Db, journeyId: number, run: number): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const journey = await trx
      .updateTable('journeys')
      .set({ run: run + 1, turn: -1, wake_at: sql<Date>`tsunagi_now()` })
      .where('id', '=', journeyId)
      .where('status', '=', 'open')
      .where('run', '=', run)
      .returning(['campaign_id', 'client_id', 'step'])
      .executeTakeFirst();
    if (!journey) return false;
    const { campaign_id: campaignId, client_id: clientId, step } = journey;
    await countReconciled(trx, { campaignId, clientId, did: 'restarted' });
    const { now } = await readClock(trx);
    const entry = { kind: 'restarted', by: 'system', journey: journeyId, run: run + 1, step, reason: 'workflow_gone' };
    await appendLedger(trx, campaignChain(campaignId), clientId, now, [entry]);
    return true;
  });
}
