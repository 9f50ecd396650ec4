import { z } from 'zod';
import { readBy } from './error-map';
import { type Finding, flag } from './finding';
import { channel, line, perChannel } from './parts';
import { readMapping } from './text';
import { prefectureCode } from '../../domain/audience/prefecture';
import { instantOf, isDay } from '../../domain/campaigns/calendar';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type ExplainEvent, type Scenario } from '../../domain/campaigns/explain/scenario';
import { ageStep } from '../../domain/campaigns/segments';
import { planChannels } from '../../domain/journeys/choose-channel';
import { UNDELIVERABLE } from '../../domain/returns/return-rules';

const consent = perChannel(z.enum(['yes', 'no', 'unknown'])).default({});
const channels = z.array(channel).min(1).max(10);
const prefecture = z.preprocess(
  (given) => (typeof given === 'string' ? (prefectureCode(given) ?? given) : given),
  z.int().refine((code) => code >= 1 && code <= 47, { error: 'prefecture_unknown' }),
);

/** What each event has to say. */
const NEEDS = {
  answer: ['on'],
  defect: ['on'],
  opt_out: ['on', 'channel'],
  address: ['on', 'channel'],
  hold: ['on'],
  release: ['on'],
  go: ['on'],
  representative: ['on', 'channels'],
  bounce: ['step'],
  undeliverable: ['step', 'reason'],
} as const;

/** A scenario for a campaign. Days are read in its zone: `2027-03-01`, or `2027-03-01T18:30`. */
function scenarioSchema(doc: CampaignDoc) {
  const { zone, plan, notices, waves = [] } = doc;
  const instant = (time: string) =>
    z.string().transform((text, ctx): number => {
      const [, day, at = time] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?$/.exec(text) ?? [];
      if (day !== undefined && isDay(day) && !Number.isNaN(Date.parse(`${day}T${at}:00Z`)))
        return instantOf(day, at, zone);
      flag(ctx, [], 'day_malformed');
      return NaN;
    });
  const customer = z.strictObject({
    id: z.int().min(0).default(0),
    kind: z.enum(['person', 'company']).default('person'),
    age: z.int().min(0).max(150).optional(),
    prefecture: prefecture.optional(),
    products: z.array(line()).max(100).default([]),
    channels: z.array(channel).max(10).default(planChannels(doc)),
    badChannels: z.array(channel).max(10).default([]),
    consent,
    offerConsent: consent,
    contracts: z.int().min(1).max(1000).default(1),
    contractNumbers: z.array(line()).max(1000).default([]),
    hold: line().optional(),
    representative: channels.optional(),
  });
  const event = z
    .strictObject({
      event: z.enum(Object.keys(NEEDS) as (keyof typeof NEEDS)[]),
      on: instant('12:00').optional(),
      step: z.enum(plan.steps.map(({ id }) => id)).optional(),
      channel: channel.optional(),
      channels: channels.optional(),
      reason: line().optional(),
    })
    .superRefine((given, ctx) => {
      for (const field of NEEDS[given.event]) if (given[field] === undefined) flag(ctx, [field], 'missing', { field });
      const { reason } = given;
      const known = reason === undefined || UNDELIVERABLE.some((one) => one === reason);
      if (given.event !== 'undeliverable' || known) return;
      flag(ctx, ['reason'], 'value_unknown', { available: UNDELIVERABLE.join(', ') });
    });
  const pause = z.strictObject({
    from: instant('00:00'),
    until: instant('00:00').optional(),
    channel: channel.optional(),
    notice: z.enum(Object.keys(notices)).optional(),
    prefecture: prefecture.optional(),
    extend: z.literal(true).optional(),
    fallThrough: z.literal(true).optional(),
  });
  return z.strictObject({
    wave: z.enum(waves.map(({ id }) => id)).optional(),
    customer: customer.prefault({}),
    events: z.array(event).max(1000).default([]),
    pauses: z.array(pause).max(100).default([]),
  });
}

/** What is read of a scenario, or what is wrong with it by path. */
export type ScenarioReading = { scenario: Scenario } | { findings: Finding[] };

/** Reads a scenario from its text, YAML or JSON. */
export function readScenario(text: string, doc: CampaignDoc): ScenarioReading {
  const read = readMapping(text);
  return 'findings' in read ? read : scenarioOf(read.raw, doc);
}

/** Reads a scenario from its data. */
export function scenarioOf(raw: unknown, doc: CampaignDoc): ScenarioReading {
  const { data, findings } = readBy(scenarioSchema(doc), raw);
  if (!data) return { findings };
  const { customer, wave } = data;
  const { age, kind, products } = customer;
  const state = (has: boolean, bad: boolean) => (bad ? 'contact_bad:bounced' : has ? 'ok' : 'no_contact');
  const ofChannel = <T>(value: (one: z.infer<typeof channel>) => T) =>
    Object.fromEntries(channel.options.map((one) => [one, value(one)]));
  const pauses = data.pauses
    .filter((pause) => pause.prefecture === undefined || pause.prefecture === customer.prefecture)
    .map(({ prefecture: _, from, until = null, ...scope }, index): ExplainEvent => {
      return { event: 'pause', at: from, pause: { id: index + 1, from, until, ...defined(scope) } };
    });
  const isFailure = (event: string) => event === 'bounce' || event === 'undeliverable';
  const scenario: Scenario = {
    customer: {
      id: customer.id,
      traits: {
        kind,
        ageFrom: age === undefined ? null : ageStep(age),
        prefecture: customer.prefecture ?? null,
        products,
      },
      contact: ofChannel((one) => state(customer.channels.includes(one), customer.badChannels.includes(one))),
      consent: ofChannel((one) =>
        defined({ service_notice: customer.consent[one], offer: customer.offerConsent[one] }),
      ),
      contracts: customer.contracts,
      contractHashes: customer.contractNumbers,
      hold: customer.hold ?? null,
      representative: customer.representative ?? null,
    },
    events: [
      ...data.events
        .filter(({ event }) => !isFailure(event))
        .map(({ on, ...event }) => ({ reason: 'complaint', ...defined(event), at: on }) as ExplainEvent),
      ...pauses,
    ],
    failures: data.events
      .filter(({ event }) => isFailure(event))
      .map(({ event, step, channel, reason }) => ({
        step: step!,
        channel: event === 'undeliverable' ? 'post' : (channel ?? null),
        reason: event === 'undeliverable' ? (reason as Scenario['failures'][number]['reason']) : null,
      })),
    ...(wave !== undefined && { wave }),
  };
  return { scenario };
}

/** Without the fields that are undefined. */
const defined = <T extends object>(given: T) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
