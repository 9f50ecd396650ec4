import { againstReality } from '../../domain/rehearsals/against';

const range = (low: number, high: number) => ({ low, likely: (low + high) / 2, high });
const rehearsed = {
  starts: '2027-02-01',
  days: [
    { day: '2027-02-01', completed: range(0, 0.02) },
    { day: '2027-02-02', completed: range(0.05, 0.1) },
    { day: '2027-02-03', completed: range(0.1, 0.2) },
    { day: '2027-02-04', completed: range(0.15, 0.3) },
  ],
};
/** Real shares of a campaign that began a week later than rehearsed. */
const real = (shares: number[]) => ({
  starts: '2027-02-08',
  days: shares.map((completed, index) => ({ day: `2027-02-${String(8 + index).padStart(2, '0')}`, completed })),
});

test.each<[string, number[], (string | null)[], ReturnType<typeof againstReality>['finding']]>([
  ['within the range, its ends included', [0.02, 0.05, 0.2], [null, null, null], null],
  ['one day below is no finding yet', [0.01, 0.06, 0.09], [null, null, 'below'], null],
  [
    'two days below are one',
    [0.01, 0.04, 0.08],
    [null, 'below', 'below'],
    { side: 'below', since: '2027-02-09', days: 2, gap: -0.02 },
  ],
  [
    'three days above, counted from the first',
    [0.01, 0.11, 0.25, 0.4],
    [null, 'above', 'above', 'above'],
    { side: 'above', since: '2027-02-09', days: 3, gap: 0.1 },
  ],
  ['below, then above: neither for two days', [0.01, 0.04, 0.25], [null, 'below', 'above'], null],
  ['back within the range', [0.01, 0.04, 0.08, 0.2], [null, 'below', 'below', null], null],
  ['before anything is known', [], [], null],
])('%s', (_, shares, outside, finding) => {
  const found = againstReality(rehearsed, real(shares));
  expect(found.days.map((day) => day.outside)).toEqual(outside);
  expect(found.finding).toEqual(finding);
});

test('days that were not rehearsed are left out; the others keep their own date', () => {
  const { days } = againstReality(rehearsed, real([0.01, 0.06, 0.15, 0.2, 0.3, 0.4]));
  expect(days.map(({ day, real: share, low }) => [day, share, low])).toEqual([
    ['2027-02-08', 0.01, 0],
    ['2027-02-09', 0.06, 0.05],
    ['2027-02-10', 0.15, 0.1],
    ['2027-02-11', 0.2, 0.15],
  ]);
});
