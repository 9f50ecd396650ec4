import fc from 'fast-check';
import { endOfDay, instantOf } from '../../domain/campaigns/calendar';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import {
  type FormReading,
  isHard,
  judgeForm,
  sameReading,
  type Ticked,
  typedCode,
  UNDELIVERABLE,
  whenItCounts,
} from '../../domain/returns/return-rules';
import { runs } from '../property/runs';

const ZONE = 'Asia/Tokyo';
const end = (day: string) => endOfDay(day, ZONE);
const reading = (change: Partial<FormReading> = {}): FormReading => ({
  choices: { 1: 'migrate' },
  writtenOn: '2027-02-10',
  signed: true,
  otherPerson: false,
  illegible: false,
  remark: false,
  ...change,
});

describe('judging a form', () => {
  it.each<[string, Partial<FormReading>, string[], object]>([
    ['clear', {}, [], { 1: 'migrate' }],
    ['two contracts, two choices', { choices: { 1: 'migrate', 2: 'cancel' } }, [], { 1: 'migrate', 2: 'cancel' }],
    ['without a date', { writtenOn: null }, [], { 1: 'migrate' }],
    ['without a signature', { signed: false }, ['no_signature'], {}],
    ['both boxes ticked', { choices: { 1: 'both' } }, ['both_ticked'], {}],
    ['nothing ticked', { choices: { 1: 'none' } }, ['none_ticked'], {}],
    ['one of two contracts clear', { choices: { 1: 'both', 2: 'cancel' } }, ['both_ticked'], { 2: 'cancel' }],
    [
      'clear but unsigned for two',
      { choices: { 1: 'none', 2: 'cancel' }, signed: false },
      ['no_signature', 'none_ticked'],
      {},
    ],
    ['another person', { otherPerson: true }, ['other_person'], {}],
    ['illegible', { illegible: true }, ['illegible'], {}],
    ['several at once ask for the date too', { signed: false, writtenOn: null }, ['no_signature', 'no_date'], {}],
    ['a remark alone', { remark: true }, [], { 1: 'migrate' }],
  ])('%s', (_name, change, defects, choices) => {
    const status = defects.length === 0 ? 'accepted' : 'defect';
    expect(judgeForm(reading(change), false)).toEqual({ status, defects, choices });
  });

  it('takes the signature of a representative in force', () => {
    expect(judgeForm(reading({ otherPerson: true }), true)).toMatchObject({ status: 'accepted', defects: [] });
  });

  it('never counts a contract that is not ticked exactly once', () => {
    const ticks = fc.constantFrom<Ticked>('migrate', 'cancel', 'both', 'none');
    const choices = fc.dictionary(fc.constantFrom('1', '2', '3', '4'), ticks, { minKeys: 1 });
    fc.assert(
      fc.property(choices, fc.boolean(), (ticked, signed) => {
        const verdict = judgeForm(reading({ choices: ticked, signed }), false);
        for (const [key, choice] of Object.entries(verdict.choices)) expect(ticked[key]).toBe(choice);
        const all = Object.keys(verdict.choices).length === Object.keys(ticked).length;
        expect(verdict.status === 'accepted').toBe(all && signed);
      }),
      runs(100),
    );
  });
});

describe('two readings', () => {
  it.each<[string, Partial<FormReading>, boolean]>([
    ['the same', {}, true],
    ['another choice', { choices: { 1: 'cancel' } }, false],
    ['another date', { writtenOn: '2027-02-11' }, false],
    ['no date', { writtenOn: null }, false],
    ['no signature', { signed: false }, false],
    ['another person', { otherPerson: true }, false],
    ['illegible', { illegible: true }, false],
    ['a remark that the other has not seen', { remark: true }, true],
  ])('%s', (_name, change, same) => {
    expect(sameReading(reading(), reading(change))).toBe(same);
    expect(sameReading(reading(change), reading())).toBe(same);
  });
});

/** Apply by 9 April 2027, grace to 16 April; letters left on 1 February. */
const doc = (applyByRule: 'arrival' | 'postmark', graceUntil: number | null = end('2027-04-16')) =>
  ({ zone: ZONE, dates: { applyBy: end('2027-04-09'), applyByRule, graceUntil } }) as CampaignDoc;
const paper = (receivedOn: string, postmarkOn: string | null, writtenOn: string | null, bookedAt?: number) => ({
  receivedOn,
  postmarkOn,
  writtenOn,
  postedOn: '2027-02-01',
  bookedAt: bookedAt ?? instantOf('2027-12-01', '10:00', ZONE),
});

describe('when it counts, where the form must arrive', () => {
  it.each<[string, string, string | null, string | null, number, string]>([
    ['the postmark orders choices', '2027-02-15', '2027-02-12', '2027-02-10', end('2027-02-12'), 'postmark'],
    ['else the date written', '2027-02-15', null, '2027-02-10', end('2027-02-10'), 'written'],
    ['else the receipt', '2027-02-15', null, null, end('2027-02-15'), 'received'],
    ['arrived on the last day', '2027-04-09', null, null, end('2027-04-09'), 'received'],
    ['posted in time, arrived late: grace', '2027-04-12', '2027-04-09', null, end('2027-04-09') + 1, 'received'],
    ['posted late, arrived in grace', '2027-04-14', '2027-04-12', null, end('2027-04-12'), 'postmark'],
    ['arrived after grace: too late', '2027-04-20', '2027-04-09', null, end('2027-04-16') + 1, 'received'],
    ['a date before the letter left is a slip', '2027-02-15', null, '2026-02-10', end('2027-02-15'), 'received'],
    ['a date after the receipt is a slip', '2027-02-15', null, '2028-02-10', end('2027-02-15'), 'received'],
  ])('%s', (_name, receivedOn, postmarkOn, writtenOn, at, by) => {
    expect(whenItCounts(paper(receivedOn, postmarkOn, writtenOn), doc('arrival'))).toEqual({ at, by });
  });

  it('is never after the booking, and uses the arrival, not the scan', () => {
    const bookedAt = instantOf('2027-02-15', '11:00', ZONE);
    expect(whenItCounts(paper('2027-02-15', null, null, bookedAt), doc('arrival')).at).toBe(bookedAt);
    const opened = instantOf('2027-04-12', '09:00', ZONE);
    expect(whenItCounts(paper('2027-04-09', null, null, opened), doc('arrival')).at).toBe(end('2027-04-09'));
  });

  it('without grace is too late on the next day', () => {
    expect(whenItCounts(paper('2027-04-10', '2027-04-08', null), doc('arrival', null)).at).toBe(end('2027-04-09') + 1);
  });

  it('takes the whole last day where apply-by ends within it', () => {
    const applyBy = instantOf('2027-04-09', '18:00', ZONE);
    const early = { zone: ZONE, dates: { applyBy, applyByRule: 'arrival', graceUntil: null } } as CampaignDoc;
    expect(whenItCounts(paper('2027-04-09', null, null), early).at).toBe(applyBy);
  });
});

describe('when it counts, where the postmark decides', () => {
  it.each<[string, string, string | null, string | null, number, string]>([
    ['posted in time, three days late', '2027-04-12', '2027-04-09', null, end('2027-04-09'), 'postmark'],
    ['posted late, written in time', '2027-04-14', '2027-04-12', '2027-04-05', end('2027-04-12'), 'postmark'],
    ['illegible, written in time', '2027-04-12', null, '2027-04-08', end('2027-04-08'), 'written'],
    ['illegible, written late by their own hand', '2027-04-14', null, '2027-04-12', end('2027-04-12'), 'written'],
    ['illegible, undated: in favour', '2027-04-12', null, null, end('2027-04-09'), 'in_favour'],
    ['illegible, undated, in time anyway', '2027-03-12', null, null, end('2027-03-12'), 'received'],
    ['illegible, two weeks late', '2027-04-23', null, null, end('2027-04-09'), 'in_favour'],
    ['illegible, later than the post ever is', '2027-04-24', null, '2027-04-08', end('2027-04-24'), 'received'],
  ])('%s', (_name, receivedOn, postmarkOn, writtenOn, at, by) => {
    expect(whenItCounts(paper(receivedOn, postmarkOn, writtenOn), doc('postmark'))).toEqual({ at, by });
  });
});

it('calls an address bad for three reasons only', () => {
  expect(UNDELIVERABLE.filter(isHard)).toEqual(['unknown', 'moved', 'incomplete']);
});

it.each([
  ['7k2m9qx4tb1c', '7K2M9QX4TB1C'],
  ['７Ｋ２Ｍ　９ＱＸ４　ＴＢ１Ｃ', '7K2M9QX4TB1C'],
  ['7K2M-9QX4-TBlC', '7K2M9QX4TB1C'],
  ['oOiIlL', '001111'],
])('reads %s as typed by a person', (text, code) => {
  expect(typedCode(text)).toBe(code);
});
