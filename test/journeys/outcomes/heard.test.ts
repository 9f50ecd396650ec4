import { DEFECT_STEP } from '../../../domain/campaigns/campaign';
import { calendarOf } from '../../../domain/campaigns/holidays';
import { decide } from '../../../domain/journeys/decide';
import { type ContractFact, type Heard, type JourneyFacts, type SentFact } from '../../../domain/journeys/facts';
import { reasonText } from '../../../domain/texts/timeline';
import { channelsDoc } from '../../support/seed';

const doc = channelsDoc();
const calendar = calendarOf(doc);
const at = (text: string) => Date.parse(`${text}:00+09:00`);
const letter: SentFact = {
  ...{ run: 1, step: 'notice', channel: 'post', status: 'handed_over', at: at('2027-02-01T09:00') },
  ...{ bounced: false, failure: null },
};

function ended(heard: Heard | undefined, contract: Partial<ContractFact> = {}, sent = [letter]): string {
  const facts: JourneyFacts = {
    ...{ now: at('2027-04-17T00:00'), slotMs: 86_400_000, campaign: 'running', customerId: 1, run: 1, turn: 3 },
    ...{ step: null, hold: null, contact: { post: 'ok' }, consent: {}, contractHashes: [], sent },
    defects: heard?.defect ? 1 : 0,
    contracts: [{ id: 1, choice: null, choiceAt: null, ...contract }],
    traits: { kind: 'person', ageFrom: 40, prefecture: 13, products: [] },
    ...(heard && { heard }),
  };
  const decision = decide({ facts, doc, calendar });
  if (decision.kind !== 'close') return decision.kind;
  const [{ outcome, reason } = { outcome: '', reason: '' }] = decision.outcomes;
  return `${outcome}: ${reasonText(reason).ja}`;
}

const before = at('2027-03-01T09:00');

test.each<[what: string, heard: Heard | undefined, contract: Partial<ContractFact>, ends: string]>([
  ['nothing was heard', undefined, {}, 'lapsed: 通知済・回答なし'],
  ['the answer came too late', { late: true }, {}, 'lapsed: 期限後到着'],
  [
    'the form had a defect of which the customer was not asked',
    { defect: true },
    {},
    'pending: 届いた用紙の不備をお客様におたずねできていない',
  ],
  ['only the intention was announced', { intent: true }, {}, 'lapsed: 意向のみ（手続きなし）'],
  ['the letter was refused', { refused: true }, {}, 'lapsed: 受取拒絶'],
  ['the late answer weighs more than the intention', { late: true, intent: true }, {}, 'lapsed: 期限後到着'],
  ['the answer was taken back', undefined, { choiceAt: before }, 'lapsed: 回答が取り消されたまま期限'],
  [
    "the client's system refused it",
    undefined,
    { via: 'client' },
    'lapsed: 反映エラー未解消（委託元のシステムが受け付けず、再回答なし）',
  ],
  [
    'what was heard does not undo an answer',
    { defect: true },
    { choice: 'migrate', choiceAt: before },
    'migrated: Webで手続き',
  ],
])('%s', (_, heard, contract, ends) => {
  expect(ended(heard, contract)).toBe(ends);
});

test('a defect of which the customer was asked counts as unresolved', () => {
  const asked: SentFact = { ...letter, step: DEFECT_STEP, at: before, occurrence: 0 };
  expect(ended({ defect: true }, {}, [letter, asked])).toBe('lapsed: 不備未解消');
});

test('who was heard of is never unreachable, though every contact was lost', () => {
  const lost: SentFact = { ...letter, bounced: true, failure: 'unknown' };
  expect(ended(undefined, {}, [lost])).toMatch(/^(unreachable|pending): /);
  expect(ended({ late: true }, {}, [lost])).toBe('lapsed: 期限後到着');
});
