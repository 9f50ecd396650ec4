import { randomUUID } from 'node:crypto';
import { type AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { pino } from 'pino';
import { createApp } from '../../api/app';
import { loadConfig } from '../../config/settings';
import { createApiKey } from '../../db/access/api-keys';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { claimMessages } from '../../db/delivery/claims';
import { markHandingOver, recordDelivered } from '../../db/delivery/handovers';
import { takeOverLane } from '../../db/delivery/lane-health';
import { ensureLane } from '../../db/delivery/lanes';
import { Vault } from '../../db/privacy/vault';
import { interleave, type Measurement } from '../measurement';
import { withScratchDatabase } from '../scratch';
import { type Db } from '../../db/platform/types';
import { sleep } from '../../config/sleep';

const CONNECTIONS = 8;

/** What the stopping of campaigns that a lane is sending takes, a large one against a small one. */
export const stops: Measurement = {
  name: 'stop',
  what: 'the stop of a campaign with 20,000 open journeys against one with 2,000, its lane sending',
  async run({ quick, count = quick ? 6_000 : 20_000, rounds = quick ? 1 : 3 }, say) {
    const small = Math.round(count / 10);
    const times = { large: [] as number[], small: [] as number[] };
    let late = 0;
    await interleave(['large', 'small'] as const, rounds, async (kind) => {
      const { ms, afterStop } = await stopOne(kind === 'large' ? count : small);
      say(`${kind}: ${ms.toFixed(0)} ms, ${afterStop} sent afterwards`);
      times[kind].push(ms);
      late += afterStop;
    });
    const values = times.large.map((ms, round) => ms / times.small[round]!);
    const of = `${count.toLocaleString('en')} ÷ ${small.toLocaleString('en')} open journeys`;
    return [
      { name: 'time to stop a campaign', of, unit: '×', values, detail: times },
      {
        name: 'contacts begun after the stop was answered',
        of: 'all rounds',
        unit: 'rows',
        values: [late],
        limit: { most: 0 },
      },
    ];
  },
};

/** Stops a campaign over HTTP while its lane is sending. */
async function stopOne(journeys: number): Promise<{ ms: number; afterStop: number }> {
  return withScratchDatabase(async ({ db, pool, scoped, url }) => {
    const seeded = await seed(db, journeys);
    const config = loadConfig({ DATABASE_URL: url, MASTER_KEY_FILE: '/unused' });
    const log = pino({ level: 'silent' });
    const app = createApp({ config, db, pool, scoped, vault: new Vault(Buffer.alloc(32, 1)), log });
    const server = app.listen(0, '127.0.0.1');
    const lane = new SendingLane(db, seeded.laneId);
    const sending = lane.run();
    while (lane.marked === 0) await sleep(20);
    const { port } = server.address() as AddressInfo;
    const started = performance.now();
    const response = await fetch(`http://127.0.0.1:${port}/api/campaigns/${seeded.campaignId}/stop`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${seeded.key}`,
        'idempotency-key': randomUUID(),
        'content-type': 'application/json',
      },
      body: JSON.stringify({ reason: 'bench' }),
    });
    const ms = performance.now() - started;
    if (!response.ok) throw new Error(`the stop was answered ${response.status}: ${await response.text()}`);
    const before = lane.marked;
    await sleep(1_000); // long enough for what would still be sent
    lane.stopping = true;
    await sending;
    server.close();
    return { ms, afterStop: lane.marked - before };
  });
}

/** Claims and hands over like a lane; the provider takes 5 ms. */
class SendingLane {
  marked = 0;
  stopping = false;

  constructor(
    private readonly db: Db,
    private readonly laneId: number,
  ) {}

  async run(): Promise<void> {
    const docs = new CampaignDocs();
    const { fence } = await takeOverLane(this.db, docs, this.laneId);
    while (!this.stopping) {
      const claim = await claimMessages(this.db, docs, { laneId: this.laneId, fence, limit: 64 });
      const work = claim.messages.values();
      const connection = async () => {
        for (const message of work) {
          if (!(await markHandingOver(this.db, message))) continue;
          this.marked += 1;
          await sleep(5);
          await recordDelivered(this.db, docs, [{ ...message, kind: 'handed_over', ref: 'bench' }]);
        }
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, connection));
      if (claim.messages.length === 0) await sleep(50);
    }
  }
}

async function seed(db: Db, journeys: number) {
  const day = 86_400_000;
  const now = Date.now();
  const step = {
    id: 'notice',
    kind: 'notice',
    purpose: 'service_notice',
    first: ['mail'],
    notice: 'n',
    wait: { days: 1 },
  };
  const doc = {
    zone: 'Asia/Tokyo',
    quietHours: {},
    dates: { firstDispatch: now - day, applyBy: now + 9 * day, lastDispatch: now + 8 * day, graceUntil: null },
    plan: { steps: [step] },
  };
  const client = await db
    .insertInto('clients')
    .values({ code: 'bench', name: 'bench' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const clientId = client.id;
  const person = await db
    .insertInto('persons')
    .values({ login: 'bench', name: 'bench' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { key } = await createApiKey(db, { personId: person.id, clientId, role: 'manager' });
  const campaign = await db
    .insertInto('campaigns')
    .values({ client_id: clientId, name: 'bench', status: 'running', epoch: 1, started_at: new Date() })
    .returning('id')
    .executeTakeFirstOrThrow();
  const campaignId = campaign.id;
  const version = { campaign_id: campaignId, version: 1, client_id: clientId, doc: JSON.stringify(doc) };
  await db.insertInto('campaign_versions').values(version).execute();
  const laneId = await ensureLane(db, {
    clientId,
    channel: 'mail',
    name: 'bench',
    ratePerMinute: 6_000_000,
    burst: 100_000,
  });
  await sql`
    with c as (insert into customers (client_id, kind, party_hash)
        select ${clientId}, 'person', decode(lpad(to_hex(n), 32, '0'), 'hex') from generate_series(1, ${journeys}::int) n
        returning id),
      a as (insert into contact_points (customer_id, channel, client_id, hash)
        select id, 'mail', ${clientId}, 'x' from c),
      p as (insert into pieces (client_id, campaign_id, customer_id, code)
        select ${clientId}, ${campaignId}, id, 'P' || id from c returning id, customer_id),
      j as (insert into journeys (client_id, campaign_id, customer_id, started_run)
        select ${clientId}, ${campaignId}, id, 1 from c returning id, customer_id)
    insert into messages (client_id, campaign_id, customer_id, journey_id, piece_id, lane_id, run, step, channel, purpose,
      notice, version, due_at, not_before)
    select ${clientId}, ${campaignId}, j.customer_id, j.id, p.id, ${laneId}, 1, 'notice', 'mail', 'service_notice', 'n', 1,
      now(), now() from j join p using (customer_id)`.execute(db);
  return { campaignId, laneId, key };
}
