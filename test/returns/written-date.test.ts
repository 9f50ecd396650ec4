import { readWrittenDate } from '../../console/returns/written-date';

const RECEIVED = '2027-02-15';

test.each([
  ['0210', '2027-02-10'],
  ['２／１０', '2027-02-10'],
  ['2/10', '2027-02-10'],
  ['2月10日', '2027-02-10'],
  ['215', '2027-02-15'],
  // the latest such day: a form of the turn of the year
  ['1228', '2026-12-28'],
  ['20270210', '2027-02-10'],
  ['2027/2/10', '2027-02-10'],
  ['R9.2.10', '2027-02-10'],
  ['令和９年２月１０日', '2027-02-10'],
  // taken as written, though it is after the receipt
  ['2027-02-20', '2027-02-20'],
])('%s is read as %s', (typed, date) => {
  expect(readWrittenDate(typed, RECEIVED)).toEqual({ date });
});

test.each(['0', '０', '-', 'ー'])('%s says that there is none to read', (typed) => {
  expect(readWrittenDate(typed, RECEIVED)).toEqual({ none: true });
});

test.each([
  ['', 'missing'],
  ['  ', 'missing'],
  ['1399', 'unreadable'],
  ['0231', 'unreadable'],
  ['yesterday', 'unreadable'],
  // a slip: not silently the year before
  ['0216', 'after_receipt'],
  ['3/2', 'after_receipt'],
])('%s is not a date: %s', (typed, problem) => {
  expect(readWrittenDate(typed, RECEIVED)).toEqual({ problem });
});
