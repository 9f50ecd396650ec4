import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { parseCampaignFile } from '../../../api/campaign-file/read';
import { AppError } from '../../../domain/errors';
import { lintNotice, lintTexts } from '../../../rendering/lint';
import { typedFaults } from '../../../rendering/typed-text';

const doc = {
  zone: 'Asia/Tokyo',
  dates: {
    firstDispatch: Date.parse('2027-02-01T00:00+09:00'),
    lastDispatch: Date.parse('2027-04-16T23:59+09:00'),
    applyBy: Date.parse('2027-04-23T23:59+09:00'),
    applyByRule: 'arrival' as const,
    endOfService: Date.parse('2027-04-30T23:59+09:00'),
    graceUntil: null,
    claimsUntil: null,
  },
};
const faultsOf = (text: string) => typedFaults(text, doc).map(({ code, values }) => `${code} ${values.value}`);

it.each<[text: string, faults: string[]]>([
  ['4月23日（金）までに', []],
  ['4月23日(木)までに', ['weekday_wrong 4月23日(木)']],
  ['2027年４月２３日（月）', ['weekday_wrong 2027年4月23日(月)']],
  ['2027年2月30日（火）', ['weekday_wrong 2027年2月30日(火)']],
  ['by Friday, 23 April 2027', []],
  ['by Thursday, 23 April 2027', ['weekday_wrong Thursday, 23 April 2027']],
  ['お問い合わせは 0120-000-000 へ', []],
  ['お問い合わせは 0120-000-00 へ', ['phone_malformed 0120-000-00']],
  ['電話 03-1234-567', ['phone_malformed 03-1234-567']],
  ['電話 090-1234-5678、03(1234)5678', []],
  ['〒060-0001 札幌市 港町0-0-0', []],
  ['｛｛ name ｝｝ 様', ['brace_full_width ｛｛ name ｝｝']],
  ['{{ name }} 様', []],
  ['詳しくは https://minato.example@evil.example/x へ', ['link_names_user https://minato.example@evil.example/x']],
  ['https://minato.example/@news とinfo@minato.example', []],
  ['{{ link }}をご覧ください', ['link_not_separated {{ link }}を']],
  ['{{ link }}\nをご覧ください {{ optOutLink }}', []],
])('%j', (text, faults) => expect(faultsOf(text)).toEqual(faults));

/** The kind of inputs/21-sms-notice.txt: Japanese text right behind both links. */
const GLUED = 'お手続きは{{ link }}をご覧ください。停止は{{ optOutLink }}から';

it('names the place in the file and how to correct it; the example has none', () => {
  const text = readFileSync('examples/campaign.yaml', 'utf8');
  const context = { now: Date.parse('2027-01-20T00:00Z'), hashContract: String, lintNotice, lintTexts };
  expect(() => parseCampaignFile(text, context)).not.toThrow();
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a file on its way to be damaged
  const file = parse(text) as any;
  file.notices['notice-sms'].body.ja = GLUED;
  file.facts.refund.ja += '申出は2027年10月31日（月）まで。';
  file.sender.phone = '012-000-000';
  const error = refusal(() => parseCampaignFile(JSON.stringify(file), context));
  expect(error.issues.map(({ path, code }) => `${path} ${code}`)).toEqual([
    'facts.refund.ja weekday_wrong',
    'sender.phone phone_malformed',
    'notices.notice-sms.body.ja link_not_separated',
    'notices.notice-sms.body.ja link_not_separated',
  ]);
  expect(error.issues[2]?.advice).toContain('空白か改行');
});

function refusal(act: () => unknown): AppError {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('read without a complaint');
}
