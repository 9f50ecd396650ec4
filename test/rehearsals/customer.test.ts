import { isBusinessDay, localDate, localTime } from '../../domain/campaigns/calendar';
import { type Estimate, type RatesPatch } from '../../domain/rehearsals/behaviour';
import { type FormRules } from '../../domain/returns/form-rules';
import { FORM_DEFECTS, type FormDefect } from '../../domain/returns/return-rules';
import { DEFAULT_BEHAVIOUR } from '../../domain/rehearsals/default-behaviour';
import { simulate } from '../../domain/rehearsals/customer';
import { type SimulatedContact, type SimulatedEvent } from '../../domain/rehearsals/simulated';
import { at, behaving, binomialBounds, CALENDAR, SEED, sure } from './made';

const contact = (channel: SimulatedContact['channel'], more: Partial<SimulatedContact> = {}): SimulatedContact => ({
  ...{ step: 'first', channel, nth: 1, occurrence: 0, at: at('2027-02-01 10:00') },
  ...more,
});
const customer = (key: number, segments: string[] = []) => ({ key, segments, contracts: [key] });

const reaction = (rates: RatesPatch, made: SimulatedContact, key = 1, seed = 7) =>
  simulate({ contact: made, customer: customer(key), behaviour: behaving(rates), seed, calendar: CALENDAR });

const one = sure(1);
const onlyDefect = (defect: FormDefect) =>
  Object.fromEntries(FORM_DEFECTS.map((each) => [each, sure(each === defect ? 1 : 0)])) as Record<FormDefect, Estimate>;
const on = (day: number) => ({ days: { [day]: 1 }, source: 'assumption' });

describe('a contact that everyone reacts to in one way', () => {
  const post = { at: at('2027-02-05 17:00') };
  it.each<[string, RatesPatch, SimulatedContact, (string | number | null)[][]]>([
    ['mail, silent', {}, contact('mail'), []],
    ['mail, bounced', { bounce: { mail: one, sms: one } }, contact('mail'), [['bounced', '2027-02-01']]],
    [
      'SMS, answered after two days, withdrawn after three more',
      { web: { sms: [one] }, answer: { webAfter: on(2), withdrawn: one, withdrawnAfter: on(3), migrate: sure(0) } },
      contact('sms'),
      [
        ['answered_online', '2027-02-03', 'cancel'],
        ['withdrawn', '2027-02-06'],
      ],
    ],
    // posted on Friday 5, delivered on Monday 8; three days later is a holiday, so the form is back on Friday 12
    [
      'letter, answered by form, decided on the next business day',
      {
        paper: [one],
        letter: { arrivesAfter: on(1) },
        answer: { paperAfter: on(3) },
        form: { decidedAfter: on(1) },
      },
      contact('post', post),
      [
        ['form_received', '2027-02-12'],
        ['form_accepted', '2027-02-15', 'migrate'],
      ],
    ],
    [
      'letter, form with a defect',
      {
        paper: [one],
        letter: { arrivesAfter: on(1) },
        answer: { paperAfter: on(1) },
        form: { decidedAfter: on(0), defective: one, kinds: onlyDefect('none_ticked') },
      },
      contact('post', post),
      [
        ['form_received', '2027-02-09'],
        ['form_defective', '2027-02-09', 'none_ticked'],
      ],
    ],
    [
      'letter, refused, back after a fortnight',
      { letter: { undeliverable: one, refused: one, returnedAfter: on(14) }, web: { post: [one] } },
      contact('post', post),
      [['returned', '2027-02-19', 'refused']],
    ],
    [
      'letter, answered on the web and by form',
      {
        web: { post: [one] },
        letter: { arrivesAfter: on(1) },
        answer: { webAfter: on(0), twice: one, paperAfter: on(4) },
        form: { decidedAfter: on(0) },
      },
      contact('post', post),
      [
        ['answered_online', '2027-02-08', 'migrate'],
        ['form_received', '2027-02-12'],
        ['form_accepted', '2027-02-12', 'migrate'],
      ],
    ],
    [
      'a letter about a defect is answered by form alone',
      {
        web: { post: [one] },
        letter: { arrivesAfter: on(1) },
        form: { mended: one, decidedAfter: on(0) },
        answer: { paperAfter: on(1) },
      },
      contact('post', { ...post, step: 'defect' }),
      [
        ['form_received', '2027-02-09'],
        ['form_accepted', '2027-02-09', 'migrate'],
      ],
    ],
    [
      'a call about a defect: reached, and said what was meant',
      { call: { reached: [one] }, form: { mended: one } },
      contact('phone', { step: 'defect', attempts: 2, spacingDays: 1 }),
      [['call_reached', '2027-02-01', 1]],
    ],
    [
      'mail, opted out instead of answering',
      { optOut: { mail: one }, web: { mail: [one] }, answer: { webAfter: on(1) } },
      contact('mail'),
      [['opted_out', '2027-02-02']],
    ],
    [
      'the third reminder has the last rate given',
      { web: { mail: [sure(0), one] }, answer: { webAfter: on(0) } },
      contact('mail', { nth: 4 }),
      [['answered_online', '2027-02-01', 'migrate']],
    ],
    [
      'mail, two calls to the desk, which is closed on Saturday',
      { inquiry: { calls: { mail: sure(2) }, after: on(5) } as RatesPatch['inquiry'] & object },
      contact('mail'),
      [
        ['inquired', '2027-02-08'],
        ['inquired', '2027-02-08'],
      ],
    ],
    [
      'call, missed twice, reached at the third attempt',
      { call: { reached: [sure(0), sure(0), one], chooses: one } },
      contact('phone', { attempts: 5, spacingDays: 4 }),
      [
        ['call_missed', '2027-02-01', 1],
        ['call_missed', '2027-02-05', 2],
        ['call_reached', '2027-02-09', 3],
      ],
    ],
    [
      'call, never reached: as many attempts as the plan has',
      {},
      contact('phone', { attempts: 2, spacingDays: 5 }),
      [
        ['call_missed', '2027-02-01', 1],
        ['call_missed', '2027-02-08', 2],
      ],
    ],
    [
      'call, reached without a choice, answered on the web in the evening',
      { call: { reached: [one] }, web: { phone: [one] }, answer: { webAfter: on(0) } },
      contact('phone', { attempts: 3, spacingDays: 1 }),
      [
        ['call_reached', '2027-02-01', 1],
        ['answered_online', '2027-02-01', 'migrate'],
      ],
    ],
  ])('%s', (_, rates, made, expected) => {
    const events = reaction(rates, made).map((event) => {
      const detail =
        'attempt' in event
          ? event.attempt
          : 'reason' in event
            ? event.reason
            : 'defect' in event
              ? event.defect
              : 'choice' in event && event.choice;
      return [event.kind, localDate(event.at, CALENDAR.zone), ...(detail ? [detail] : [])];
    });
    expect(events).toEqual(expected);
  });
});

/** Everything that so many customers do after a contact by the default rates. */
const crowd = (count: number, made: SimulatedContact, seed: number, segments: string[] = []) =>
  Array.from({ length: count }, (_, key) =>
    simulate({
      contact: made,
      customer: customer(key + 1, segments),
      behaviour: DEFAULT_BEHAVIOUR,
      seed,
      calendar: CALENDAR,
    }),
  );

test('the same seed and customer do the same whatever else is drawn; another seed or customer does not', () => {
  const made = contact('post');
  const alone = crowd(300, made, 5);
  crowd(50, contact('phone', { attempts: 3 }), 5);
  expect(crowd(300, made, 5)).toEqual(alone);
  expect(crowd(300, made, 6)).not.toEqual(alone);
  expect(JSON.stringify(alone[0])).not.toBe(JSON.stringify(alone.find((events) => events.length > 1)));
});

test.each<SimulatedContact['channel']>(['mail', 'sms', 'post', 'phone'])(
  `%s: everything comes later than its contact, in order, at the hours and on the days it can (seed ${SEED})`,
  (channel) => {
    // 22:50 on a Friday: what is left of the day is ten minutes
    const made = contact(channel, { at: at('2027-02-05 22:50'), attempts: 4, spacingDays: 1 });
    const events = crowd(1_000, made, SEED).flat();
    expect(events.length).toBeGreaterThan(0);
    for (const event of events) {
      const [day, time] = [localDate(event.at, CALENDAR.zone), localTime(event.at, CALENDAR.zone)];
      expect(event.at).toBeGreaterThan(made.at);
      if (['answered_online', 'withdrawn', 'opted_out'].includes(event.kind)) {
        expect(time >= '07:00' && time < '23:00').toBe(true);
      }
      if (['form_received', 'form_accepted', 'form_defective', 'returned', 'inquired'].includes(event.kind)) {
        expect(isBusinessDay(day, CALENDAR)).toBe(true);
      }
      if (event.kind === 'inquired') expect(time >= '09:00' && time < '18:00').toBe(true);
      if (event.kind === 'form_received') expect(event.decidedAt).toBeGreaterThan(event.at);
    }
    for (const own of crowd(200, made, SEED)) {
      const attempts = own.flatMap((event) => ('attempt' in event ? [event.attempt] : []));
      expect(attempts).toEqual(attempts.map((_, index) => index + 1));
      expect(own.map((event) => event.at)).toEqual(own.map((event) => event.at).sort((a, b) => a - b));
    }
  },
);

const { rates } = DEFAULT_BEHAVIOUR;
const has = (kind: SimulatedEvent['kind']) => (events: SimulatedEvent[]) => events.some((event) => event.kind === kind);
const COUNT = 5_000;

describe(`rates are met by ${COUNT} customers, seed ${SEED}`, () => {
  const stays = 1 - rates.letter.undeliverable.likely;
  const reads = stays * (1 - rates.optOut.post.likely);
  it.each<[string, SimulatedContact, (events: SimulatedEvent[]) => boolean, number]>([
    ['mails that bounce', contact('mail'), has('bounced'), rates.bounce.mail.likely],
    ['letters that come back', contact('post'), has('returned'), rates.letter.undeliverable.likely],
    [
      'answers on the web to a first letter',
      contact('post'),
      has('answered_online'),
      reads * rates.web.post[0]!.likely,
    ],
    [
      'forms to a reminder',
      contact('post', { nth: 2 }),
      (events) => has('form_received')(events) && !has('answered_online')(events),
      reads * rates.paper[1]!.likely,
    ],
    [
      'customers reached at the first attempt',
      contact('phone', { attempts: 1 }),
      has('call_reached'),
      rates.call.reached[0]!.likely,
    ],
    ['calls to the desk after a letter', contact('post'), has('inquired'), stays * rates.inquiry.calls.post.likely],
  ])('%s', (_, made, counts, share) => {
    const found = crowd(COUNT, made, SEED).filter(counts).length;
    const { least, most } = binomialBounds(COUNT, share);
    expect(found).toBeGreaterThanOrEqual(least);
    expect(found).toBeLessThanOrEqual(most);
  });
});

test('a rate of a segment holds for its customers only, the first one given before the others', () => {
  const behaviour = behaving(
    {},
    {
      segments: [
        { segment: 'elderly', rates: { bounce: { mail: one } } },
        { segment: 'companies', rates: { bounce: { mail: sure(0), sms: one } } },
      ],
    },
  );
  const bounces = (channel: 'mail' | 'sms', segments: string[]) =>
    simulate({ contact: contact(channel), customer: customer(1, segments), behaviour, seed: 1, calendar: CALENDAR })
      .length;
  const customers = [[], ['elderly'], ['companies'], ['companies', 'elderly']];
  expect(customers.map((segments) => [bounces('mail', segments), bounces('sms', segments)])).toEqual([
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ]);
});

it('draws what defective forms lack by the kinds given, and only what the form asks for', () => {
  const rates: RatesPatch = { paper: [one], form: { defective: one } };
  const lacking = (form?: FormRules) =>
    Array.from(
      { length: 2_000 },
      (_, key) =>
      simulate({ contact: contact('post'), customer: customer(key + 1), behaviour: behaving(rates), seed: SEED, calendar: CALENDAR, form }), // prettier-ignore
    ).flatMap((events) => events.flatMap((event) => (event.kind === 'form_defective' ? [event.defect] : [])));
  const plain = lacking();
  const { kinds } = DEFAULT_BEHAVIOUR.rates.form;
  const asked = FORM_DEFECTS.filter((defect) => !/hanko|account|holder/.test(defect));
  const total = asked.reduce((sum, defect) => sum + kinds![defect].likely, 0);
  for (const defect of FORM_DEFECTS) {
    const { least, most } = binomialBounds(plain.length, asked.includes(defect) ? kinds![defect].likely / total : 0);
    const count = plain.filter((each) => each === defect).length;
    expect({ defect, count, within: count >= least && count <= most }).toMatchObject({ defect, within: true });
  }
  expect([...new Set(lacking({ hanko: 'required', account: 'always' }))].sort()).toEqual([...FORM_DEFECTS].sort());
});
