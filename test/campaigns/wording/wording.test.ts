import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { parseCampaignFile } from '../../../api/campaign-file/read';
import { planCheck } from '../../../cli/plan-explain';
import { wordingFindings } from '../../../domain/texts/notices';
import { lintWording } from '../../../rendering/wording/lint-wording';

const EXAMPLE = readFileSync('examples/campaign.yaml', 'utf8');
const context = { now: Date.parse('2026-10-01T00:00Z'), hashContract: String };
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a file on its way to be changed
type Tree = any;
function docOf(change: (file: Tree) => void) {
  const file = parse(EXAMPLE) as Tree;
  change(file);
  return parseCampaignFile(JSON.stringify(file), context);
}
const codesOf = (change: (file: Tree) => void) => lintWording(docOf(change)).map(({ code, path }) => `${path} ${code}`);
/** Adds a line to a notice, in one language or in both. */
const add =
  (notice: string, ja: string, en = '') =>
  ({ notices }: Tree) => {
    notices[notice].body.ja += `${ja}\n`;
    notices[notice].body.en += `${en}\n`;
  };
const replace =
  (notice: string, ja: [RegExp, string], en: [RegExp, string] = [/$^/, '']) =>
  (file: Tree) => {
    const { body } = file.notices[notice];
    body.ja = body.ja.replace(...ja);
    body.en = body.en.replace(...en);
  };

type Case = [code: string, wrong: (file: Tree) => void, where: string, nearMiss: (file: Tree) => void];
const CASES: Case[] = [
  [
    'date_not_in_facts',
    add('notice', '2027年3月15日（月）に回線を止めます。', 'The line stops on Monday, 15 March 2027.'),
    'notices.notice.body.ja',
    add('notice', '2027年4月30日（金）に回線を止めます。', 'The line stops on Friday, 30 April 2027.'),
  ],
  [
    'amount_not_in_facts',
    add('notice', '返金は3,300円です。', 'The refund is 3,300 yen.'),
    'notices.notice.body.en',
    (file) => {
      file.facts.refund.ja += '返金額は3,300円です。';
      file.facts.refund.en += ' The refund is ¥3,300.';
      add('notice', '返金は三千三百円（3300円）です。', 'The refund is JPY 3,300.')(file);
    },
  ],
  [
    'value_differs_by_language',
    (file) => {
      file.facts.refund.ja += '返金額は3,300円です。';
      file.facts.refund.en += ' The refund is 3,000 yen.';
    },
    'facts.refund.en',
    (file) => {
      file.facts.refund.ja += '返金額は1.5万円、申し出は2027年10月31日（日）までです。';
      file.facts.refund.en += ' The refund is 15,000 yen; claims are taken until Sunday, 31 October.';
    },
  ],
  [
    'deadline_differs',
    add('notice', 'お手続きの期限は{{ dates.claimsUntil }}です。', 'by {{ dates.claimsUntil }}.'),
    'notices.notice.body.ja',
    add('notice', 'お申し出の期限は{{ dates.claimsUntil }}です。', 'by {{ dates.claimsUntil }}.'),
  ],
  [
    'date_missing_on_channel',
    replace('notice-sms', [/\{\{ dates.applyBy \}\}の24時までに/, ''], [/ by \{\{ dates.applyBy \}\}/, '']),
    'notices.notice-sms.body.ja',
    replace(
      'notice-sms',
      [/\{\{ dates.applyBy \}\}の24時/, '4月23日（金）'],
      [/\{\{ dates.applyBy \}\}/, 'Friday, 23 April'],
    ),
  ],
  [
    'amount_differs_by_channel',
    (file) => {
      for (const [key, yen] of [
        ['one', '3,300'],
        ['two', '2,200'],
      ] as const)
        file.facts[key] = { ja: `返金額は${yen}円です。`, en: `The refund is ${yen} yen.` };
      add('notice', '{{ facts.one }}', '{{ facts.one }}')(file);
      add('notice-letter', '{{ facts.two }}', '{{ facts.two }}')(file);
    },
    'notices.notice-letter.body.ja',
    (file) => {
      file.facts.one = { ja: '返金額は3,300円です。', en: 'The refund is 3,300 yen.' };
      for (const notice of ['notice', 'notice-letter']) add(notice, '{{ facts.one }}', '{{ facts.one }}')(file);
    },
  ],
  [
    'weekday_missing',
    add('notice', '工事は2027年4月30日に終わります。', 'The work ends on Friday, 30 April 2027.'),
    'notices.notice.body.ja',
    (file) => {
      file.facts.ending.ja += '2001年4月1日に始めたサービスです。';
      file.facts.ending.en += ' It began on 1 April 2001.';
    },
  ],
  [
    'vague_wording',
    add('notice', '工事費がかかる場合があります。', ''),
    'notices.notice.body.ja',
    add('notice', '同じご案内を電子メールでもお送りしている場合があります。', 'May you stay well.'),
  ],
  [
    'vague_wording',
    add('notice', '', 'Refunds are paid as soon as possible.'),
    'notices.notice.body.en',
    add('notice', '平等で高等な等級の話です。', 'May I help you? Kind regards, as always.'),
  ],
  [
    'several_actions',
    add('notice-letter', '用紙に記入し、署名を添えて、お送りください。'),
    'notices.notice-letter.body.ja',
    add('notice-letter', '用紙に署名を添えて、お送りください。お手数ですが、届いた後は、すべて当社で行います。'),
  ],
  [
    'several_actions',
    add('notice-letter', '', 'Please sign the form, enclose a copy, and return it.'),
    'notices.notice-letter.body.en',
    add('notice-letter', '', 'Please sign the form and return it. We open it, read it and store it.'),
  ],
  [
    'next_step_missing',
    replace('notice-sms', [/までにお手続きをお願いします/, 'が期限です']),
    'notices.notice-sms.body.ja',
    replace('notice-sms', [/お手続きをお願いします/, 'お手続きください']),
  ],
  [
    'crossing_missing',
    replace('reminder', [/.*行き違い.*\n/, '']),
    'notices.reminder.body.ja',
    replace('reminder', [/.*行き違い.*\n/, 'すでにお手続きがお済みのお客様は、このままで結構です。\n']),
  ],
  [
    'translation_stale',
    replace('notice', [/$^/, ''], [/.*facts\.keeps.*\n/, '']),
    'notices.notice.body.en',
    replace('notice', [/\{\{ sender\.address \}\}/, '']),
  ],
  [
    'arrival_rule_missing',
    replace('defect-letter', [/（\{\{ formDueBy \}\}）/, '（{{ dates.applyBy }}まで）']),
    'notices.defect-letter.body.ja',
    replace('defect-letter', [/（\{\{ formDueBy \}\}）/, '（{{ dates.applyBy }}必着）']),
  ],
  [
    'arrival_rule_wrong',
    replace('defect-letter', [/（\{\{ formDueBy \}\}）/, '（{{ dates.applyBy }}、当日消印有効）']),
    'notices.defect-letter.body.ja',
    (file) => {
      file.dates.applyByRule = 'postmark';
    },
  ],
  [
    'character_unprintable',
    add('notice-letter', '期限にご注意ください😀'),
    'notices.notice-letter.body.ja',
    (file) => {
      add('notice', '期限にご注意ください😀')(file);
      add('notice-letter', '𠮷野、髙橋、①㈱〜')(file);
    },
  ],
  [
    'letter_by_parcel',
    add('notice-letter', '用紙は宅配便でもお送りいただけます。'),
    'notices.notice-letter.body.ja',
    add('notice-letter', '用紙はレターパックでもお送りいただけます。'),
  ],
  [
    'unfinished_text',
    add('notice', 'お問い合わせは〇〇係へ。'),
    'notices.notice.body.ja',
    add('notice', '選択肢には○を付けてください。'),
  ],
  [
    'sender_missing',
    replace('notice-sms', [/\{\{ sender.name \}\}です。/, '']),
    'notices.notice-sms.body.ja',
    replace('notice-sms', [/\{\{ sender.name \}\}/, 'みなと通信']),
  ],
];

it.each(CASES)('%s', (code, wrong, where, nearMiss) => {
  expect(codesOf(wrong)).toContain(`${where} ${code}`);
  expect(codesOf(nearMiss).filter((found) => found.endsWith(` ${code}`))).toEqual([]);
});

it('tries every rule', () => {
  expect([...new Set(CASES.map(([code]) => code))].sort()).toEqual(Object.keys(wordingFindings.ja).sort());
});

it.each(['campaign', 'campaign-two-minutes', 'campaign-whole-language'])(
  'finds nothing in examples/%s.yaml',
  (name) => {
    const doc = parseCampaignFile(readFileSync(`examples/${name}.yaml`, 'utf8'), context);
    expect(lintWording(doc)).toEqual([]);
  },
);

it('names notice, channel, language, line and column, in the language of the reader', () => {
  const file = EXAMPLE.replace('■ 返金について', '返金には2週間程度かかる場合があります。\n        ■ 返金について');
  const doc = parseCampaignFile(file, context);
  const [first] = lintWording(doc, 'en').filter(({ code }) => code === 'vague_wording');
  expect(first).toMatchObject({
    severity: 'warning',
    text: { notice: 'notice', channel: 'mail', language: 'ja', line: 22, column: 13 },
    message: expect.stringContaining('場合があります'),
    advice: expect.stringContaining('in which case'),
  });
});

describe('on the command line', () => {
  it('an error refuses the file, a warning does not; both lead to the line', () => {
    const lines: string[] = [];
    const path = `${process.env['TMPDIR'] ?? '/tmp'}/wording-${process.pid}.yaml`;
    const run = (text: string) => {
      lines.length = 0;
      writeFileSync(path, text);
      const say = (line: string) => lines.push(line);
      return planCheck(path, { start: context.now, lang: 'ja' }, say, say);
    };
    const vague = EXAMPLE.replace('■ 返金について', 'お早めにお手続きください。\n        ■ 返金について');
    const lineOf = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;
    expect(run(vague)).toBe(0);
    expect(lines[0]).toContain(`${path}:${lineOf(vague, 'お早めに')}: notices.notice.body.ja`);
    const wrong = EXAMPLE.replace('■ 返金について', '5月1日（土）から使えません。\n        ■ 返金について');
    expect(run(wrong)).toBe(1);
    expect(lines.join('\n')).toContain(`${path}:${lineOf(wrong, '5月1日')}: notices.notice.body.ja`);
  });
});
