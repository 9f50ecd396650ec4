import { compareRehearsals } from '../../domain/rehearsals/compare';
import { RehearsalCollector } from '../../domain/rehearsals/collector';
import { type RehearsedJourney } from '../../domain/rehearsals/result';
import { answered, setup, silent } from './made';

function rehearse(journeys: RehearsedJourney[], calls: number) {
  const collector = new RehearsalCollector(setup({ audience: 20, contracts: 20, lanes: { mails: calls } }));
  for (const journey of journeys) collector.add(journey);
  return collector.result();
}

test('two rehearsals of the same audience: what changed, by how much, and whether it may be chance', () => {
  const before = rehearse([answered(1, '2027-02-02 10:00'), silent(2)], 8);
  const after = rehearse([answered(1, '2027-02-05 10:00'), answered(2, '2027-02-08 10:00')], 30);
  const found = compareRehearsals(before, after);
  expect(found.sameAudience).toBe(true);
  expect(found.completed.change).toBe(0.5);
  // two customers each: their ranges overlap
  expect(found.withinRange).toBe(true);
  expect(found.milestones[0]).toEqual({ share: 0.8, likely: { before: null, after: '2027-02-08', change: null } });
  expect(found.loads.find(({ load }) => load === 'mails')).toEqual({
    load: 'mails',
    total: { before: 20, after: 20, change: 0 },
    peak: { before: 20, after: 20, change: 0 },
    // 20 mails at 8 a day wait for two days
    overloadDays: { before: 2, after: 0, change: -2 },
    cost: { before: 20, after: 20, change: 0 },
  });
  expect(found.outcomes).toEqual([
    { outcome: 'migrated', before: 10, after: 20, change: 10 },
    { outcome: 'lapsed', before: 10, after: 0, change: -10 },
  ]);
  expect(found.leftovers).toEqual([
    { outcome: 'lapsed', segment: '', why: 'notified_and_silent', before: 10, after: 0, change: -10 },
  ]);
  expect(found.cost.perCompleted).toEqual({ before: 2, after: 1, change: -1 });
});

test('a milestone that moves is so many days later; another audience is said', () => {
  const early = rehearse([answered(1, '2027-02-02 10:00')], 100);
  const late = rehearse([answered(1, '2027-02-09 10:00')], 100);
  expect(compareRehearsals(early, late).milestones.map(({ likely }) => likely.change)).toEqual([7, 7, 7]);
  expect(compareRehearsals(early, { ...late, audience: 21 }).sameAudience).toBe(false);
});

test('a rehearsal beside itself has not changed', () => {
  const same = rehearse([answered(1, '2027-02-02 10:00'), silent(2)], 8);
  const text = JSON.stringify(compareRehearsals(same, same));
  expect([...text.matchAll(/"change":([^,}]+)/g)].every(([, change]) => change === '0' || change === 'null')).toBe(
    true,
  );
});
