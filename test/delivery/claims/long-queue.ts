import { sql } from 'kysely';
import { takeOverLane } from '../../../db/delivery/lane-health';
import { analyze } from '../../support/database/rows-read';
import { type TestDb } from '../../support/test-db';
import { MINUTE, scene, type Scene, START } from '../mail/mail-fixture';

/** Messages that are kept back at the head of the queue, and messages after them that may leave. */
export const AHEAD = 1_500;
const AFTER = 5;
export const LIMIT = 64;
export interface Filled {
  at: Scene;
  clientId: number;
  fence: number;
  ahead: number[];
  after: number[];
}

/** A mail lane with `AHEAD` customers of prefecture 1 due before `AFTER` of prefecture 2. */
export async function filled(test: TestDb): Promise<Filled> {
  const at = await scene(test, { lane: { ratePerMinute: 1e9, burst: 1e6 } });
  const { rows } = await sql<{ id: number; client: number; prefecture: number }>`
    with c as (insert into customers (client_id, kind, party_hash, prefecture)
        select k.client_id, 'person', uuid_send(gen_random_uuid()), case when n <= ${AHEAD} then 1 else 2 end
        from campaigns k, generate_series(1, ${AHEAD + AFTER}::int) n where k.id = ${at.campaignId} returning *),
      p as (insert into contact_points (customer_id, channel, client_id, hash)
        select id, 'mail', client_id, party_hash from c),
      j as (insert into journeys (client_id, campaign_id, customer_id)
        select client_id, ${at.campaignId}, id from c returning *),
      e as (insert into pieces (client_id, campaign_id, customer_id, code)
        select client_id, campaign_id, customer_id, gen_random_uuid()::text from j returning *)
    insert into messages (client_id, campaign_id, customer_id, journey_id, piece_id, lane_id, run, step, channel, purpose,
      notice, version, due_at, not_before)
    select j.client_id, j.campaign_id, j.customer_id, j.id, e.id, ${at.laneId}, 1, 'notice', 'mail', 'service_notice', 'n1', 1,
      t.at, t.at
    from j join e using (customer_id) join c on c.id = j.customer_id
      cross join lateral (select ${new Date(START - MINUTE)}::timestamptz + make_interval(secs => c.prefecture)) t(at)
    order by c.prefecture, c.id returning id, client_id as client,
      (select prefecture from c where c.id = messages.customer_id) as prefecture`.execute(test.db);
  await analyze(test);
  const { fence } = await takeOverLane(test.db, at.docs, at.laneId);
  const ids = (prefecture: number) => rows.filter((row) => row.prefecture === prefecture).map(({ id }) => id);
  return { at, clientId: rows[0]!.client, fence, ahead: ids(1), after: ids(2) };
}
