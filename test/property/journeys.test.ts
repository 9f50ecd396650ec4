import fc from 'fast-check';
import { calendarOf } from '../../domain/campaigns/holidays';
import { isBusinessDay, isQuiet, localDate, localTime } from '../../domain/campaigns/calendar';
import { type CampaignDoc, noticeFor } from '../../domain/campaigns/campaign';
import { type Decision } from '../../domain/journeys/decide';
import { type JourneyFacts } from '../../domain/journeys/facts';
import { ruleFor } from '../../domain/customers/contact-policy';
import { closingInstant } from '../../domain/journeys/outcome';
import { hasNotice, isUnprintable } from '../../domain/journeys/sent';
import { allTried, waysOf } from '../../domain/journeys/ways';
import { pauseOn } from '../../domain/campaigns/pauses';
import { actsArbitrary, personArbitrary, planArbitrary } from './plans';
import { latestChoice, type Message, type Rows, type Watcher } from './rows';
import { World } from './world';
import { FUZZ_MS, runs } from './runs';

const DAY = 86_400_000;

/** What must hold of every decision and of everything that leaves. */
const watcher: Watcher = {
  decided(world, facts, decision) {
    expect(world.wakes).toBeLessThan(600);
    if (decision.kind === 'wait') expect(decision.wakeAt).toBeGreaterThan(facts.now);
    if (decision.kind === 'close') closesRightly(world, facts, decision);
    if (decision.kind === 'send') decidesRightly(world, facts, decision);
  },
  leaves(world, message) {
    expect(pauseOn(message, world.pauses, world.now)).toBeUndefined();
    if (message.channel === 'post') expect(world.unprintable).toBe(false);
    expect({ campaign: world.campaign, hold: world.hold, open: world.open, run: world.run }).toEqual({
      campaign: 'running',
      hold: null,
      open: true,
      run: message.run,
    });
    expect(world.now).toBeLessThanOrEqual(world.doc.dates.lastDispatch);
    expect(world.contacts()[message.channel]).toBe('ok');
    if (!message.overridden) expect(world.consent[message.channel]?.[message.purpose]).not.toBe('no');
    const quiet = world.doc.quietHours[message.channel] ?? null;
    if (world.slotMs === 0) expect(isQuiet(world.now, quiet, world.doc.zone)).toBe(false);
  },
};

function closesRightly(world: Rows, facts: JourneyFacts, { outcomes }: Decision & { kind: 'close' }): void {
  expect(outcomes.map(({ contractId }) => contractId)).toEqual(world.included().map(({ id }) => id));
  const stands = (status: string) => world.messages.some((one) => one.status === status && !one.bounced);
  const notified = stands('handed_over');
  const unknown = !notified && stands('doubtful');
  for (const { contractId, outcome } of outcomes) {
    const { choice, choiceAt } = facts.contracts.find(({ id }) => id === contractId)!;
    // an answer that was taken back: the customer was reached
    const heard = choiceAt !== null;
    const kept =
      choice !== null && facts.hold !== null && !['address_research', 'client_question'].includes(facts.hold);
    if (kept || (choice === null && outcome !== 'stopped' && waitsForAPerson(facts, notified)))
      expect(outcome).toBe('pending');
    else if (choice !== null) expect(outcome).toBe(choice === 'migrate' ? 'migrated' : 'cancelled');
    else if (outcome === 'pending') expect(!notified && (unknown || isLeftToTry(facts, world.doc))).toBe(true);
    else if (outcome !== 'stopped') expect(outcome).toBe(notified || heard ? 'lapsed' : 'unreachable');
    if (unknown && !heard && choice === null) expect(['pending', 'stopped']).toContain(outcome);
    if (outcome === 'unreachable') expect(facts.now).toBeGreaterThan(closingInstant(world.doc));
  }
}

/** A hold, a pause or a form stands open: neither an answer nor silence counts. */
function waitsForAPerson({ hold, campaign, pauses = [], formUntil, now }: JourneyFacts, notified: boolean): boolean {
  const inForce = pauses.filter(({ until }) => until === null || until > now);
  const stilled = inForce.some(({ channel, notice }) => !notified || (channel ?? notice) === undefined);
  return hold !== null || campaign === 'paused' || stilled || (formUntil ?? 0) > now;
}

/** A letter waits to be printed, or a way to the customer was never tried. */
const isLeftToTry = (facts: JourneyFacts, doc: CampaignDoc): boolean =>
  facts.unprintable === true || facts.sent.some(isUnprintable) || !allTried(waysOf(facts, doc));

function decidesRightly(world: Rows, facts: JourneyFacts, decision: Decision & { kind: 'send' }): void {
  const { doc, calendar } = world;
  expect(facts.campaign).toBe('running');
  expect(facts.hold).toBeNull();
  expect(facts.contracts.some(({ choice }) => choice === null)).toBe(true);
  expect(facts.now).toBeLessThanOrEqual(doc.dates.lastDispatch);
  for (const contact of [decision.message, ...(decision.also ?? [])]) {
    const kind = doc.plan.steps.find(({ id }) => id === contact.step)?.kind;
    if (!hasNotice(facts) && (kind === 'reminder' || kind === 'final')) {
      const texts = doc.plan.steps
        .filter((step) => step.kind === 'notice')
        .map((step) => noticeFor(step, contact.channel));
      expect(texts).toContain(contact.notice);
    }
    const { step, occurrence = 0, channel, purpose, notBefore } = contact;
    expect(notBefore).toBeGreaterThanOrEqual(facts.now);
    expect(notBefore).toBeLessThanOrEqual(doc.dates.lastDispatch);
    expect(isQuiet(notBefore, doc.quietHours[channel] ?? null, doc.zone)).toBe(false);
    if (channel === 'post') {
      expect(localTime(notBefore, doc.zone)).toBe(doc.post!.runAt);
      expect(isBusinessDay(localDate(notBefore, doc.zone), calendar)).toBe(true);
    }
    expect(facts.contact[channel]).toBe('ok');
    expect(pauseOn(contact, facts.pauses, facts.now)).toBeUndefined();
    expect(facts.stopped).toBeUndefined();
    const consent = facts.consent[channel]?.[purpose] ?? 'unknown';
    const { contractHashes } = facts;
    expect(ruleFor(doc.policy, { purpose, channel, consent, contractHashes }).rule).toBe('contact');
    const same = ({ run, ...one }: Message) =>
      run === world.run && one.step === step && one.occurrence === occurrence && one.channel === channel;
    expect(world.messages.filter(same)).toEqual([]);
  }
}

/** At the end: closed, one outcome for each contract, and that of its latest valid will. */
function endsRightly(world: Rows): void {
  expect(world.open).toBe(false);
  for (const contract of world.contracts) {
    expect(contract.outcome).not.toBeNull();
    const latest = latestChoice(contract.choices, closingInstant(world.doc));
    if (contract.removed || !latest || latest.choice === 'withdrawn') continue;
    // a hold keeps what was said until a person releases it
    if (world.hold !== null && contract.outcome!.outcome === 'pending') continue;
    expect(contract.outcome!.outcome).toBe(latest.choice === 'migrate' ? 'migrated' : 'cancelled');
  }
  expect(world.messages.filter(({ status }) => status === 'queued')).toEqual([]);
}

const scenario = fc
  .record({
    doc: planArbitrary,
    person: personArbitrary,
    slot: fc.constantFrom(0, 0, DAY),
    acts: actsArbitrary,
  })
  .map((one) => ({ ...one, [fc.toStringMethod]: () => shown(one) }));

/** What differs from one scenario to the next, for a counterexample that can be read. */
function shown({ doc, ...rest }: { doc: CampaignDoc }): string {
  const { dates, calendar, quietHours, policy, post, plan } = doc;
  const steps = plan.steps.map(({ notice: _, ...step }) => step);
  const when = Object.fromEntries(Object.entries(dates).map(([k, at]) => [k, typeof at === 'number' ? iso(at) : at]));
  const own = { when, calendar, quietHours, table: policy.table.service_notice, runAt: post?.runAt, steps };
  const { steps: _, ...handlers } = plan;
  return JSON.stringify({ ...own, ...handlers, ...rest }, null, 1).replace(/\n\s{3,}/g, ' ');
}
const iso = (at: number) => new Date(at + 9 * 3_600_000).toISOString().slice(0, 16);

it(
  'keeps its promises over plans and orders of events',
  () => {
    fc.assert(
      fc.property(scenario, ({ doc, person, slot, acts }) => {
        const world = new World(doc, calendarOf(doc), person, slot, watcher);
        for (const act of acts) world.do(act);
        world.finish();
        endsRightly(world);
      }),
      runs(1_000),
    );
  },
  FUZZ_MS,
);
