import { sql } from 'kysely';
import { runOutbox } from '../../activities/outbox/outbox';
import { signalWorkflow } from '../../activities/outbox/signal';
import { startJourney } from '../../activities/campaign/start-journey';
import { createJourneys, journeysToStart, markStarted } from '../../db/journeys/create-journeys';
import { recordBounce } from '../../db/delivery/bounces';
import { recordArrival } from '../../db/journeys/arrivals';
import { lockJourneysById } from '../../db/journeys/customer-arrivals';
import { dueJourneys } from '../../db/platform/stepped-clock';
import { happen } from '../../db/rehearsals/engine/happen';
import { type Course, type PendingEvent, type RehearsedContact } from '../../db/rehearsals/engine/rows';
import { addBusinessDays, instantOf, localDate } from '../../domain/campaigns/calendar';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { calendarOf } from '../../domain/campaigns/holidays';
import { closingInstant } from '../../domain/journeys/outcome';
import { type Decision } from '../../domain/journeys/decide';
import { callRuleOf } from '../../domain/calls/call-rules';
import { journeyWorkflowId } from '../../domain/ids';
import { simulate } from '../../domain/rehearsals/customer';
import { DEFAULT_BEHAVIOUR } from '../../domain/rehearsals/default-behaviour';
import { type RehearsedJourney } from '../../domain/rehearsals/result';
import { eventually } from '../support/eventually';
import { rehearsalStage, type RehearsalStage } from './stage';
import { channelsDoc, seedCampaign, type SeedCustomer } from '../support/seed';
import { handOver } from '../support/seeding/messages';
import { testDb, type TestDb } from '../support/test-db';
import { testWorker, type TestWorker } from '../support/test-worker';

let t: TestDb;
let w: TestWorker;
let stage: RehearsalStage;
beforeAll(async () => {
  t = await testDb();
  w = await testWorker(t);
  stage = await rehearsalStage(t);
}, 60_000);
afterAll(async () => {
  await stage.close();
  await w.close();
  await t.close();
});

const SEED = 77;
const HOUR = 3_600_000;

/** What a journey decided, in the words of both sides. */
interface Decided {
  at: number;
  kind: string;
  step?: string;
  channel?: string;
  why?: string;
}

test('the same journeys, with the same customers, decide the same on the stepped clock and rehearsed', async () => {
  const doc = channelsDoc();
  const kinds: SeedCustomer[] = [
    { channels: ['sms', 'post', 'phone'] },
    { channels: ['post'], mail: null, ageFrom: 80 },
    { channels: ['phone', 'post'], contracts: 2 },
    { channels: ['sms'], mail: null },
    { mail: null },
    { channels: ['post'], consent: false },
  ];
  const customers = Array.from({ length: 18 }, (_, n) => kinds[n % kinds.length]!);
  const seeded = await seedCampaign(t, { doc, customers });
  // both sides spread their instants by the customer's number
  expect(seeded.customers.map(({ id }) => id)).toEqual(customers.map((_, index) => index + 1));
  const place = { clientId: seeded.clientId, campaignId: seeded.campaignId, doc };
  const startsAt = doc.dates.firstDispatch;
  const rehearsed = await stage.run({ ...place, sample: null, seed: SEED, startsAt });

  await new Stepped(doc, seeded, startsAt).run();
  const real = await decisionsOf(seeded.campaignId);
  for (const journey of rehearsed)
    expect({ journey: journey.journey, decided: rehearsedDecisions(journey) }).toEqual({
      journey: journey.journey,
      decided: real.get(journey.journey),
    });
  // the comparison is of something: contacts by several channels, and customers who did things
  const all = rehearsed.flatMap(({ events }) => events);
  expect(new Set(all.filter(({ kind }) => kind === 'sent').map(({ channel }) => channel)).size).toBeGreaterThan(2);
  expect(
    all.filter(({ kind }) => ['answered_online', 'call_reached', 'form_received'].includes(kind)).length,
  ).toBeGreaterThan(2);
}, 300_000);

const OWN_STEPS = ['sent', 'waits', 'held', 'closed'];

const rehearsedDecisions = ({ events }: RehearsedJourney): Decided[] =>
  events
    .filter(({ kind, step }) => OWN_STEPS.includes(kind) && step !== 'receipt')
    .map(({ at, kind, step, channel, why }) => plain({ at, kind, step, channel, why }));

const plain = (decided: { [Key in keyof Decided]: Decided[Key] | undefined }): Decided =>
  JSON.parse(JSON.stringify(decided)) as Decided;

/** What the ledger has of each journey, by the customer's number; contacts that did not leave are left out. */
async function decisionsOf(campaignId: number): Promise<Map<number, Decided[]>> {
  const rows = await t.db
    .selectFrom('ledger')
    .select('body')
    .where('chain', '=', `campaign:${campaignId}`)
    .orderBy('seq')
    .execute();
  const left = await t.db
    .selectFrom('messages')
    .select(['customer_id', 'run', 'step', 'occurrence', 'channel', 'status'])
    .where('campaign_id', '=', campaignId)
    .execute();
  const found = new Map<number, Decided[]>();
  for (const { body } of rows) {
    const entry = JSON.parse(body) as {
      kind: string;
      facts: { now: number; customerId: number; run: number };
      decision: Decision;
    };
    if (entry.kind !== 'decision') continue;
    const { facts, decision } = entry;
    const own = found.get(facts.customerId) ?? [];
    found.set(facts.customerId, own);
    if (decision.kind === 'send') {
      for (const message of [decision.message, ...(decision.also ?? [])]) {
        const { step, channel, occurrence = 0, notBefore } = message;
        const row = left.find(
          (one) =>
            one.customer_id === facts.customerId &&
            one.run === facts.run &&
            one.step === step &&
            one.occurrence === occurrence &&
            one.channel === channel,
        );
        if (row?.status !== 'withdrawn')
          own.push(plain({ at: notBefore, kind: 'sent', step, channel, why: decision.reason }));
      }
      continue;
    }
    const kind = { wait: 'waits', held: 'held', close: 'closed' }[decision.kind];
    const step = decision.kind === 'close' ? undefined : (decision.step ?? undefined);
    own.push(plain({ at: facts.now, kind, step, channel: undefined, why: decision.reason }));
  }
  for (const own of found.values()) own.sort((a, b) => a.at - b.at);
  return found;
}

/**
 * The product on a stepped clock, lanes without a limit and customers played by the test: the clock goes from one due
 * instant to the next, and real workflows are signalled as in an installation.
 */
class Stepped {
  private readonly courses = new Map<number, Course>();
  private readonly calendar;

  constructor(
    private readonly doc: CampaignDoc,
    private readonly seeded: Awaited<ReturnType<typeof seedCampaign>>,
    private readonly startsAt: number,
  ) {
    this.calendar = calendarOf(doc);
  }

  async run(): Promise<void> {
    const { campaignId } = this.seeded;
    await t.db
      .updateTable('clock')
      .set({ stepped_to: new Date(this.startsAt), speed: 1, slot_ms: 0, slack_ms: 24 * HOUR })
      .execute();
    await createJourneys(t.db, campaignId);
    const all = await journeysToStart(t.db, { campaignId, limit: 1_000 });
    for (const journey of all) await startJourney(w.client, w.taskQueue, journey);
    await markStarted(t.db, all);
    for (const { id, customerId } of all) this.courses.set(id, this.courseOf(id, customerId));
    for (let now: number | undefined = this.startsAt; now !== undefined; now = await this.next(now)) {
      await t.db
        .updateTable('clock')
        .set({ stepped_to: new Date(now) })
        .execute();
      await this.leave(now);
      await this.happen(now);
      await this.quiet(now);
    }
  }

  private courseOf(journeyId: number, customerId: number): Course {
    const { contracts } = this.seeded.customers.find(({ id }) => id === customerId)!;
    const blank = { contacts: [], pending: [], events: [], states: [], segments: [], cause: null, ended: false };
    return { ...blank, journeyId, key: customerId, customerId, contracts, at: 0, nextAt: 0 };
  }

  /** The next instant at which anything is due. */
  private async next(now: number): Promise<number | undefined> {
    const open = await t.db
      .selectFrom('journeys')
      .select('wake_at')
      .where('campaign_id', '=', this.seeded.campaignId)
      .where('status', '=', 'open')
      .execute();
    if (open.length === 0) return undefined;
    const queued = await t.db
      .selectFrom('messages')
      .select('not_before')
      .where('campaign_id', '=', this.seeded.campaignId)
      .where('status', '=', 'queued')
      .where('channel', '<>', 'phone')
      .execute();
    const events = [...this.courses.values()].flatMap(({ pending }) => pending.map(({ at }) => at));
    const due = [...open.map((row) => row.wake_at ?? Infinity), ...queued.map((row) => row.not_before), ...events];
    return Math.min(...due.filter((at) => at > now), closingInstant(this.doc) + 1);
  }

  /** Lanes hand over what is due; new contacts are drawn as soon as they are planned. */
  private async leave(now: number): Promise<void> {
    const queued = await t.db
      .selectFrom('messages')
      .select(['id', 'channel'])
      .where('campaign_id', '=', this.seeded.campaignId)
      .where('status', '=', 'queued')
      .where('channel', '<>', 'phone')
      .where('not_before', '<=', sql<number>`${new Date(now)}`)
      .execute();
    for (const { id } of queued) {
      const day = addBusinessDays(localDate(now, this.doc.zone), this.doc.post!.arrivesAfter, this.calendar);
      await handOver(t, id, now, instantOf(day, '12:00', this.doc.zone));
    }
  }

  private async draw(): Promise<void> {
    const messages = await t.db
      .selectFrom('messages')
      .select(['id', 'journey_id', 'run', 'step', 'channel', 'occurrence', 'not_before', 'status'])
      .where('campaign_id', '=', this.seeded.campaignId)
      .where('reply', '=', false)
      .orderBy('id')
      .execute();
    for (const { id: message, journey_id: journey, not_before: at, status, ...row } of messages) {
      const course = this.courses.get(journey)!;
      const channel = row.channel as RehearsedContact['channel'];
      if (course.contacts.some((one) => one.message === message)) {
        if (['withdrawn', 'failed'].includes(status))
          course.pending = course.pending.filter((event) => event.message !== message);
        continue;
      }
      course.contacts.push({ message, ...row, channel, at, is: 'left' });
      const steps = [...new Set(course.contacts.map(({ step }) => step))];
      const rule = callRuleOf(this.doc, row.step);
      const spacing = 'businessDays' in rule.spacing ? rule.spacing.businessDays : 1;
      const call = channel === 'phone' ? { attempts: rule.attempts, spacingDays: spacing } : {};
      const { step, occurrence } = row;
      const events = simulate({
        contact: { step, channel, occurrence, at, nth: steps.indexOf(step) + 1, ...call },
        customer: { key: course.key, segments: this.segmentsOf(course.key), contracts: course.contracts },
        behaviour: DEFAULT_BEHAVIOUR,
        seed: SEED,
        calendar: this.calendar,
        form: this.doc.form,
      });
      course.pending.push(...events.map((event): PendingEvent => ({ ...event, message })));
      course.pending.sort((a, b) => a.at - b.at || a.message - b.message);
    }
  }

  private segmentsOf = (customer: number): string[] => ((customer - 1) % 6 === 1 ? ['elderly'] : []);

  /** The customers do what is due: bounces and answers come in as the product takes them, the rest as its desks write it. */
  private async happen(now: number): Promise<void> {
    for (const course of this.courses.values()) {
      for (let event = course.pending[0]; event && event.at <= now; event = course.pending[0]) {
        const { status } = await t.db
          .selectFrom('journeys')
          .select('status')
          .where('id', '=', course.journeyId)
          .executeTakeFirstOrThrow();
        if (status === 'open') await this.bring(course, event);
        course.pending.shift();
      }
    }
  }

  private async bring(course: Course, event: PendingEvent): Promise<void> {
    const { campaignId } = this.seeded;
    const { customerId } = course;
    if (event.kind === 'bounced' && event.channel === 'mail') {
      const piece = await t.db
        .selectFrom('messages as m')
        .innerJoin('pieces as p', 'p.id', 'm.piece_id')
        .select('p.code')
        .where('m.id', '=', event.message)
        .executeTakeFirstOrThrow();
      await recordBounce(t.db, { pieceCode: piece.code, status: '5.1.1', hard: event.permanent });
      return;
    }
    if (event.kind === 'answered_online') {
      const choices = Object.fromEntries(course.contracts.map((id) => [id, event.choice]));
      const said = { campaignId, customerId, kind: 'answer', at: event.at, source: 'web', data: { choices } } as const;
      await t.db.transaction().execute((trx) => recordArrival(trx, { ...said, dedupe: `web:${event.message}` }));
      return;
    }
    const contact = course.contacts.find(({ message }) => message === event.message)!;
    await t.db
      .insertInto('persons')
      .values({ login: 'operator', name: '見本' })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await t.db.transaction().execute(async (trx) => {
      const [journey] = await lockJourneysById(trx, [course.journeyId]);
      await trx.selectFrom('call_tasks').select('id').where('customer_id', '=', customerId).forNoKeyUpdate().execute();
      await happen({ trx, journey: journey!, doc: this.doc, course }, event, contact);
    });
  }

  /** Waits until every journey has read what came, and waits for something later. */
  private async quiet(now: number): Promise<void> {
    const signalled = new Map<string, number>();
    await eventually('quiet journeys', async (see) => {
      await runOutbox({ db: t.db, client: w.client, taskQueue: w.taskQueue });
      for (const { turn, ...journey } of await dueJourneys(t.db)) {
        const workflowId = journeyWorkflowId(journey);
        if (signalled.get(workflowId) === turn) continue;
        signalled.set(workflowId, turn);
        await signalWorkflow(w.client, { workflowId, name: 'timeCame', turn });
      }
      const busy = await t.db
        .selectFrom('journeys')
        .select(['id', 'wake_at', 'turn'])
        .where('campaign_id', '=', this.seeded.campaignId)
        .where('status', '=', 'open')
        .where((eb) =>
          eb.or([
            eb('turn', '<', 0),
            eb('wake_at', '<=', sql<number>`${new Date(now)}`),
            eb('read_seq', '<', eb.ref('arrival_seq')),
            eb('started_run', '<', eb.ref('run')),
          ]),
        )
        .execute();
      return see(busy).length === 0;
    });
    await this.draw();
  }
}
