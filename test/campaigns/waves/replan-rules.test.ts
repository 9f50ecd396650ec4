import { type CampaignDoc, type Wave } from '../../../domain/campaigns/campaign';
import {
  addMoves,
  begunWaves,
  dividesAnew,
  keptWaves,
  refusedWaves,
  wavesLeft,
} from '../../../domain/campaigns/replan/replan';
import { refusedRules } from '../../../domain/campaigns/plan-diff';
import { divideIntoWaves } from '../../../domain/campaigns/waves';
import { decide } from '../../../domain/journeys/decide';
import { calendarOf } from '../../../domain/campaigns/holidays';
import { type JourneyFacts } from '../../../domain/journeys/facts';
import { testDoc } from '../../support/seed';
import { on, wave } from './in-waves';

const trial = wave('trial', '02-01', { size: 500, trial: true });
const second = wave('second', '02-08', { share: 50 });
const third = wave('third', '02-15', { share: 50 });
const old = [trial, second, third];
const now = on('02-10');
const docOf = (waves: Wave[]): CampaignDoc => testDoc(waves.length > 0 ? { waves } : {});

it.each<[what: string, at: string, goes: string[], begun: string[]]>([
  ['none before the first day', '01-31', [], []],
  ['the trial from its day on', '02-01', [], ['trial']],
  ['no wave that waits for a go', '02-20', [], ['trial']],
  ['with the go each from its day on', '02-10', ['trial'], ['trial', 'second']],
  ['a trial that was judged, whatever its day', '01-31', ['trial'], ['trial']],
])('waves that have begun: %s', (_, at, goes, begun) => {
  expect(begunWaves(old, on(at), new Set(goes)).map(({ id }) => id)).toEqual(begun);
});

const unmarked = (({ trial: _, ...rest }: Wave): Wave => rest)(trial);
it.each<[what: string, waves: Wave[], goes: string[], refused: string[]]>([
  ['a later wave resized', [trial, { ...second, share: 30 }, { ...third, share: 70 }], [], []],
  ['a wave more', [trial, { ...second, share: 20 }, wave('more', '02-20', { share: 30 }), third], [], []],
  ['a wave less', [trial, { ...third, share: 100 }], [], []],
  ['another day and name', [trial, { ...second, begins: on('03-01'), name: { ja: '別', en: 'x' } }, third], [], []],
  ['another order of what has not begun', [trial, third, second], [], []],
  ['the name of a wave that has begun', [{ ...trial, name: { ja: '別', en: 'x' } }, second, third], [], []],
  ['the trial no longer one', [unmarked, second, third], [], []],
  ['a trial for what has not begun', [trial, { ...second, trial: true }, third], [], []],
  ['the trial resized', [{ ...trial, size: 400 }, second, third], [], ['waves.trial.size wave_begun']],
  [
    'the trial on another day',
    [{ ...trial, begins: on('02-12') }, second, third],
    [],
    ['waves.trial.begins wave_begun'],
  ],
  ['the trial for a segment', [{ ...trial, only: ['old'] }, second, third], [], ['waves.trial.only wave_begun']],
  ['the trial gone', [second, third], [], ['waves.trial wave_begun']],
  ['no waves any more', [], [], ['waves.trial wave_begun']],
  ['only what has begun', [trial], [], ['waves waves_none_left']],
  ['after the go a wave that has begun with it', [trial, { ...second, share: 30 }, third], ['trial'], ['waves.second.share wave_begun']], // prettier-ignore
  ['after the go another order', [second, trial, third], ['trial'], ['waves waves_reordered']],
  ['after the go a trial before it', [trial, wave('new', '02-20', { size: 5, trial: true }), second, third], ['trial'], ['waves.second wave_after_trial']], // prettier-ignore
])('a version in flight with %s', (_, waves, goes, refused) => {
  const found = refusedWaves(docOf(old), docOf(waves), { now, goes: new Set(goes) });
  expect(found.map(({ path, code }) => `${path} ${code}`)).toEqual(refused);
});

it('waves come to a campaign without any only before its first dispatch', () => {
  const of = (at: number) => refusedWaves(docOf([]), docOf(old), { now: at, goes: new Set() }).map(({ code }) => code);
  const { firstDispatch } = testDoc().dates;
  expect([of(firstDispatch - 1), of(firstDispatch)]).toEqual([[], ['dispatch_begun']]);
});

it.each<[what: string, waves: Wave[], anew: boolean]>([
  ['days, names and trials', old.map((one) => ({ ...one, begins: one.begins + 1, name: { ja: 'x', en: 'x' }, trial: true })), false], // prettier-ignore
  ['a size', [{ ...trial, size: 1 }, second, third], true],
  ['a segment', [{ ...trial, only: ['x'] }, second, third], true],
  ['the order', [second, trial, third], true],
  ['no waves', [], true],
])('%s alone: divided anew or not', (_, waves, anew) => {
  expect(dividesAnew(docOf(old), docOf(waves))).toBe(anew);
});

it('a version that divides anew is for all: no one stays with the waves of another one', () => {
  const segments = [{ segment: 'a', rule: 'stay' as const }];
  const codes = (waves: Wave[]) =>
    refusedRules(docOf(old), { ...docOf(waves), segments: { a: { ageFrom: 1 } } }, { default: 'stay', segments, recall: [] }) // prettier-ignore
      .map(({ path, code }) => `${path} ${code}`);
  expect(codes(old)).toEqual([]);
  expect(codes([trial, third])).toEqual(['rule.default waves_for_all', 'rule.segments.0.rule waves_for_all']);
});

it.each<[what: string, begun: Wave[], later: Wave[], expected: number[]]>([
  ['sizes and the rest', [wave('a', '02-01', { size: 300 })], [wave('b', '03-01', { size: 200 }), wave('c', '03-02')], [200, 500]], // prettier-ignore
  ['shares of what the begun share left', [wave('a', '02-01', { share: 30 })], [wave('b', '03-01', { share: 21 }), wave('c', '03-02', { share: 49 })], [210, 490]], // prettier-ignore
  ['a share beside the rest', [wave('a', '02-01', { share: 30 })], [wave('b', '03-01', { share: 35 }), wave('c', '03-02')], [350, 350]], // prettier-ignore
])('divides who is left by the file: %s', (_, begun, later, expected) => {
  const doc = docOf([...begun, ...later]);
  const kept = keptWaves(doc, doc, now, new Set());
  const division = [...divideIntoWaves(wavesLeft(doc.waves, kept), Array.from({ length: 700 }, (_x, id) => id + 1), () => false).values()]; // prettier-ignore
  expect(later.map(({ id }) => division.filter((one) => one === id).length)).toEqual(expected);
});

it('adds moves up by their two waves', () => {
  const moves = addMoves([{ from: 'a', to: 'b', customers: 2 }], [{ from: 'a', to: 'b', customers: 3 }, { from: 'b', to: null, customers: 1 }]); // prettier-ignore
  expect(moves).toEqual([{ from: 'a', to: 'b', customers: 5 }, { from: 'b', to: null, customers: 1 }]); // prettier-ignore
});

it('sends nothing to a customer whose wave the version does not have, until they have one of it', () => {
  const facts: JourneyFacts = { now, slotMs: 0, campaign: 'running', customerId: 1, run: 1, turn: 1, step: 'notice', hold: null, contact: { mail: 'ok' }, consent: {}, contractHashes: [], contracts: [{ id: 1, choice: null, choiceAt: null }], sent: [], wave: 'gone' }; // prettier-ignore
  const decided = (doc: CampaignDoc) => decide({ facts, doc, calendar: calendarOf(doc) });
  expect(decided(docOf(old))).toMatchObject({ kind: 'wait', reason: 'before_wave' });
  expect(decided(docOf([]))).toMatchObject({ kind: 'send' });
});
