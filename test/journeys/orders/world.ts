import { randomUUID } from 'node:crypto';
import { type Express } from 'express';
import { pino } from 'pino';
import request, { type Response } from 'supertest';
import { signalWorkflow } from '../../../activities/outbox/signal';
import { startJourney } from '../../../activities/campaign/start-journey';
import { createApp } from '../../../api/app';
import { loadConfig } from '../../../config/settings';
import { createApiKey } from '../../../db/access/api-keys';
import { createJourneys } from '../../../db/journeys/create-journeys';
import { ensureLane } from '../../../db/delivery/lanes';
import { type CampaignDoc, type Channel } from '../../../domain/campaigns/campaign';
import { journeyWorkflowId } from '../../../domain/ids';
import { makePerson } from '../../support/api';
import { channelsDoc, seedCampaign, type SeedCustomer, type Seeded, stepClock } from '../../support/seed';
import { eventually, testWorker, type TestWorker } from '../../support/test-worker';
import { testDb, type TestDb } from '../../support/test-db';
import { type Role } from '../../../domain/access/access';

export const PUBLIC_URL = 'http://goannai.example';
export const SMS_TOKEN = 'a token of the test';

/** Who acts; without a name there is one of each role. */
interface Person {
  role: Role;
  name?: string;
}

/** A worker, the whole HTTP side and a clock that stands still, on one database. */
export interface World {
  t: TestDb;
  w: TestWorker;
  app: Express;
  /** From now on no step can be taken, as if the database had gone away, until the returned function is called. */
  away(): () => void;
  close(): Promise<void>;
}

/** Lanes are the clients' own, one for each channel, and no drainer runs: the tests play the lanes. */
const laneOf = async (db: Parameters<typeof ensureLane>[0], clientId: number, channel: string): Promise<number> => {
  const id = await ensureLane(db, { clientId, channel: channel as Channel, name: 'own' });
  await db.updateTable('lanes').set({ launched: true }).where('id', '=', id).where('launched', '=', false).execute();
  return id;
};

/** As PostgreSQL says it when it shuts down; without a stack, because the error becomes part of a committed history. */
const databaseAway = () => Object.assign(new Error('database_away'), { code: '57P01', stack: 'database_away' });

export async function openWorld(): Promise<World> {
  const t = await testDb();
  let isAway = false;
  const w = await testWorker(t, async (...args) => {
    if (isAway) throw databaseAway();
    return laneOf(...args);
  });
  const config = loadConfig({ DATABASE_URL: t.url, MASTER_KEY_FILE: '/unused', PUBLIC_URL, SMS_TOKEN });
  const log = pino({ level: 'silent' });
  const app = createApp({ config, db: t.db, pool: t.pool, scoped: t.scoped, vault: t.vault, temporal: w.client, log });
  return {
    t,
    w,
    app,
    away: () => {
      isAway = true;
      return () => void (isAway = false);
    },
    close: async () => {
      await w.close();
      await t.close();
    },
  };
}

/** `02-05 12:00` is noon of 5 February 2027 in Tokyo; without a time, ten o'clock. */
export function instant(when: string): string {
  const [day, time = '10:00'] = when.split(' ');
  return `2027-${day}T${time.length === 5 ? `${time}:00` : time}+09:00`;
}

/** One customer's journey on the real engine, with its own client and campaign; the clock is everybody's. */
export class Scenario {
  private constructor(
    readonly world: World,
    readonly seeded: Seeded,
    readonly journeyId: number,
  ) {}

  private readonly keys = new Map<string, string>();

  /** A running campaign on the morning of its first dispatch, its first step taken. */
  static async begin(world: World, customer: SeedCustomer, doc: CampaignDoc = channelsDoc()): Promise<Scenario> {
    const { t, w } = world;
    await stepClock(t, instant('02-01 09:00'));
    const seeded = await seedCampaign(t, { customers: [customer], doc });
    const campaign = t.db.updateTable('campaigns').where('id', '=', seeded.campaignId);
    await campaign.set({ launched: true }).execute();
    for (const channel of ['mail', 'sms', 'post', 'phone']) await laneOf(t.db, seeded.clientId, channel);
    await createJourneys(t.db, seeded.campaignId);
    const { id } = await t.db
      .selectFrom('journeys')
      .select('id')
      .where('campaign_id', '=', seeded.campaignId)
      .executeTakeFirstOrThrow();
    const scenario = new Scenario(world, seeded, id);
    const journey = { id, campaignId: seeded.campaignId, customerId: seeded.customers[0]!.id, run: 1 };
    await startJourney(w.client, w.taskQueue, journey);
    await t.db.updateTable('journeys').set({ started_run: 1 }).where('id', '=', id).execute();
    await scenario.turnTaken(1, 0);
    return scenario;
  }

  get db() {
    return this.world.t.db;
  }
  get campaignId() {
    return this.seeded.campaignId;
  }
  get customerId() {
    return this.seeded.customers[0]!.id;
  }
  get contracts() {
    return this.seeded.customers[0]!.contracts;
  }

  journey() {
    return this.db.selectFrom('journeys').selectAll().where('id', '=', this.journeyId).executeTakeFirstOrThrow();
  }

  workflowId(run: number): string {
    return journeyWorkflowId({ campaignId: this.campaignId, customerId: this.customerId, run });
  }

  /** Puts the clock there; nothing else happens. */
  async at(when: string): Promise<void> {
    await stepClock(this.world.t, instant(when));
  }

  /** Puts the clock there and lets the journey decide, as its timer would. */
  async goTo(when: string): Promise<void> {
    await this.at(when);
    const { status, run, turn } = await this.journey();
    if (status === 'closed') return;
    await signalWorkflow(this.world.w.client, { workflowId: this.workflowId(run), name: 'timeCame', turn });
    await this.turnTaken(run, turn + 1);
  }

  /** Signals what came in, starts what was reopened, and waits until the journey has read everything and decided. */
  async catchUp(): Promise<void> {
    await eventually('the journey to have decided', async (see) => {
      await this.world.w.round();
      const { status, run, started_run, read_seq, arrival_seq, turn, wake_at, held_epoch } = see(await this.journey());
      if (status === 'closed') return true;
      const decided = started_run === run && turn >= 0 && (wake_at !== null || held_epoch !== null);
      return decided && read_seq === arrival_seq;
    });
  }

  private turnTaken(run: number, turn: number) {
    return eventually('the step of the journey', async (see) => {
      const journey = see(await this.journey());
      return journey.run > run || journey.turn >= turn || journey.status === 'closed' ? journey : undefined;
    });
  }

  /** A key of one person with this role; another `name` is another person. */
  async key(role: Role, name: string = role): Promise<string> {
    const known = this.keys.get(name);
    if (known) return known;
    const personId = await makePerson(this.world.t, role);
    const { key } = await createApiKey(this.world.t.db, { personId, clientId: this.seeded.clientId, role });
    this.keys.set(name, key);
    return key;
  }

  /** A POST of one person, each an act of its own. */
  async act(path: string, body: object, person: Person = { role: 'operator' }): Promise<Response> {
    const key = await this.key(person.role, person.name);
    return request(this.world.app)
      .post(path)
      .set('Authorization', `Bearer ${key}`)
      .set('Idempotency-Key', randomUUID())
      .send(body);
  }

  /** Opens the customer's link without a second factor; `version` 1 is the first link. */
  async visit(version = 1): Promise<Response> {
    const { campaignId, customerId } = this;
    const token = this.world.t.vault.linkToken({ campaignId, customerId, kind: 'page', version });
    return request(this.world.app).get(`/m/${token}`);
  }

  /** The newest message of a step. */
  async message(step: string, channel?: Channel) {
    const query = this.db.selectFrom('messages').selectAll().where('journey_id', '=', this.journeyId);
    return query
      .where('step', '=', step)
      .$if(channel !== undefined, (found) => found.where('channel', '=', channel!))
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
  }
}
