import { comparedRates } from '../../../domain/campaigns/trial/compared';
import { type TrialMeasured } from '../../../domain/campaigns/trial/trial';

const measured = (change: Partial<TrialMeasured>): TrialMeasured => ({
  ...{ customers: 400, contacted: 400, observed: 400, first: { post: { sent: 400, lost: 20 } }, answeredByDay: [] },
  ...{ answered: 80, inquiries: 20, attempts: 0, reached: 0, ...change },
});
const assumed = { lost: { post: 20 }, answered: 80, inquiries: 20, reached: 0.4 };

it.each<[what: string, change: Partial<TrialMeasured>, differs: [string, string][]]>([
  ['all as assumed', {}, []],
  ['a little more answers, which may be chance', { answered: 90 }, []],
  ['many more letters come back', { first: { post: { sent: 400, lost: 60 } } }, [['lost', 'higher']]],
  ['no one asks, far fewer answer', { inquiries: 0, answered: 30 }, [['answered', 'lower'], ['inquiries', 'lower']]], // prettier-ignore
  ['more inquiries than customers', { inquiries: 900 }, [['inquiries', 'higher']]],
  ['hardly anyone is reached in 100 attempts', { attempts: 100, reached: 10 }, [['reached', 'lower']]],
  ['four of ten are reached', { attempts: 100, reached: 40 }, []],
])('says what differs clearly: %s', (_, change, differs) => {
  const rates = comparedRates(measured(change), assumed);
  expect(rates.flatMap((one) => (one.differs ? [[one.rate, one.differs]] : []))).toEqual(differs);
  for (const { low, high, measured: share } of rates) expect(low <= share && share <= high).toBe(true);
});

it('leaves out rates of nothing', () => {
  const rates = comparedRates(measured({ contacted: 0, first: {} }), assumed);
  expect(rates).toEqual([]);
});
