import { sql } from 'kysely';
import { addresseeOf } from '../../db/customers/addressee';
import { CALL_RESULTS, type CallResult } from '../../domain/calls/call-rules';
import { type Api, openApi } from '../support/api';
import { channelsDoc } from '../support/seed';
import { clockAt, type Desk, identify, lease, openDesk, report, TEN } from './calls-fixture';

let api: Api;
let desk: Desk;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

/** Four attempts in every part of the day, else a letter. */
const plan = () => {
  const steps = channelsDoc().plan.steps.filter(({ id }) => id === 'call' || id === 'final');
  const call = { attempts: 4, spacing: { businessDays: 1 }, bands: ['am', 'pm', 'evening', 'sat'] } as const;
  const lanes = { first: ['phone', 'post'] as ('phone' | 'post')[], notice: { phone: 'script', post: 'letter' } };
  return {
    steps: steps.map((step) =>
      step.id === 'call' ? { ...step, ...lanes, call: { ...call, bands: [...call.bands] } } : step,
    ),
  };
};
const LONG_AFTER = '2027-03-15T10:00:00+09:00';
const person = { mail: null, channels: ['phone', 'post'] as ('phone' | 'post')[] };

interface Lead {
  /** Instant of the call that is planned. */
  call?: string;
  /** A letter of the plan follows. */
  letter?: true;
  outcome?: string;
  hold?: string;
  followup?: string;
  case?: 'complaint';
  refused?: true;
  /** Customers whose number is used no more. */
  cut?: number;
  largeType?: true;
}

/** In the part of the day that follows; the attempts left are spread over the time to the last dispatch. */
const AGAIN = { call: '2027-02-15T12:00:00+09:00' };
const LEADS: Record<CallResult, Lead> = {
  completed: { outcome: 'migrated', letter: true }, // what was booked, in writing
  intent: { letter: true },
  callback: { call: '2027-02-04T11:00:00+09:00' },
  no_answer: AGAIN,
  busy: AGAIN,
  voicemail: AGAIN,
  third_party: AGAIN,
  unidentified: { letter: true },
  refused: { letter: true, refused: true },
  wrong_number: { letter: true, cut: 2 },
  invalid_number: { letter: true, cut: 2 },
  language: { letter: true, followup: 'language' },
  interpreter: { ...AGAIN, followup: 'interpreter' },
  large_print: { letter: true, followup: 'large_print', largeType: true },
  complaint: { hold: 'complaint', case: 'complaint' },
  deceased: { hold: 'death_reported' },
};
const MORE: Partial<Record<CallResult, () => object>> = {
  completed: () => ({ choices: Object.fromEntries(desk.customers[0]!.contracts.map((id) => [id, 'migrate'])) }),
  callback: () => ({ callbackAt: '2027-02-04T02:00:00Z' }),
  language: () => ({ language: 'vi' }),
};

/** Everything that a person or a lane will do next for the customer. */
async function leadsTo(): Promise<object> {
  const customer = desk.customers[0]!.id;
  const { rows } = await sql<
    { call: number | null; cut: number; refused: boolean | null } & Record<
      'outcome' | 'hold' | 'followup' | 'case',
      string | null
    >
  >`select
    (select min(next_at) from call_tasks where customer_id = ${customer} and status = 'waiting') as call,
    (select outcome from outcomes o where client_id = ${desk.clientId} and o.outcome is not null limit 1) as outcome,
    (select reason from holds where customer_id = ${customer} and released_at is null) as hold,
    (select kind from call_followups where customer_id = ${customer} and done_at is null) as followup,
    (select grade from inquiries where customer_id = ${customer}) as "case",
    (select bool_or(not value) from consents where customer_id = ${customer} and channel = 'phone') as refused,
    (select count(distinct customer_id)::int from contact_points
      where client_id = ${desk.clientId} and channel = 'phone' and bad_at is not null) as cut`.execute(api.t.db);
  const { call, outcome, hold, followup, case: grade, refused, cut } = rows[0]!;
  await clockAt(api, LONG_AFTER);
  await desk.place();
  const letter = await api.t.db
    .selectFrom('messages')
    .select('id')
    .where('customer_id', '=', customer)
    .where('channel', '=', 'post')
    .executeTakeFirst();
  const addressee = (await addresseeOf(api.t.db, api.t.vault, [customer], Date.parse(TEN))).get(customer);
  return {
    ...(call !== null && { call: Number(new Date(call)) }),
    ...(outcome && { outcome }),
    ...(hold && { hold }),
    ...(followup && { followup }),
    ...(grade && { case: grade }),
    ...(refused && { refused: true }),
    ...(cut && { cut }),
    ...(letter && { letter: true }),
    ...(addressee?.largePrint && { largeType: true }),
  };
}

/** Both customers have one number, as a household has. */
async function shareNumber(): Promise<void> {
  const [one, two] = desk.customers;
  await sql`update contact_points set hash = (select hash from contact_points where customer_id = ${one!.id}
    and channel = 'phone') where customer_id = ${two!.id} and channel = 'phone'`.execute(api.t.db);
}

it.each(CALL_RESULTS)('%s leads somewhere', async (result) => {
  desk = await openDesk(api, [person, person], { plan: plan() });
  const task = desk.tasks[0]!;
  await shareNumber();
  await lease(desk, task).expect(200);
  if (result === 'completed') await identify(desk, 0).expect(200);
  await report(desk, task, { result, ...MORE[result]?.() }).expect(200);
  await desk.place();
  const { call, ...expected } = LEADS[result];
  expect(await leadsTo()).toEqual({ ...expected, ...(call && { call: Date.parse(call) }) });
});

it('attempts go round all parts of the day: morning, afternoon, evening and Saturday', async () => {
  desk = await openDesk(api, [person], { plan: plan() });
  const task = desk.tasks[0]!;
  for (let no = 1; no <= 4; no++) {
    await lease(desk, task).expect(200);
    const { nextAt } = (await report(desk, task, { result: 'no_answer' }).expect(200)).body;
    await clockAt(api, nextAt);
  }
  const rows = await api.t.db
    .selectFrom('call_attempts')
    .select('band')
    .where('task_id', '=', task)
    .orderBy('no')
    .execute();
  expect(rows.map(({ band }) => band).sort()).toEqual(['am', 'evening', 'pm', 'sat']);
});

it('what a customer needs to be spoken to is shown in every later call, also once it was prepared', async () => {
  desk = await openDesk(api, [person], { plan: plan() });
  const task = desk.tasks[0]!;
  expect((await lease(desk, task).expect(200)).body.needs).toEqual([]);
  const { nextAt } = (await report(desk, task, { result: 'interpreter' }).expect(200)).body;
  const { items } = (await api.send('get', '/api/call-followups', desk.operator).expect(200)).body;
  await api.act(`/api/call-followups/${items[0].id}/done`, desk.operator, {}).expect(200);
  await clockAt(api, nextAt);
  expect((await lease(desk, task).expect(200)).body.needs).toEqual([{ kind: 'interpreter', language: null }]);
});
