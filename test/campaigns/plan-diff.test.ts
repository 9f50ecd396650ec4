import { USUAL_RULES } from '../../domain/customers/authority-cases/rules';
import { DEFAULT_RULES } from '../../domain/customers/inquiries/rules';
import { calendarOf } from '../../domain/campaigns/holidays';
import { type CampaignDoc, type Step } from '../../domain/campaigns/campaign';
import { decide } from '../../domain/journeys/decide';
import { type JourneyFacts } from '../../domain/journeys/facts';
import { diffPlans, isEmptyDiff, refusedChanges, refusedRules } from '../../domain/campaigns/plan-diff';
import { type PlanProgress, moveOf, type PlanRule, positionIn } from '../../domain/campaigns/plan-rule';
import { testDoc } from '../support/seed';

const base = testDoc();
const [notice, reminder] = base.plan.steps as [Step, Step];
const step = (id: string, change: Partial<Step> = {}): Step => ({ ...reminder, id, ...change });
const planOf = (...ids: string[]): CampaignDoc =>
  testDoc({ plan: { steps: ids.map((id) => step(id, { wait: { days: id.charCodeAt(0) - 64 } })) } });
const changed = (change: Partial<CampaignDoc>) => diffPlans(base, testDoc(change));
const dates = (change: Partial<CampaignDoc['dates']>) => ({ dates: { ...base.dates, ...change } });
const DAY = 86_400_000;

test('a version that says the same in another order of keys differs in nothing', () => {
  const again = Object.fromEntries(Object.entries(testDoc()).reverse()) as unknown as CampaignDoc;
  expect(isEmptyDiff(diffPlans(base, again))).toBe(true);
});

test.each<[string, string[], string[], string[]]>([
  ['nothing', ['A', 'B', 'C'], ['A', 'B', 'C'], []],
  ['an added step', ['A', 'B'], ['A', 'X', 'B'], ['X added']],
  ['a removed step', ['A', 'B', 'C'], ['A', 'C'], ['B removed']],
  ['a step moved back', ['A', 'B', 'C'], ['A', 'C', 'B'], ['B moved']],
  ['a step moved to the end', ['A', 'B', 'C', 'D'], ['B', 'C', 'D', 'A'], ['A moved']],
  ['one put in for another', ['A', 'B', 'C'], ['A', 'X', 'C'], ['X added', 'B removed']],
])('steps are identified by their ids: %s', (_, before, after, expected) => {
  const { steps } = diffPlans(planOf(...before), planOf(...after));
  expect(steps.map((one) => `${one.step} ${one.change}`)).toEqual(expected);
});

test.each<[string, Partial<Step>, string[]]>([
  ['the wait', { wait: { days: 3 } }, ['wait']],
  ['the channels', { first: ['mail', 'post'] }, ['channels']],
  ['the segments', { only: ['elderly'] }, ['segments']],
  ['the notice', { notice: 'notice' }, ['notice']],
  ['the postal class', { postal: { class: 'registered' } }, ['postal']],
  ['kind and calls', { kind: 'call', call: { attempts: 2, spacing: { days: 1 } } }, ['kind', 'call']],
])('a changed step names what differs: %s', (_, change, fields) => {
  const plan = { steps: [notice, { ...reminder, ...change }] };
  expect(changed({ plan }).steps).toEqual([{ step: 'reminder', change: 'changed', fields }]);
});

test('texts, dates and the other parts are named too', () => {
  const { notice: kept } = base.notices as { notice: CampaignDoc['notices'][string] };
  const body = { ja: '改', en: '改' };
  const diff = changed({
    notices: { notice: { ...kept, body }, other: kept },
    quietHours: {},
    policy: { ...base.policy, overrides: [{ channel: 'mail', contractHashes: ['x'], reason: 'r' }] },
    ...dates({ applyBy: base.dates.applyBy + DAY }),
  });
  expect(diff).toEqual({
    steps: [],
    notices: [
      { notice: 'notice', change: 'changed' },
      { notice: 'reminder', change: 'removed' },
      { notice: 'other', change: 'added' },
    ],
    dates: [{ date: 'applyBy', before: base.dates.applyBy, after: base.dates.applyBy + DAY }],
    parts: ['quietHours', 'policy'],
  });
});

/** A change of each part of a campaign file, and what an approver is shown of it. A new part needs its line here. */
const PART_CHANGES: Record<keyof CampaignDoc, [change: Partial<CampaignDoc>, shown: object]> = {
  zone: [{ zone: 'UTC' }, { parts: ['zone'] }],
  columns: [{ columns: { ...base.columns, name: '別' } }, { parts: ['columns'] }],
  name: [{ name: '別' }, { parts: ['name'] }],
  service: [{ service: { ja: '別', en: 'Other' } }, { parts: ['service'] }],
  sender: [{ sender: { ...base.sender, phone: '0120-000-999' } }, { parts: ['sender'] }],
  facts: [{ facts: {} }, { parts: ['facts'] }],
  choices: [{ choices: base.choices.slice(0, 1) }, { parts: ['choices'] }],
  faq: [{ faq: [{ id: 'a', reason: 'other.other', question: { ja: '問', en: 'Q' }, answer: { ja: '答', en: 'A' } }] }, { parts: ['faq'] }], // prettier-ignore
  authority: [{ authority: { ...USUAL_RULES, answerWithin: 14 } }, { parts: ['authority'] }],
  inquiries: [{ inquiries: { ...DEFAULT_RULES, answerWithin: 5 } }, { parts: ['inquiries'] }],
  calendar: [{ calendar: { ...base.calendar, weekend: !base.calendar.weekend } }, { parts: ['calendar'] }],
  quietHours: [{ quietHours: { phone: null, mail: { from: '01:00', until: '02:00' } } }, { parts: ['quietHours'] }],
  policy: [{ policy: { ...base.policy, overrides: [{ channel: 'mail', contractHashes: ['x'], reason: 'r' }] } }, { parts: ['policy'] }], // prettier-ignore
  segments: [{ segments: { old: { ageFrom: 65 } } }, { parts: ['segments'] }],
  waves: [{ waves: [] }, { parts: ['waves'] }],
  brand: [{ brand: { version: 2, accent: '#0b6e99', typeface: 'noto', logo: null } }, { parts: ['brand'] }],
  post: [{ post: { runAt: '11:11', arrivesAfter: 9, mailClass: 'recorded', returnTo: {} as never } }, { parts: ['post'] }], // prettier-ignore
  form: [{ form: { hanko: 'required', account: 'none' } }, { parts: ['form'] }],
  retention: [{ retention: { personal: 1 } }, { parts: ['retention'] }],
  dates: [dates({ graceUntil: null }), { dates: [{ date: 'graceUntil' }] }],
  notices: [{ notices: { ...base.notices, other: base.notices.notice! } }, { notices: [{ notice: 'other' }] }],
  plan: [{ plan: { ...base.plan, onBounce: { then: 'later' } as never } }, { parts: ['onBounce'] }],
};

test.each(Object.entries(PART_CHANGES))('an approver sees that %s changed', (_, [change, shown]) => {
  expect(changed(change)).toMatchObject(shown);
});

const running = base.dates.firstDispatch + DAY;
test.each<[string, Partial<CampaignDoc>, string[]]>([
  ['an extension of every date', dates(later(7)), []],
  ['an earlier last dispatch', dates({ lastDispatch: base.dates.lastDispatch - DAY }), []],
  ['an earlier apply-by', dates({ applyBy: base.dates.applyBy - 1 }), ['dates.applyBy: date_promised']],
  ['no grace any more', dates({ graceUntil: null }), ['dates.graceUntil: date_promised']],
  ['another first dispatch', dates({ firstDispatch: running + DAY }), ['dates.firstDispatch: first_dispatch_begun']],
  ['the postmark counting', dates({ applyByRule: 'postmark' }), []],
  ['other columns', { columns: { number: '番号', name: '氏名' } }, ['columns: columns_fixed']],
  ['another zone', { zone: 'UTC' }, ['zone: zone_fixed']],
  ['a choice less', { choices: base.choices.slice(0, 1) }, ['choices: choice_promised']],
])('what customers have been sent is not taken back: %s', (_, change, expected) => {
  const refused = refusedChanges(base, testDoc(change), { now: running, goes: new Set() });
  expect(refused.map(({ path, code }) => `${path}: ${code}`)).toEqual(expected);
});

function later(days: number): Partial<CampaignDoc['dates']> {
  const { applyBy, lastDispatch, endOfService, graceUntil, claimsUntil } = base.dates;
  const by = days * DAY;
  return {
    applyBy: applyBy + by,
    lastDispatch: lastDispatch + by,
    endOfService: endOfService + by,
    graceUntil: graceUntil! + by,
    claimsUntil: claimsUntil! + by,
  };
}

test('that the postmark counts is not taken back, and a first dispatch that lies ahead may move', () => {
  const postmark = testDoc(dates({ applyByRule: 'postmark' }));
  expect(refusedChanges(postmark, base, { now: running, goes: new Set() }).map(({ code }) => code)).toEqual([
    'rule_promised',
  ]);
  const moved = testDoc(dates({ firstDispatch: running }));
  expect(refusedChanges(base, moved, { now: base.dates.firstDispatch - 1, goes: new Set() })).toEqual([]);
});

test('a rule names segments and notices that there are, and says what becomes of a removed step', () => {
  const rule: PlanRule = { default: 'migrate', segments: [{ segment: 'x', rule: 'stay' }], recall: ['y', 'notice'] };
  expect(refusedRules(base, testDoc({ plan: { steps: [notice] } }), rule)).toEqual([
    { path: 'rule.segments.0.segment', code: 'segment_unknown' },
    { path: 'rule.recall.0', code: 'recall_unknown' },
    { path: 'rule.onRemoved', code: 'on_removed_missing' },
  ]);
});

test('the first segment that holds decides who stays', () => {
  const doc = testDoc({ segments: { old: { ageFrom: 65 }, firm: { kind: 'company' } } });
  const rule: PlanRule = { default: 'migrate', segments: [{ segment: 'old', rule: 'stay' }], recall: [] };
  const traits = { kind: 'person' as const, prefecture: null, products: [] };
  expect(moveOf(rule, facts({ traits: { ...traits, ageFrom: 70 } }), doc)).toBe('stay');
  expect(moveOf(rule, facts({ traits: { ...traits, ageFrom: 30 } }), doc)).toBe('migrate');
  expect(moveOf(rule, facts({ traits: { ...traits, ageFrom: null } }), doc)).toBe('migrate');
});

/** `A` to `Z` stand for steps; sent ones are those before the next. */
test.each<[string, string, string | null, string, PlanRule['onRemoved'], string | null]>([
  ['an unchanged plan', 'ABC', 'B', 'ABC', undefined, 'B'],
  ['a step put before the next one comes next', 'AB', 'B', 'AXB', undefined, 'X'],
  ['a step put before what is behind is passed', 'AB', 'B', 'XAB', undefined, 'B'],
  ['a removed next step: the one after it', 'ABC', 'B', 'AC', 'next', 'C'],
  ['a removed next step: the one in its place', 'ABC', 'B', 'AXC', 'next', 'X'],
  ['a removed next step: nothing more', 'ABC', 'B', 'AC', 'end', null],
  ['the last one removed', 'AB', 'B', 'A', 'next', null],
  ['a removed step elsewhere does not matter', 'ABC', 'B', 'AB', 'end', 'B'],
  ['what was behind and is moved ahead does not come again', 'ABC', 'C', 'BCA', undefined, 'C'],
  ['what lay ahead and is moved behind is not lost', 'ABC', 'B', 'BAC', undefined, 'B'],
  ['everything behind was removed', 'AB', 'B', 'XB', undefined, 'X'],
  ['nothing left, a step is added', 'AB', null, 'ABX', undefined, 'X'],
  ['before the first', 'AB', 'A', 'XAB', undefined, 'X'],
])('where a journey stands: %s', (_, before, next, after, onRemoved, expected) => {
  const sent = next === null ? [...before] : [...before].slice(0, before.indexOf(next));
  const docs = { before: planOf(...before), after: planOf(...after), ...(onRemoved && { onRemoved }) };
  expect(positionIn(docs, { step: next, planProgress: null, sent }).step).toBe(expected);
});

test('steps that came too late for the old dates lie ahead again, what ended stays ended', () => {
  const docs = { before: planOf('A', 'B', 'C'), after: planOf('A', 'B', 'C') };
  expect(positionIn(docs, { step: null, planProgress: null, sent: ['A'] }).step).toBe('B');
  const ended: PlanProgress = { steps: ['A'], waits: {}, ended: true };
  expect(positionIn(docs, { step: null, planProgress: ended, sent: ['A'] })).toMatchObject({
    step: null,
    planProgress: { ended: true },
  });
});

test('no step comes twice over several versions', () => {
  const first = positionIn({ before: planOf('A', 'B', 'C'), after: planOf('B', 'A', 'C') }, at('C', ['A', 'B']));
  const again = positionIn(
    { before: planOf('B', 'A', 'C'), after: planOf('C', 'A', 'B') },
    { ...first, sent: ['A', 'B'] },
  );
  expect(again).toMatchObject({ step: 'C', planProgress: { steps: expect.arrayContaining(['A', 'B']) as string[] } });
});

const at = (next: string | null, sent: string[]) => ({ step: next, planProgress: null, sent });

describe('a re-timed wait keeps what has elapsed', () => {
  const handedOverAt = Date.parse('2027-02-01T10:00:00+09:00');
  const sentNotice: JourneyFacts['sent'] = [
    { run: 1, step: 'notice', channel: 'mail', status: 'handed_over', at: handedOverAt, bounced: false, failure: null },
  ];
  const wakeOf = (days: number, change: Partial<JourneyFacts> = {}) => {
    const doc = testDoc({ plan: { steps: [{ ...notice, wait: { days } }, reminder] } });
    const own = facts({ sent: sentNotice, step: 'reminder', now: handedOverAt + 5 * DAY, ...change });
    const decision = decide({ facts: own, doc, calendar: calendarOf(doc) });
    return decision.kind === 'wait' ? (decision.wakeAt - handedOverAt) / DAY : decision.kind;
  };
  const from = wakeOf(14) as number;

  test.each([
    [21, 7],
    [10, -4],
  ])('%s days count from the hand-over', (days, change) => {
    expect(wakeOf(days)).toBeCloseTo(from + change, 6);
  });

  test('a wait that has elapsed already is over', () => {
    expect(wakeOf(3)).toBe('send');
  });

  test('the wait after a step that was removed still holds', () => {
    const doc = testDoc({ plan: { steps: [reminder] } });
    const planProgress = positionIn({ before: base, after: doc }, at('reminder', ['notice'])).planProgress!;
    expect(planProgress.waits).toEqual({ notice: { days: 14 } });
    const own = facts({ sent: sentNotice, step: 'reminder', now: handedOverAt + 5 * DAY, planProgress });
    const decision = decide({ facts: own, doc, calendar: calendarOf(doc) });
    expect(decision).toMatchObject({ kind: 'wait', wakeAt: handedOverAt + from * DAY });
  });

  test('what a journey had before does not come again, wherever it was put', () => {
    const doc = testDoc({ plan: { steps: [{ ...reminder, wait: { days: 1 } }, notice] } });
    const planProgress: PlanProgress = { steps: ['notice'], waits: {} };
    const own = facts({ sent: sentNotice, step: 'reminder', now: handedOverAt + 20 * DAY, planProgress });
    const decision = decide({ facts: own, doc, calendar: calendarOf(doc) });
    expect(decision).toMatchObject({ kind: 'send', message: { step: 'reminder' }, step: null });
  });
});

function facts(change: Partial<JourneyFacts> = {}): JourneyFacts {
  return {
    now: running,
    slotMs: 0,
    campaign: 'running',
    customerId: 1,
    run: 1,
    turn: 1,
    step: 'notice',
    hold: null,
    contact: { mail: 'ok' },
    consent: {},
    contractHashes: [],
    contracts: [{ id: 1, choice: null, choiceAt: null }],
    sent: [],
    ...change,
  };
}
