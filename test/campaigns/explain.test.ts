import { writeFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planExplain, type PlanExplainOptions } from '../../cli/plan-explain';

const START = Date.parse('2027-01-31T09:00:00+09:00');
const EXAMPLE = 'examples/campaign.yaml';

interface Given {
  customer?: object;
  events?: object[];
  pauses?: object[];
}

function explain(scenario: Given = {}, over: Partial<PlanExplainOptions> = {}, file = EXAMPLE) {
  const [out, err]: [string[], string[]] = [[], []];
  const options = { scenario: JSON.stringify(scenario), start: START, json: false, lang: 'en' as const, ...over };
  const code = planExplain(
    file,
    options,
    (line) => out.push(line),
    (line) => err.push(line),
  );
  return { code, out, err };
}

/** What leaves, when and on which channels, and how it ends. */
const contacts = (scenario: Given, over: Partial<PlanExplainOptions> = {}, file = EXAMPLE) => {
  const { out } = explain(scenario, { json: true, ...over }, file);
  const { entries } = JSON.parse(out.join('\n')) as {
    entries: { kind: string; step: string; reason: string; contacts: Contact[] }[];
  };
  return entries.flatMap(({ kind, step, reason, contacts }) => {
    if (kind === 'closed') return [`end ${reason}`];
    if (kind !== 'step') return [];
    return contacts.map(({ channel, leavesAt }) => `${step} ${channel} ${leavesAt.slice(5, 10)}`);
  });
};
interface Contact {
  channel: string;
  leavesAt: string;
}

it.each<[string, object, object[], string[]]>([
  [
    'everybody by default: all channels, waits from the expected arrival of letters',
    {},
    [],
    [
      'notice mail 02-01',
      'reminder mail 02-15',
      'letter post 02-22',
      'call phone 03-12',
      'final post 04-02',
      'end deadline_passed',
    ],
  ],
  [
    'the elderly get mail and letter',
    { age: 80, channels: ['mail', 'post', 'phone'] },
    [],
    [
      'notice-letter mail 02-01',
      'notice-letter post 02-01',
      'reminder mail 02-18',
      'letter post 02-25',
      'call phone 03-16',
      'final post 04-02',
      'end deadline_passed',
    ],
  ],
  ['no channel to write to', { channels: [] }, [], ['end deadline_passed']],
  ['an answer ends it', {}, [{ event: 'answer', on: '2027-02-10' }], ['notice mail 02-01', 'end answered']],
  [
    'a bounce falls through to the SMS',
    { channels: ['mail', 'sms'] },
    [{ event: 'bounce', step: 'notice' }],
    ['notice mail 02-01', 'notice sms 02-01', 'reminder sms 02-15', 'final sms 04-02', 'end deadline_passed'],
  ],
  [
    'a defect has a letter of its own',
    { channels: ['mail', 'post'] },
    [
      { event: 'defect', on: '2027-02-05' },
      { event: 'answer', on: '2027-02-20' },
    ],
    ['notice mail 02-01', 'defect post 02-08', 'end answered'],
  ],
  [
    'nothing leaves under a hold',
    { channels: ['mail'] },
    [
      { event: 'hold', on: '2027-02-10' },
      { event: 'release', on: '2027-03-01' },
    ],
    ['notice mail 02-01', 'reminder mail 03-01', 'final mail 04-02', 'end deadline_passed'],
  ],
  [
    'a refusal moves to the next channel, unless it is overridden by name',
    { channels: ['mail', 'sms'], consent: { mail: 'no' } },
    [{ event: 'answer', on: '2027-02-02' }],
    ['notice sms 02-01', 'end answered'],
  ],
  [
    'overridden',
    { channels: ['mail', 'sms'], consent: { mail: 'no' }, contractNumbers: ['MN170000811'] },
    [{ event: 'answer', on: '2027-02-02' }],
    ['notice mail 02-01', 'end answered'],
  ],
])('%s', (_, customer, events, expected) => {
  expect(contacts({ customer, events })).toEqual(expected);
});

it.each<[string, object, object[], object[], string[]]>([
  [
    'a pause keeps letters back, and spreads nothing before its end',
    { channels: ['mail', 'post'] },
    [],
    [{ channel: 'post', from: '2027-02-15', until: '2027-03-08' }],
    ['notice mail 02-01', 'reminder mail 02-15', 'letter post 03-08', 'final post 04-02', 'end deadline_passed'],
  ],
  [
    'a pause of another area does not concern this customer',
    { channels: ['mail'], prefecture: 13 },
    [{ event: 'answer', on: '2027-02-20' }],
    [{ prefecture: 14, from: '2027-02-01' }],
    ['notice mail 02-01', 'reminder mail 02-15', 'end answered'],
  ],
  [
    'a pause that lets steps fall through',
    { channels: ['mail', 'sms'] },
    [{ event: 'answer', on: '2027-02-10' }],
    [{ channel: 'mail', from: '2027-01-31', fallThrough: true }],
    ['notice sms 02-01', 'end answered'],
  ],
  [
    'a hold from the beginning',
    { channels: ['mail'], hold: 'lawyer' },
    [
      { event: 'release', on: '2027-02-03' },
      { event: 'answer', on: '2027-02-05' },
    ],
    [],
    ['notice mail 02-03', 'end answered'],
  ],
  [
    'a representative is reached on channels of its own',
    { channels: ['mail'], representative: ['post'] },
    [{ event: 'answer', on: '2027-02-10' }],
    [],
    ['notice post 02-01', 'end answered'],
  ],
  [
    'a representative who comes later',
    { channels: ['mail'] },
    [
      { event: 'representative', on: '2027-02-05', channels: ['post'] },
      { event: 'answer', on: '2027-02-20' },
    ],
    [],
    ['notice mail 02-01', 'reminder post 02-15', 'end answered'],
  ],
  [
    'a letter refused at the door is the last one',
    { channels: ['post', 'phone'] },
    [{ event: 'undeliverable', step: 'notice', reason: 'refused' }],
    [],
    ['notice post 02-01', 'call phone 03-11', 'final phone 04-02', 'end deadline_passed'],
  ],
])('%s', (_, customer, events, pauses, expected) => {
  expect(contacts({ customer, events, pauses })).toEqual(expected);
});

const WHOLE = 'examples/campaign-whole-language.yaml';
it.each<[string, object, object[], string[]]>([
  [
    'moved, and the new address is found',
    { age: 80, channels: ['post'] },
    [
      { event: 'undeliverable', step: 'notice-letter', reason: 'moved' },
      { event: 'address', on: '2027-06-14', channel: 'post' },
      { event: 'release', on: '2027-06-15' },
      { event: 'answer', on: '2027-06-25' },
    ],
    ['notice-letter post 06-01', 'notice-letter post 06-15', 'end answered'],
  ],
  [
    'moved, and the new address stays unknown',
    { age: 80, channels: ['post', 'phone'], consent: { phone: 'yes' } },
    [
      { event: 'undeliverable', step: 'notice-letter', reason: 'moved' },
      { event: 'release', on: '2027-06-15' },
      { event: 'answer', on: '2027-06-25' },
    ],
    ['notice-letter post 06-01', 'call phone 06-17', 'end answered'],
  ],
  [
    'unknown at the address: a call',
    { age: 80, channels: ['post', 'phone'], consent: { phone: 'yes' } },
    [
      { event: 'undeliverable', step: 'notice-letter', reason: 'unknown' },
      { event: 'answer', on: '2027-06-10' },
    ],
    ['notice-letter post 06-01', 'notice-letter phone 06-07', 'end answered'],
  ],
  [
    'not collected: once more',
    { age: 80, channels: ['post'] },
    [
      { event: 'undeliverable', step: 'notice-letter', reason: 'unclaimed' },
      { event: 'answer', on: '2027-06-15' },
    ],
    ['notice-letter post 06-01', 'notice-letter post 06-07', 'end answered'],
  ],
  [
    'an SMS that does not arrive: a call, with its own hours',
    { channels: ['sms', 'phone'], consent: { phone: 'yes' } },
    [
      { event: 'bounce', step: 'notice' },
      { event: 'answer', on: '2027-06-10' },
    ],
    ['notice sms 06-01', 'notice phone 06-01', 'end answered'],
  ],
  [
    'a new address: the present letter again',
    { age: 80, channels: ['post'] },
    [
      { event: 'address', on: '2027-06-05', channel: 'post' },
      { event: 'answer', on: '2027-06-15' },
    ],
    ['notice-letter post 06-01', 'notice-letter post 06-07', 'end answered'],
  ],
])('by the handlers of the plan, %s', (_, customer, events, expected) => {
  const start = Date.parse('2027-05-20T09:00:00+09:00');
  expect(contacts({ customer, events }, { start }, WHOLE)).toEqual(expected);
});

it.each<['ja' | 'en', string[]]>([
  [
    'en',
    [
      'Hours for phone: Mon 10:00–17:00, Tue–Fri 10:00–20:00, Sat 10:00–17:00, Sun closed',
      'A letter that comes back: addressee unknown at this address: a call (text call-returned), moved, new address unknown: a hold',
      'A new address: the present step again (up to 1 time(s) a step)',
      'comes back (moved, new address unknown)',
      'on hold (address being looked for); a person reviews it after 10 days',
      'as soon as the new address for post was known',
      'paused: SMS, until Thu 2027-07-01 00:00',
      'part of the day: Saturday',
    ],
  ],
  [
    'ja',
    [
      '電話の発信できる時間帯: 月 10:00–17:00、火–金 10:00–20:00、土 10:00–17:00、日 なし',
      '郵便が戻ったとき: あて所に尋ねあたりません→電話(文面 call-returned)、転居先不明→宛先を調べるまで留保(10日後に見直す)',
      '宛先が変わったとき: 今の手順を新しい宛先へもう一度',
      '連絡留保中（住所調査）。10日後に担当者が見直す',
      '新しい郵便の宛先が分かってすぐ',
      '一時停止: SMS、2027-07-01(木) 00:00 まで',
      '時間帯は土曜日',
    ],
  ],
])('tells handlers, hours and pauses (%s)', (lang, expected) => {
  const { out } = explain(
    {
      customer: { age: 80, channels: ['post', 'phone'], consent: { phone: 'yes' } },
      events: [
        { event: 'undeliverable', step: 'notice-letter', reason: 'moved' },
        { event: 'address', on: '2027-06-14', channel: 'post' },
        { event: 'release', on: '2027-06-15' },
      ],
      pauses: [{ channel: 'sms', from: '2027-06-20', until: '2027-07-01' }],
    },
    { lang, start: Date.parse('2027-05-20T09:00:00+09:00') },
    WHOLE,
  );
  for (const line of expected) expect(out.join('\n')).toContain(line);
});

it('gives the reason of each channel and date', () => {
  const text = explain({ customer: { age: 80, channels: ['mail', 'post', 'phone'] } }).out.join('\n');
  expect(text).toContain('by mail (text notice): consent unknown, allowed by the table; leaves Mon 2027-02-01 09:00');
  expect(text).toContain('expected Thu 2027-02-04 12:00: 3 business days from posting');
  expect(text).toContain('14 days after the expected arrival of the letter before (Thu 2027-02-04 12:00)');
  expect(text).toContain('why this date: 21 days before apply by');
  expect(text).toContain('10 business days after the expected arrival of the letter before (Tue 2027-03-02 12:00)');
  expect(text).toContain('"notice": meant for others (all but elderly companies)');
  expect(text).toContain('lapsed (notified, no answer)');
});

it.each([
  ['ja', '移行受付', '移行完了'],
  ['en', 'move accepted', 'migrated'],
] as const)('calls a move accepted, not complete: only the client can report that (%s)', (lang, word, complete) => {
  const text = explain({ events: [{ event: 'answer', on: '2027-02-10' }] }, { lang }).out.join('\n');
  expect(text).toContain(word);
  expect(text).not.toContain(complete);
});

it('speaks Japanese first', () => {
  const text = explain({ customer: { age: 80, channels: ['post'] } }, { lang: 'ja' }).out.join('\n');
  expect(text).toContain('2027-02-01(月) 11:00 の印刷便で差し出す');
  expect(text).toContain('前の郵便の到着予定(2027-02-04(木) 12:00)から14日後');
});

it.each<[string, object, RegExp]>([
  ['an unknown trait', { customer: { colour: 'red' } }, /^customer\.colour: .*"colour".* → Available: id, kind, age/],
  [
    'an unknown channel',
    { customer: { channels: ['fax'] } },
    /^customer\.channels\[0\]: .* → Available channels: mail/,
  ],
  [
    'an unknown step',
    { events: [{ event: 'bounce', step: 'nowhere' }] },
    /^events\[0\]\.step: .* → Choose one of: notice, notice-letter/,
  ],
  [
    'an unknown return',
    { events: [{ event: 'undeliverable', step: 'notice', reason: 'gone' }] },
    /^events\[0\]\.reason: .* → Choose one of: unknown, moved, incomplete/,
  ],
  [
    'an unknown event',
    { events: [{ event: 'bonce', step: 'notice' }] },
    /^events\[0\]\.event: .*Did you mean "bounce"/,
  ],
  ['an event without its day', { events: [{ event: 'answer' }] }, /^events\[0\]\.on: "on" is missing/],
  ['a pause without a beginning', { pauses: [{ channel: 'post' }] }, /^pauses\[0\]\.from: "from" is missing/],
  [
    'a pause of no text',
    { pauses: [{ from: '2027-02-01', notice: 'x' }] },
    /^pauses\[0\]\.notice: .* → Choose one of: notice/,
  ],
  ['no reason of a hold', { customer: { hold: '' } }, /^customer\.hold: This is empty\. → Write the content/],
  [
    'no day',
    { events: [{ event: 'answer', on: 'soon' }] },
    /^events\[0\]\.on: .*soon.* → Write a day .* such as 2027-/,
  ],
  ['an unknown prefecture', { customer: { prefecture: 48 } }, /^customer\.prefecture: .* → Write 1 \(Hokkaido\)/],
])('refuses %s and says what to write', (_, scenario, expected) => {
  const { code, out, err } = explain(scenario);
  expect({ code, out }).toEqual({ code: 1, out: [] });
  expect(err.join('\n')).toMatch(expected);
});

it('refuses a last dispatch that is over', () => {
  const { code, out, err } = explain({}, { start: Date.parse('2028-01-01') });
  expect({ code, out }).toEqual({ code: 1, out: [] });
  expect(err.join('\n')).toMatch(/dates\.lastDispatch|last dispatch/i);
});

it.each([
  ['plan', explain({}, {}, 'missing.yaml')],
  ['scenario', explain({}, { scenario: 'missing.yaml' })],
])('names a %s file that is not there', (_, { code, out, err }) => {
  expect([code, out, err]).toEqual([1, [], [expect.stringContaining('There is no file “missing.yaml”')]]);
});

it('reads the example of a scenario from its file', () => {
  const { code, out, err } = explain({}, { scenario: 'examples/scenario.yaml' });
  expect({ code, err }).toEqual({ code: 0, err: [] });
  expect(out.join('\n')).toContain('"notice-letter" by post comes back (moved, new address unknown)');
});

it('names every problem of a file with its place and how to mend it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'explain-'));
  const file = join(folder, 'campaign.yaml');
  writeFileSync(file, readFileSync(EXAMPLE, 'utf8').replace('holidays: japan', 'holidays: jpan'));
  const { code, err } = explain({}, {}, file);
  rmSync(folder, { recursive: true });
  expect(code).toBe(1);
  expect(err[1]).toMatch(/calendar\.holidays: .*jpan.* → Did you mean "?japan/);
});
