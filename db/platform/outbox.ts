import { sql } from 'kysely';
import { readClock } from './clock';
import { appendLedger, campaignChain } from './ledger';
import { countReconciled } from '../journeys/overdue';
import { type Db } from './types';

export interface UnsignalledArrival {
  journeyId: number;
  campaignId: number;
  customerId: number;
  run: number;
  startedRun: number;
  seq: number;
}

/** A signal that Temporal accepted but the journey has not acted on is repeated after this time. */
const SIGNAL_AGAIN = sql`interval '10 seconds'`;

/**
 * Takes unread arrivals of open journeys that have not been signalled recently, and marks them as signalled before the
 * call; if the caller dies they are simply signalled again. One signal per journey, with the newest arrival.
 */
export async function takeUnsignalled(db: Db, limit: number): Promise<UnsignalledArrival[]> {
  const { rows } = await sql<UnsignalledArrival>`
    with due as (
      select a.id from arrivals a join journeys j on j.id = a.journey_id
      where a.read_at is null and j.status = 'open' and j.started_run > 0
        and (a.signalled_at is null or a.signalled_at < clock_timestamp() - ${SIGNAL_AGAIN})
      order by a.received_at limit ${limit} for no key update of a skip locked
    ), signalled as (
      update arrivals set signalled_at = clock_timestamp() where id in (select id from due) returning journey_id, seq
    )
    select j.id as "journeyId", j.campaign_id as "campaignId", j.customer_id as "customerId", j.run,
      j.started_run as "startedRun", max(signalled.seq)::int as seq
    from signalled join journeys j on j.id = signalled.journey_id group by j.id`.execute(db);
  return rows;
}

/**
 * Gives an open journey whose workflow has vanished a new run, which the outbox starts; messages still queued under the
 * old run are never sent. Returns false if the journey has moved on meanwhile.
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
