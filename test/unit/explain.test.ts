import { writeFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planExplain, type PlanExplainOptions } from '../../api/plan-explain';

const START = Date.parse('2027-01-31T09:00:00+09:00');
const EXAMPLE = 'examples/campaign.yaml';

function explain(over: Partial<PlanExplainOptions> = {}, file = EXAMPLE) {
  const [out, err]: [string[], string[]] = [[], []];
  const options = { customer: [], when: [], start: START, json: false, lang: 'en' as const, ...over };
  const code = planExplain(
    file,
    options,
    (line) => out.push(line),
    (line) => err.push(line),
  );
  return { code, out, err };
}

/** What leaves, when and on which channels, and how it ends. */
const contacts = (customer: string, when: string[] = []): string[] => {
  const { out } = explain({ customer: [customer], when, json: true });
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

it('gives the reason of each channel and date', () => {
  const text = explain({ customer: ['age=80,has=mail+post+phone'] }).out.join('\n');
  expect(text).toContain('by mail (text notice): consent unknown, allowed by the table; leaves Mon 2027-02-01 09:00');
  expect(text).toContain('expected Thu 2027-02-04 12:00: 3 business days from posting');
  expect(text).toContain('14 days after the expected arrival of the letter before (Thu 2027-02-04 12:00)');
  expect(text).toContain('call 2 of up to 3: nobody answers; next Thu 2027-03-18 17:00');
  expect(text).toContain('weekends, 03-19 (own closed day), 03-21 (Vernal Equinox Day), 03-22 (Holiday in lieu)');
  expect(text).toContain('"notice": meant for others (all but elderly companies)');
  expect(text).toContain('lapsed (told, no answer)');
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
