import { sql } from 'kysely';
import { agreementOn } from '../../domain/calls/phone-days';
import { addDays, instantOf, localDate } from '../../domain/campaigns/calendar';
import { readClock } from '../platform/clock';
import { appendLedger, INSTALLATION_CHAIN } from '../platform/ledger';
import { inCampaigns, type Scope, wholeClient } from '../platform/scope';
import { type Db, type Queryable } from '../platform/types';
import { phoneAgreements } from './phone/agreements';

/** The reference of a recording, and of which call it is. */
export interface Recording {
  at: number;
  campaignId: number | null;
  taskId: number | null;
  inbound: boolean;
  /** Of a call that was reported; null: of a check of who was calling, or a call that came in. */
  result: string | null;
  /** Whether the one on the phone heard of it; null: it is not known. */
  announced: boolean | null;
  recording: string;
}

const MOST = 100;

/** The recordings of a customer's calls whose references are there, newest first. Record the access. */
export async function recordingsOf(db: Queryable, scope: Scope, customerId: number): Promise<Recording[]> {
  const own = sql`t.customer_id = ${customerId} and t.client_id = ${scope.clientId}`;
  const { rows } = await sql<Recording>`
    select distinct on (recording) * from (
      select a.at, t.campaign_id as "campaignId", t.id as "taskId", a.inbound, a.result, a.announced, a.recording
      from call_tasks t join call_attempts a on a.task_id = t.id
      where ${own} and ${inCampaigns(scope, 't.campaign_id')} and a.recording is not null
      union all
      select t.at, t.campaign_id, t.task_id, true, null, null, t.recording
      from incoming_calls t where ${own} and ${inCampaigns(scope, 't.campaign_id')} and t.recording is not null
      union all
      select t.at, t.campaign_id, t.task_id, true, null, null, t.recording
      from caller_checks t where ${own} and ${inCampaigns(scope, 't.campaign_id')} and t.recording is not null
    ) r order by recording, result nulls last limit ${MOST}`.execute(db);
  return rows.sort((a, b) => b.at - a.at);
}

/** Days of a desk are days in Japan. */
const ZONE = 'Asia/Tokyo';
/** Of each kind in one call. */
const BATCH = 1_000;

/**
 * Takes off the references of recordings that are older than agreed with their client; the calls stay in the record. May be
 * repeated. Appends to the ledger. Returns how many were taken off.
 */
export async function expireRecordings(db: Db): Promise<number> {
  const { now } = await readClock(db);
  const clients = await db.selectFrom('phone_agreements').select('client_id').distinct().execute();
  let expired = 0;
  for (const { client_id: clientId } of clients) {
    const today = localDate(now, ZONE);
    const agreed = agreementOn(await phoneAgreements(db, wholeClient(clientId)), today);
    if (agreed?.recordingDays == null) continue;
    const before = new Date(instantOf(addDays(today, -agreed.recordingDays), '00:00', ZONE));
    expired += await db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ count: number }>`
        select expire_recordings(${clientId}, ${before}, ${BATCH}) as count`.execute(trx);
      const { count } = rows[0]!;
      if (count > 0) {
        const entry = { kind: 'recordings_expired', by: 'system', client: clientId, count };
        await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry]);
      }
      return count;
    });
  }
  return expired;
}
