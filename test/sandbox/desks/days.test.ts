import { deskDays, nextOpening } from '../../../sandbox/demo/desk/days';
import { testDoc } from '../../support/seed';

const at = (day: string, time: string) => Date.parse(`${day}T${time}:00+09:00`);
const doc = testDoc();
const campaign = {
  ...doc,
  calendar: { weekend: true, holidays: 'japan' as const, closedDays: ['2027-03-16'] },
  dates: { ...doc.dates, firstDispatch: at('2027-02-01', '00:00'), lastDispatch: at('2027-04-16', '23:59') },
};

it('opens at ten on a Tuesday, Wednesday or Thursday that is a business day', () => {
  const { desksClose, dayBefore, eve, opens } = deskDays(campaign);
  expect(new Date(opens)).toEqual(new Date(at('2027-03-17', '10:00')));
  // the 16th is closed
  expect(new Date(eve)).toEqual(new Date(at('2027-03-15', '15:00')));
  expect(new Date(dayBefore)).toEqual(new Date(at('2027-03-12', '15:00')));
  expect(desksClose).toBeLessThan(eve - 7 * 86_400_000);
});

it.each([
  ['before the desk opens', at('2027-03-17', '08:00'), at('2027-03-17', '10:00')],
  ['in the afternoon', at('2027-03-17', '14:30'), at('2027-03-17', '14:30')],
  ['in the evening', at('2027-03-17', '20:00'), at('2027-03-18', '10:00')],
  ['on a Saturday', at('2027-03-20', '11:00'), at('2027-03-23', '10:00')],
])('goes on %s when it is next open', (_, now, next) => {
  expect(new Date(nextOpening(campaign, now))).toEqual(new Date(next));
});
