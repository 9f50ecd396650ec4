import fc from 'fast-check';
import { endOfDay, instantOf } from '../../domain/campaigns/calendar';
import { type Band, type CampaignDoc, type Channel, type LossAction } from '../../domain/campaigns/campaign';
import { type QuietHours, type Step, type Wait } from '../../domain/campaigns/campaign';
import { channelsDoc } from '../support/seed';

const CHANNELS: Channel[] = ['mail', 'sms', 'post', 'phone'];
const ZONE = 'Asia/Tokyo';

const wait: fc.Arbitrary<Wait> = fc.oneof(
  fc.record({ days: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ businessDays: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ minutes: fc.integer({ min: 600, max: 5_000 }) }),
);
const someChannels = fc.oneof(
  fc.shuffledSubarray(CHANNELS, { minLength: 1 }),
  fc.shuffledSubarray(CHANNELS, { minLength: 3 }),
);
const hour = fc.integer({ min: 0, max: 23 }).map((h) => `${String(h).padStart(2, '0')}:00`);
const hours = fc.tuple(hour, hour).map(([from, until]) => ({ from, until: from === until ? addHour(until) : until }));
/** Weekdays of their own; Wednesday is always open. */
const weekdays = fc.record({
  sat: fc.constantFrom('closed' as const, { from: '17:00', until: '10:00' }),
  sun: fc.constant('closed' as const),
  mon: hours,
});
const quiet: fc.Arbitrary<QuietHours | null> = fc.option(
  fc.tuple(hours, fc.option(weekdays)).map(([own, days]) => ({ ...own, ...(days && { days }) })),
);
const addHour = (time: string) => `${String((Number(time.slice(0, 2)) + 1) % 24).padStart(2, '0')}:00`;

const segmentUse = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constantFrom('elderly', 'companies', 'nomail', 'east') },
);
const NOTICES = { mail: 'notice', sms: 'sms', post: 'letter', phone: 'script' };

const step = fc
  .record({
    channels: someChannels,
    all: fc.boolean(),
    only: segmentUse,
    except: segmentUse,
    offer: fc.integer({ min: 0, max: 9 }),
    attempts: fc.integer({ min: 1, max: 4 }),
    bands: fc.option(fc.subarray<Band>(['am', 'pm', 'evening', 'sat'], { minLength: 1 })),
    spacing: wait,
    wait,
  })
  .map(({ channels, all, only, except, offer, attempts, bands, spacing, ...rest }): Omit<Step, 'id' | 'kind'> => ({
    purpose: offer === 0 ? 'offer' : 'service_notice',
    ...(all ? { all: channels } : { first: channels }),
    ...(only && { only: [only] }),
    ...(except && { except: [except] }),
    notice: NOTICES,
    ...(channels.includes('phone') && { call: { attempts, spacing, ...(bands && { bands }) } }),
    wait: rest.wait,
  }));

const loss = fc.constantFrom<Exclude<LossAction, 'again'>>('next', 'call', 'hold', 'later');
const softLoss = fc.constantFrom<LossAction>('next', 'call', 'again', 'hold', 'later');
/** What a plan says of contacts that did not arrive, and of new addresses. */
const handlers = fc.record(
  {
    onUndeliverable: fc.record({
      reasons: fc.record({ moved: loss, unknown: loss, unclaimed: softLoss, postage: softLoss }, { requiredKeys: [] }),
      notice: fc.constant('script'),
      reviewAfter: fc.constant(14),
    }),
    onBounce: fc.record({
      channels: fc.record({ mail: loss, sms: loss }, { requiredKeys: [] }),
      notice: fc.constant('script'),
      reviewAfter: fc.constant(14),
    }),
    onAddressChange: fc.record({
      send: fc.constantFrom('again' as const, 'later' as const),
      rounds: fc.integer({ min: 1, max: 2 }),
    }),
  },
  { requiredKeys: [] },
);

const rule = fc.constantFrom(...Array<'contact'>(7).fill('contact'), 'dont' as const);
const row = fc.record({
  yes: rule,
  unknown: rule,
  no: fc.constantFrom('dont' as const, 'dont' as const, 'override' as const),
});

const days = fc.record({
  start: fc.integer({ min: 1, max: 28 }),
  length: fc.oneof(fc.integer({ min: 3, max: 20 }), fc.integer({ min: 20, max: 70 })),
  answer: fc.integer({ min: 0, max: 20 }),
  grace: fc.option(fc.integer({ min: 1, max: 10 })),
});

/** A plan that a campaign file could hold, over every part of the language. */
export const planArbitrary: fc.Arbitrary<CampaignDoc> = fc
  .record({
    steps: fc.array(step, { minLength: 1, maxLength: 6, size: 'max' }),
    onDefect: fc.option(
      fc.record({
        first: fc.shuffledSubarray(['mail', 'sms', 'post'] as Channel[], { minLength: 1 }),
        rounds: fc.integer({ min: 1, max: 3 }),
        wait,
      }),
    ),
    handlers,
    quiet: fc.record({ mail: quiet, sms: quiet, phone: quiet }),
    table: fc.record({ mail: row, sms: row, post: row, phone: row }),
    days,
    weekend: fc.boolean(),
    holidays: fc.constantFrom('japan' as const, 'none' as const),
    closed: fc.uniqueArray(fc.integer({ min: 0, max: 90 }), { maxLength: 5 }),
    runAt: hour,
    arrivesAfter: fc.integer({ min: 1, max: 5 }),
  })
  .map(
    ({
      steps,
      onDefect,
      handlers: handled,
      quiet: hours,
      table,
      days: d,
      weekend,
      holidays,
      closed,
      runAt,
      arrivesAfter,
    }) => {
      const base = channelsDoc();
      const day = (n: number) => new Date(Date.UTC(2027, 3, d.start + n)).toISOString().slice(0, 10);
      const offer = { yes: 'contact', unknown: 'dont', no: 'dont' } as const;
      return {
        ...base,
        dates: {
          ...base.dates,
          firstDispatch: instantOf(day(0), '00:00', ZONE),
          lastDispatch: endOfDay(day(d.length), ZONE),
          applyBy: endOfDay(day(d.length + d.answer), ZONE),
          graceUntil: d.grace === null ? null : endOfDay(day(d.length + d.answer + d.grace), ZONE),
          endOfService: endOfDay(day(d.length + d.answer + 20), ZONE),
        },
        calendar: { weekend, holidays, closedDays: closed.map(day) },
        quietHours: { ...hours, post: null },
        policy: {
          table: { service_notice: table, offer: { mail: offer, sms: offer, post: offer, phone: offer } },
          overrides: CHANNELS.map((channel) => ({ channel, contractHashes: ['overridden'], reason: 'terms' })),
        },
        segments: {
          elderly: { ageFrom: 75 },
          companies: { kind: 'company' },
          nomail: { missing: ['mail'] },
          east: { prefectures: [8, 13, 14] },
        },
        post: { ...base.post!, runAt, arrivesAfter },
        plan: {
          ...handled,
          steps: steps.map((one, n): Step => ({ ...one, id: `s${n}`, kind: n === 0 ? 'notice' : 'reminder' })),
          ...(onDefect && { onDefect: { purpose: 'service_notice' as const, notice: NOTICES, ...onDefect } }),
        },
      };
    },
  );

/** Who the plan is played for. */
export interface Person {
  contact: Partial<Record<Channel, string>>;
  refuses: Channel[];
  agrees: Channel[];
  overridden: boolean;
  kind: 'person' | 'company';
  ageFrom: number | null;
  prefecture: number | null;
  contracts: number;
  id: number;
}

export const personArbitrary: fc.Arbitrary<Person> = fc.record({
  contact: fc
    .oneof(fc.constant(CHANNELS), fc.subarray(CHANNELS, { minLength: 2 }), fc.subarray(CHANNELS))
    .map((has) => Object.fromEntries(CHANNELS.map((one) => [one, has.includes(one) ? 'ok' : 'no_contact']))),
  refuses: fc.oneof(fc.constant<Channel[]>([]), fc.subarray(CHANNELS, { maxLength: 2 })),
  agrees: fc.subarray(CHANNELS, { maxLength: 2 }),
  overridden: fc.boolean(),
  kind: fc.constantFrom('person' as const, 'person' as const, 'company' as const),
  ageFrom: fc.constantFrom(null, 30, 75),
  prefecture: fc.constantFrom(null, 13, 27),
  contracts: fc.integer({ min: 1, max: 3 }),
  id: fc.integer({ min: 1, max: 1_000_000 }),
});

/** Something that happens; what `which` points at is taken modulo what there is. */
export type Act =
  | { act: 'sleep'; minutes: number; works: boolean }
  | { act: Plain; which: number }
  | {
      act: 'scope';
      channel: Channel | null;
      notice: string | null;
      days: number | null;
      extend: boolean;
      fall: boolean;
    }
  | { act: 'lane'; which: number; how: How }
  | { act: 'answer' | 'withdraw' | 'reject'; which: number; earlier: number; choice: 'migrate' | 'cancel' }
  | { act: 'bounce' | 'undeliverable'; which: number }
  | { act: 'refuse' | 'agree'; channel: Channel | 'last'; offer: boolean };
type Plain =
  | ('turn' | 'pause' | 'resume' | 'stop' | 'hold' | 'release' | 'defect' | 'remove' | 'change')
  | ('unscope' | 'stopOne' | 'represent' | 'unrepresent');
/** What comes of a hand-over. */
export type How = 'ok' | 'hard' | 'soft' | 'doubtful' | 'give_back' | 'refused' | 'callback';

const which = fc.nat(7);
const channel = fc.constantFrom(...CHANNELS, 'last' as const, 'last' as const);
const how = fc.constantFrom<How>('ok', 'ok', 'ok', 'hard', 'soft', 'doubtful', 'give_back', 'refused', 'callback');
const plain = <A extends string>(...acts: A[]) => fc.record({ act: fc.constantFrom(...acts), which });

const actArbitrary: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      act: fc.constant('sleep' as const),
      minutes: fc.oneof(
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 600, max: 4_000 }),
        fc.integer({ min: 4_000, max: 15_000 }),
      ),
      works: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: plain('turn') },
  { weight: 12, arbitrary: fc.record({ act: fc.constant('lane' as const), which, how }) },
  {
    weight: 3,
    arbitrary: plain('hold', 'release', 'release', 'release', 'pause', 'resume', 'resume', 'defect', 'change'),
  },
  { weight: 1, arbitrary: plain('remove', 'stop', 'stopOne') },
  { weight: 2, arbitrary: plain('unscope', 'unscope', 'represent', 'unrepresent', 'change') },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('scope' as const),
      channel: fc.option(fc.constantFrom(...CHANNELS)),
      notice: fc.option(fc.constantFrom(...Object.values(NOTICES))),
      days: fc.option(fc.integer({ min: 1, max: 20 })),
      extend: fc.boolean(),
      fall: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constantFrom('answer' as const, 'withdraw' as const, 'withdraw' as const, 'reject' as const),
      which,
      earlier: fc.integer({ min: 0, max: 10_000 }),
      choice: fc.constantFrom('migrate' as const, 'cancel' as const),
    }),
  },
  { weight: 3, arbitrary: plain('bounce', 'undeliverable') },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constantFrom('refuse' as const, 'agree' as const), channel, offer: fc.boolean() }),
  },
);

/** What happens in a scenario, from a few acts to many. */
export const actsArbitrary = fc.array(actArbitrary, { minLength: 5, maxLength: 70, size: 'max' });
