import fc from 'fast-check';
import { takeSteps } from '../../db/journeys/take-steps';
import { type StepDeps } from '../../db/journeys/record-steps';
import { type ArrivalKind } from '../../db/journeys/arrival-kind';
import { recordArrival } from '../../db/journeys/arrivals';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { createJourneys } from '../../db/journeys/create-journeys';
import { claimMessages } from '../../db/delivery/claims';
import { markHandingOver, recordDelivered, recordFailed, releaseClaims, withdraw } from '../../db/delivery/handovers';
import { type Channel } from '../../domain/campaigns/campaign';
import { closingInstant } from '../../domain/journeys/outcome';
import { seedCampaign, type Seeded, stepClock } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';
import { type Act, actsArbitrary, type How, type Person, personArbitrary, planArbitrary } from './plans';
import { latestChoice } from './rows';
import { FUZZ_MS, runs } from './runs';

const DAY = 86_400_000;
const CHANNELS: Channel[] = ['mail', 'sms', 'post', 'phone'];

let t: TestDb;
beforeAll(async () => void (t = await testDb()));
afterAll(() => t.close());

/** One journey in the database, with lanes of its own; the test is clock, workflow, lanes and desks. */
class PlayedJourney {
  private arrivals = 0;
  private deps!: StepDeps;
  private seeded!: Seeded;
  private lanes!: Map<Channel, number>;

  constructor(
    private readonly doc: Seedable,
    private readonly person: Person,
    private now: number,
  ) {}

  async begin(): Promise<void> {
    const rows = await t.db
      .insertInto('lanes')
      .values(CHANNELS.map((channel) => ({ channel, name: `lane-${Math.random()}` })))
      .returning(['id', 'channel'])
      .execute();
    this.lanes = new Map(rows.map(({ id, channel }) => [channel as Channel, id]));
    const laneOf = async (_trx: unknown, _client: number, channel: string) => this.lanes.get(channel as Channel)!;
    this.deps = { db: t.db, vault: t.vault, docs: new CampaignDocs(), laneOf };
    const { contact, ageFrom, contracts } = this.person;
    const channels = (['sms', 'post', 'phone'] as const).filter((channel) => contact[channel] === 'ok');
    const customer = { channels, contracts, ...(ageFrom && { ageFrom }), ...(contact.mail !== 'ok' && { mail: null }) };
    this.seeded = await seedCampaign(t, { doc: this.doc, customers: [customer] });
    await createJourneys(t.db, this.seeded.campaignId);
    await this.sleep(0);
  }

  journey = () =>
    t.db.selectFrom('journeys').selectAll().where('campaign_id', '=', this.seeded.campaignId).executeTakeFirstOrThrow();

  messages = async () => {
    const { id } = await this.journey();
    return t.db.selectFrom('messages').selectAll().where('journey_id', '=', id).orderBy('id').execute();
  };

  /** Each lane in which a message of the journey waits; a receipt after the close lies in a lane of the client's. */
  private queued = async () => {
    const { id } = await this.journey();
    const queued = t.db.selectFrom('messages').where('journey_id', '=', id).where('status', '=', 'queued');
    return queued.select(['lane_id', 'channel']).distinct().orderBy('lane_id').execute();
  };

  /** As the workflow would: takes the next turn of the run if it is due or an arrival is unread. */
  async takeTurn(): Promise<void> {
    const { id, run, turn, status, wake_at: wakeAt, arrival_seq: last, read_seq: read } = await this.journey();
    if (status !== 'open' || (last === read && wakeAt !== null && Number(wakeAt) > this.now)) return;
    await takeSteps(this.deps, [{ journeyId: id, run, turn: turn + 1 }]);
  }

  async sleep(ms: number): Promise<void> {
    this.now = await stepClock(t, this.now + Math.ceil(ms / DAY) * DAY);
    await this.takeTurn();
  }

  async work(how: How): Promise<void> {
    for (const { lane_id: laneId, channel } of await this.queued()) {
      const claim = await claimMessages(t.db, this.deps.docs, { laneId, fence: 0, limit: 10 });
      for (const { message, reason } of claim.refused) await withdraw(t.db, message, reason);
      for (const message of claim.messages) {
        if (!(await markHandingOver(t.db, message))) await releaseClaims(t.db, laneId, [message]);
        else if (how === 'hard' || how === 'soft')
          await recordFailed(t.db, message, { hard: how === 'hard', reason: how });
        else await recordDelivered(t.db, this.deps.docs, [{ ...message, kind: 'handed_over', ref: channel }]);
        if (!message.reply) expect(this.now).toBeLessThanOrEqual(this.doc.dates.lastDispatch);
      }
    }
  }

  async arrive(kind: ArrivalKind, data: Record<string, unknown>, at = this.now): Promise<void> {
    const { campaignId, customers } = this.seeded;
    const customerId = customers[0]!.id;
    const dedupe = `scenario:${campaignId}:${++this.arrivals}`;
    await t.db
      .transaction()
      .execute((trx) => recordArrival(trx, { campaignId, customerId, kind, at, source: 'scenario', data, dedupe }));
  }

  private contract = (which: number) => this.seeded.customers[0]!.contracts[which % this.person.contracts]!;

  async do(act: Act): Promise<void> {
    const receipt = `R-${this.arrivals}`;
    switch (act.act) {
      case 'sleep':
        if (act.works) await this.work('ok');
        return this.sleep(act.minutes * 60_000);
      case 'turn':
        return this.takeTurn();
      case 'lane':
        return this.work(act.how);
      case 'answer':
        return this.arrive(
          'answer',
          { choices: { [this.contract(act.which)]: act.choice }, receipt },
          this.now - act.earlier * 60_000,
        );
      case 'withdraw':
      case 'reject': {
        const kind = act.act === 'withdraw' ? 'answer_withdrawn' : 'result_rejected';
        return this.arrive(kind, { contracts: [this.contract(act.which)], receipt, reason: 'x' });
      }
      case 'refuse':
      case 'agree': {
        const channel = act.channel === 'last' ? ((await this.messages()).at(-1)?.channel ?? 'mail') : act.channel;
        const purpose = act.offer ? 'offer' : 'service_notice';
        return this.arrive('opt_out', { channel, purpose, ...(act.act === 'agree' && { undo: true }) });
      }
      case 'defect':
        return this.arrive('form_defect', { returnId: 1, defects: ['no_signature'] });
      case 'remove':
        return this.arrive('contracts_removed', {
          contracts: [this.contract(act.which)],
          reason: 'cancelled_at_client',
        });
      case 'bounce':
      case 'undeliverable': {
        const left = (await this.messages()).filter(
          ({ status, channel }) =>
            status === 'handed_over' && channel !== 'phone' && (channel === 'post') === (act.act === 'undeliverable'),
        );
        const id = left[act.which % Math.max(1, left.length)]?.id;
        if (id === undefined) return;
        return this.arrive(act.act, { messageId: id, messageIds: [id], hard: true, reason: 'unknown' });
      }
      default:
        return;
    }
  }

  /** Nothing more is done; what is in the lanes goes out, and the last date passes. */
  async finish(): Promise<void> {
    await this.takeTurn();
    for (let day = 0; day < 130 && (await this.journey()).status === 'open'; day++) {
      await this.work('ok');
      const { wake_at: wakeAt, arrival_seq: last, read_seq: read } = await this.journey();
      const until = last !== read || wakeAt === null ? this.now + DAY : Number(wakeAt);
      await this.sleep(Math.min(Math.max(DAY, until - this.now), 5 * DAY));
    }
    await this.emptyLanes();
  }

  /** A receipt of the last answer may leave after the close. */
  private async emptyLanes(): Promise<void> {
    const queued = async () => (await this.messages()).filter(({ status }) => status === 'queued');
    let left = await queued();
    for (let tries = 0; tries < 10 && left.length > 0; tries++) {
      this.now = await stepClock(t, Math.max(this.now, ...left.map((message) => Number(message.not_before))));
      await this.work('ok');
      left = await queued();
    }
  }

  private async holds(): Promise<number> {
    const customer = this.seeded.customers[0]!.id;
    const open = t.db
      .selectFrom('holds')
      .select('id')
      .where('customer_id', '=', customer)
      .where('released_at', 'is', null);
    return (await open.execute()).length;
  }

  /** Closed, one outcome for each contract, and that of its latest valid will. */
  async check(): Promise<void> {
    expect((await this.journey()).status).toBe('closed');
    const { campaignId, customers } = this.seeded;
    const outcomes = await t.db.selectFrom('outcomes').selectAll().where('campaign_id', '=', campaignId).execute();
    expect(outcomes.map((row) => row.contract_id).sort()).toEqual([...customers[0]!.contracts].sort());
    const held = (await this.holds()) > 0;
    for (const { contract_id: id, outcome } of outcomes) {
      if (outcome === 'excluded') continue;
      const choices = await t.db.selectFrom('choices').selectAll().where('contract_id', '=', id).execute();
      const valid = choices.map(({ at, via, ...rest }) => ({
        ...rest,
        at: Number(at),
        refusal: rest.choice === 'withdrawn' && via === 'client',
      }));
      const latest = latestChoice(valid, closingInstant(this.doc));
      const declared = { migrate: 'migrated', cancel: 'cancelled', withdrawn: null, none: null };
      const expected = declared[latest?.choice ?? 'none'];
      // what an open hold keeps, and what was held or paused to the end, is left to a person
      if (expected !== null) expect(held ? [expected, 'pending'] : [expected]).toContain(outcome);
      else expect(['lapsed', 'unreachable', 'pending']).toContain(outcome);
    }
    for (const message of await this.messages()) {
      const over = ['handed_over', 'failed', 'withdrawn'];
      expect(held && message.reply ? [...over, 'queued'] : over).toContain(message.status);
      if (message.status === 'handed_over' && !message.reply)
        expect(Number(message.handed_over_at)).toBeLessThanOrEqual(this.doc.dates.lastDispatch);
    }
  }
}
type Seedable = Parameters<typeof closingInstant>[0];

it(
  'keeps them in the database too',
  async () => {
    const scenario = fc.record({ doc: planArbitrary, person: personArbitrary, acts: actsArbitrary });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ doc, person, acts }) => {
        const played = new PlayedJourney(doc, person, doc.dates.firstDispatch);
        await played.begin();
        for (const act of acts.slice(0, 30)) await played.do(act);
        await played.finish();
        await played.check();
      }),
      { ...runs(15), endOnFailure: true },
    );
  },
  FUZZ_MS,
);
