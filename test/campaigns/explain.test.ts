import { writeFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planExplain, type PlanExplainOptions } from '../../cli/plan-explain';

const START = Date.parse('2027-01-31T09:00:00+09:00');
const EXAMPLE = 'examples/campaign.yaml';

function explain(over: Partial<PlanExplainOptions> = {}, file = EXAMPLE) {
  const [out, err]: [string[], string[]] = [[], []];
  const options = { customer: [], when: [], pause: [], start: START, json: false, lang: 'en' as const, ...over };
  const code = planExplain(
    file,
    options,
    (line) => out.push(line),
    (line) => err.push(line),
  );
  return { code, out, err };
}

/** What leaves, when and on which channels, and how it ends. */
const contacts = (customer: string, when: string[] = [], over: Partial<PlanExplainOptions> = {}, file = EXAMPLE) => {
  const { out } = explain({ customer: [customer], when, json: true, ...over }, file);
  const [{ timeline }] = JSON.parse(out.join('\n')) as [
    { timeline: { entries: { kind: string; step: string; reason: string; contacts: Contact[] }[] } },
  ];
  return timeline.entries.flatMap(({ kind, step, reason, contacts }) => {
    if (kind === 'closed') return [`end ${reason}`];
    if (kind !== 'placed') return [];
    return contacts.map(({ channel, leavesAt }) => `${step} ${channel} ${leavesAt.slice(5, 10)}`);
  });
};
interface Contact {
  channel: string;
  leavesAt: string;
}

it.each<[string, string, string[], string[]]>([
  [
    'everybody by default: all channels, waits from the expected arrival of letters',
    '',
    [],
    [
      'notice mail 02-01',
      'reminder mail 02-15',
      'letter post 02-22',
      'call phone 03-12',
      'final post 03-17',
      'end deadline_passed',
    ],
  ],
  [
    'the elderly get mail and letter',
    'age=80,has=mail+post+phone',
    [],
    [
      'notice-letter mail 02-01',
      'notice-letter post 02-01',
      'reminder mail 02-18',
      'letter post 02-25',
      'call phone 03-16',
      'final post 03-23',
      'end deadline_passed',
    ],
  ],
  ['nobody to write to', 'no=mail+sms+post+phone', [], ['end no_channel_left']],
  ['an answer ends it', '', ['answer@2027-02-10'], ['notice mail 02-01', 'end answered']],
  [
    'a bounce falls through to the SMS',
    'has=mail+sms',
    ['bounce@notice'],
    ['notice mail 02-01', 'notice sms 02-01', 'reminder sms 02-15', 'final sms 02-22', 'end deadline_passed'],
  ],
  [
    'a defect has a letter of its own',
    'has=mail+post',
    ['defect@2027-02-05', 'answer@2027-02-20'],
    ['notice mail 02-01', 'defect post 02-08', 'end answered'],
  ],
  [
    'nothing leaves under a hold',
    'has=mail',
    ['hold@2027-02-10', 'release@2027-03-01'],
    ['notice mail 02-01', 'reminder mail 03-01', 'final mail 03-08', 'end deadline_passed'],
  ],
  [
    'a refusal moves to the next channel, unless it is overridden by name',
    'has=mail+sms,consent.mail=no',
    ['answer@2027-02-02'],
    ['notice sms 02-01', 'end answered'],
  ],
  [
    'overridden',
    'has=mail+sms,consent.mail=no,contract=MN170000811',
    ['answer@2027-02-02'],
    ['notice mail 02-01', 'end answered'],
  ],
])('%s', (_, customer, when, expected) => {
  expect(contacts(customer, when)).toEqual(expected);
});

it.each<[string, string, string[], string[], string[]]>([
  [
    'a pause keeps letters back, and spreads nothing before its end',
    'has=mail+post',
    [],
    ['channel=post,from=2027-02-15,until=2027-03-08'],
    ['notice mail 02-01', 'reminder mail 02-15', 'letter post 03-08', 'final post 03-29', 'end deadline_passed'],
  ],
  [
    'a pause of another area does not concern this customer',
    'has=mail,prefecture=13',
    ['answer@2027-02-20'],
    ['prefecture=14,from=2027-02-01'],
    ['notice mail 02-01', 'reminder mail 02-15', 'end answered'],
  ],
  [
    'a pause that lets steps fall through',
    'has=mail+sms',
    ['answer@2027-02-10'],
    ['channel=mail,from=2027-01-31,fallthrough=yes'],
    ['notice sms 02-01', 'end answered'],
  ],
  [
    'a hold from the beginning',
    'has=mail,hold=lawyer',
    ['release@2027-02-03', 'answer@2027-02-05'],
    [],
    ['notice mail 02-03', 'end answered'],
  ],
  [
    'a representative is reached on channels of its own',
    'has=mail,representative=post',
    ['answer@2027-02-10'],
    [],
    ['notice post 02-01', 'end answered'],
  ],
  [
    'a representative who comes later',
    'has=mail',
    ['representative.post@2027-02-05', 'answer@2027-02-20'],
    [],
    ['notice mail 02-01', 'reminder post 02-15', 'end answered'],
  ],
  [
    'a letter refused at the door is the last one',
    'has=post+phone',
    ['undeliverable.refused@notice'],
    [],
    ['notice post 02-01', 'call phone 02-18', 'end deadline_passed'],
  ],
])('%s', (_, customer, when, pause, expected) => {
  expect(contacts(customer, when, { pause })).toEqual(expected);
});

const WHOLE = 'examples/campaign-whole-language.yaml';
it.each<[string, string, string[], string[]]>([
  [
    'moved, and the new address is found',
    'age=80,has=post',
    ['undeliverable.moved@notice-letter', 'address.post@2027-06-14', 'release@2027-06-15', 'answer@2027-06-25'],
    ['notice-letter post 06-01', 'notice-letter post 06-15', 'end answered'],
  ],
  [
    'moved, and nobody finds out where to',
    'age=80,has=post+phone,consent.phone=yes',
    ['undeliverable.moved@notice-letter', 'release@2027-06-15', 'answer@2027-06-25'],
    ['notice-letter post 06-01', 'call phone 06-17', 'end answered'],
  ],
  [
    'unknown at the address: a call',
    'age=80,has=post+phone,consent.phone=yes',
    ['undeliverable.unknown@notice-letter', 'answer@2027-06-10'],
    ['notice-letter post 06-01', 'notice-letter phone 06-07', 'end answered'],
  ],
  [
    'not collected: once more',
    'age=80,has=post',
    ['undeliverable.unclaimed@notice-letter', 'answer@2027-06-15'],
    ['notice-letter post 06-01', 'notice-letter post 06-07', 'end answered'],
  ],
  [
    'an SMS that does not arrive: a call, with its own hours',
    'has=sms+phone,consent.phone=yes',
    ['bounce@notice', 'answer@2027-06-10'],
    ['notice sms 06-01', 'notice phone 06-01', 'end answered'],
  ],
  [
    'a new address: the present letter again',
    'age=80,has=post',
    ['address.post@2027-06-05', 'answer@2027-06-15'],
    ['notice-letter post 06-01', 'notice-letter post 06-07', 'end answered'],
  ],
])('by the handlers of the plan, %s', (_, customer, when, expected) => {
  const start = Date.parse('2027-05-20T09:00:00+09:00');
  expect(contacts(customer, when, { start }, WHOLE)).toEqual(expected);
});

it.each<['ja' | 'en', string[]]>([
  [
    'en',
    [
      'Hours for phone: Mon 10:00–17:00, Tue–Fri 10:00–20:00, Sat 10:00–17:00, Sun closed',
      'A letter that comes back: unknown at this address: a call (text call-returned), moved: a hold',
      'A new address: the present step again (up to 1 time(s) a step)',
      'comes back (moved)',
      'on hold (address being looked for); looked at again after 10 days',
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
      '宛先が変わったとき: 今のステップを新しい宛先へもう一度',
      '連絡留保中（住所調査）。10日後に担当者が見直す',
      '新しい郵便の宛先が分かってすぐ',
      '一時停止: SMS、2027-07-01(木) 00:00 まで',
      '時間帯は土曜日',
    ],
  ],
])('tells handlers, hours and pauses (%s)', (lang, expected) => {
  const { out } = explain(
    {
      lang,
      start: Date.parse('2027-05-20T09:00:00+09:00'),
      customer: ['age=80,has=post+phone,consent.phone=yes'],
      when: ['undeliverable.moved@notice-letter', 'address.post@2027-06-14', 'release@2027-06-15'],
      pause: ['channel=sms,from=2027-06-20,until=2027-07-01'],
    },
    WHOLE,
  );
  for (const line of expected) expect(out.join('\n')).toContain(line);
});

it('gives the reason of each channel and date', () => {
  const text = explain({ customer: ['age=80,has=mail+post+phone'] }).out.join('\n');
  expect(text).toContain('by mail (text notice): consent unknown, allowed by the table; leaves Mon 2027-02-01 09:00');
  expect(text).toContain('expected Thu 2027-02-04 12:00: 3 business days from posting');
  expect(text).toContain('14 days after the expected arrival of the letter before (Thu 2027-02-04 12:00)');
  expect(text).toContain('call 2 of up to 3: nobody answers; next Thu 2027-03-18 17:00');
  expect(text).toContain('weekends, 03-19 (own closed day), 03-21 (Vernal Equinox Day), 03-22 (Holiday in lieu)');
  expect(text).toContain('"notice": meant for others (all but elderly companies)');
  expect(text).toContain('lapsed (notified, no answer)');
});

it('speaks Japanese first', () => {
  const text = explain({ lang: 'ja', customer: ['age=80,has=post'] }).out.join('\n');
  expect(text).toContain('2027-02-01(月) 11:00 の印刷便で差し出す');
  expect(text).toContain('前の郵便の到着予定(2027-02-04(木) 12:00)から14日後');
});

it.each<[string, Partial<PlanExplainOptions>, RegExp]>([
  ['an unknown trait', { customer: ['colour=red'] }, /^colour=red → use age, kind/],
  ['an unknown channel', { customer: ['has=fax'] }, /^has=fax → join mail/],
  ['an unknown step', { when: ['bounce@nowhere'] }, /write the id of a step: notice, notice-letter/],
  ['an unknown return', { when: ['undeliverable.gone@notice'] }, /write|unknown, moved, incomplete/],
  ['a pause without a beginning', { pause: ['channel=post'] }, /^channel=post → use from \(needed\)/],
  ['a pause of no text', { pause: ['from=2027-02-01,notice=x'] }, /^notice=x → write a key of notices/],
  ['no reason of a hold', { customer: ['hold='] }, /write the reason, as in hold=lawyer/],
  ['no day', { when: ['answer@soon'] }, /write it like 2027-03-01/],
  ['a last dispatch that is over', { start: Date.parse('2028-01-01') }, /dates\.lastDispatch|last dispatch/i],
])('refuses %s and says what to write', (_, over, expected) => {
  const { code, out, err } = explain(over);
  expect({ code, out }).toEqual({ code: 1, out: [] });
  expect(err.join('\n')).toMatch(expected);
});

it('names every problem of a file with its place and how to mend it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'explain-'));
  const file = join(folder, 'campaign.yaml');
  writeFileSync(file, readFileSync(EXAMPLE, 'utf8').replace('holidays: japan', 'holidays: jpan'));
  const { code, err } = explain({}, file);
  rmSync(folder, { recursive: true });
  expect(code).toBe(1);
  expect(err[1]).toMatch(/calendar\.holidays: .*jpan.* → Did you mean "?japan/);
});
