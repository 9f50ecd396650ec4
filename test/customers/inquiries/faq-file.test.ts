import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { parseCampaignFile } from '../../../api/campaign-file/read';
import { type FaqEntry } from '../../../domain/customers/inquiries/rules';
import { AppError } from '../../../domain/errors';
import { defaultReasons, reasonCodes, reasonText } from '../../../domain/customers/inquiries/reasons';
import { lintNotice, lintTexts } from '../../../rendering/lint';
import { renderFaq, renderFaqs } from '../../../rendering/faq';

const text = readFileSync('examples/campaign.yaml', 'utf8');
const context = { now: Date.parse('2027-01-20T00:00Z'), hashContract: String, lintNotice, lintTexts };
const doc = parseCampaignFile(text, context);
const entry = (id: string): FaqEntry => doc.faq!.find((one) => one.id === id)!;

describe('an approved answer', () => {
  it('is filled with the campaign’s facts; on the phone the page is named in words', () => {
    const { question, answer } = renderFaqs(doc).find(({ id }) => id === 'change')!;
    expect(question.ja).toBe('選んだ内容を変えられますか。');
    expect(answer.ja).toContain('2027年4月23日(金)の24時までは');
    expect(answer.ja).toContain('お届けした案内に記載のお客様ページ');
    expect(answer.en).toContain('the customer’s page named in your notice');
  });

  it('has the customer’s own link where it is sent', () => {
    const { answer } = renderFaq(doc, entry('how'), 'https://example.jp/m/abc');
    expect(answer.ja).toContain('https://example.jp/m/abc');
    expect(answer.en).toContain('https://example.jp/m/abc');
    expect(answer.ja).not.toContain('{{');
  });

  it.each(doc.faq!.map(({ id, reason }) => [id, reason]))('%s has a reason with words: %s', (_, reason) => {
    expect(reasonText(reason)).toHaveLength(2);
  });
});

it('every reason has its own words', () => {
  const words = reasonCodes(defaultReasons).map((code) =>
    reasonText(code)!
      .map(({ ja }) => ja)
      .join('/'),
  );
  expect(new Set(words).size).toBe(words.length);
  expect(reasonText('money.none')).toBeUndefined();
  expect(reasonText('constructor.name')).toBeUndefined();
});

it.each<[what: string, change: (entry: FaqEntry) => object, finding: string]>([
  ['an unknown reason', () => ({ reason: 'money.refnd' }), 'faq[0].reason reason_unknown'],
  ['the id of another', () => ({ id: 'how' }), 'faq[1].id item_twice'],
  ['an unknown notice', () => ({ explains: { notice: 'none' } }), 'faq[0].explains.notice notice_unknown'],
  ['a sentence that its notice does not have', () => ({ explains: { notice: 'notice', sentence: '無料です。' } }), 'faq[0].explains.sentence sentence_unknown'], // prettier-ignore
  ['the name of who asks', ({ answer }) => ({ answer: { ...answer, ja: '{{ name }} 様' } }), 'faq[0].answer.ja variable_unknown'], // prettier-ignore
  ['braces that do not close', ({ answer }) => ({ answer: { ...answer, en: '{{ link' } }), 'faq[0].answer.en template_syntax'], // prettier-ignore
  ['a wrong weekday', ({ answer }) => ({ answer: { ...answer, ja: '4月23日(木)まで' } }), 'faq[0].answer.ja weekday_wrong'], // prettier-ignore
  ['text behind a link', ({ answer }) => ({ answer: { ...answer, ja: '{{ link }}から' } }), 'faq[0].answer.ja link_not_separated'], // prettier-ignore
])('%s is a finding at its place', (_, change, finding) => {
  const file = parse(text) as { faq: FaqEntry[] };
  file.faq[0] = { ...file.faq[0]!, ...change(file.faq[0]!) };
  const error = refusal(() => parseCampaignFile(JSON.stringify(file), context));
  expect(error.issues.map(({ path, code }) => `${path} ${code}`)).toEqual([finding]);
});

function refusal(read: () => unknown): AppError {
  try {
    read();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('was not refused');
}
