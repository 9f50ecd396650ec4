import { canStand, type ChangeAsked } from './standing';

const answer = { contract: 'A', at: '2027-02-11T04:00:30.000Z' };
const asked = (change: Partial<ChangeAsked>): ChangeAsked => ({
  contract: 'A',
  reason: '申出の取消',
  declaredAt: '2027-02-15 09:00',
  decision: 'accepted',
  ...change,
});
const change = { reason: '解約への変更', declaredAt: '2027-02-11 13:00' };

test.each<[string, Partial<ChangeAsked>, boolean]>([
  ['was taken back with the client agreeing', {}, false],
  ['was to be taken back, which the client refused', { decision: 'refused' }, true],
  ['was to be taken back, which the client has not decided', { decision: 'open' }, true],
  ['was given after another was taken back', { declaredAt: '2027-02-09 09:00' }, true],
  ['belongs to another contract', { contract: 'B' }, true],
  ['is itself a change that the client refused', { ...change, decision: 'refused' }, false],
  ['is itself a change that the client has not decided', { ...change, decision: 'open' }, false],
  ['is itself a change that the client accepted', { ...change, decision: 'accepted' }, true],
  ['came before a change that was refused', { ...change, declaredAt: '2027-02-17 09:00', decision: 'refused' }, true],
])('an answer that %s', (_, made, stands) => {
  expect(canStand(answer, [asked(made)])).toBe(stands);
});
