import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { findingsEn } from '../../../domain/texts/en/audience';
import { pagesEn } from '../../../domain/texts/en/customer-pages/pages';
import { requestsEn } from '../../../domain/texts/en/customer-pages/requests';
import { letterEn } from '../../../domain/texts/en/letter';
import { defectSentencesEn } from '../../../domain/texts/en/returns';
import { findingsJa } from '../../../domain/texts/ja/audience';
import { pagesJa } from '../../../domain/texts/ja/customer-pages/pages';
import { requestsJa } from '../../../domain/texts/ja/customer-pages/requests';
import { letterJa } from '../../../domain/texts/ja/letter';
import { defectSentencesJa } from '../../../domain/texts/ja/returns';

/** What a customer reads and hears: one name for one thing, on every channel. */
const TERMS: Record<'ja' | 'en', [name: string, variants: RegExp][]> = {
  ja: [
    ['返送用紙', /回答書|回答用紙|返信用紙|返送書|申込書/],
    ['レ点', /印を付|印をつけ|印がな|に印|丸を付|「レ」/],
    ['返金', /払い?戻|返却金|返還/],
    ['確認番号', /確認コード|認証番号|認証コード|アクセスコード|暗証コード/],
    ['サービス終了日', /(?<!サービス)終了日|終わる日|廃止日|提供終了日/],
    ['お手続きの期限', /締め?切|期日|申込期限|回答期限|提出期限/],
    ['受付番号', /受領番号|控え番号|受理番号|整理番号/],
    ['二次元コード', /QRコード|ＱＲコード|バーコード/],
    ['桁', /\dけた/],
  ],
  en: [
    ['return form', /reply form|answer form|response form|return slip/i],
    ['tick', /check (the|one|a) box|put a mark|cross the box/i],
    ['refund', /pay ?back|paid out|reimburse|repay/i],
    ['access code', /confirmation code|verification code|one-time code|\ba code\b/i],
    ['receipt number', /reference number|confirmation number/i],
    ['QR code', /2D code|two-dimensional|barcode/i],
  ],
};

const read = (name: string) => parse(readFileSync(join(__dirname, '../../../examples', name), 'utf8')) as unknown;

/** All strings of a value, with the path to each. */
function textsIn(value: unknown, path: string): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${path}.${key}`));
}

const examples = ['campaign.yaml', 'campaign-two-minutes.yaml', 'campaign-whole-language.yaml'];
const catalogues = {
  ja: { pagesJa, requestsJa, letterJa, defectSentencesJa, code: findingsJa.access_code_needed },
  en: { pagesEn, requestsEn, letterEn, defectSentencesEn, code: findingsEn.access_code_needed },
};

describe.each(['ja', 'en'] as const)('customers read in %s', (language) => {
  const ofExamples = examples
    .flatMap((name) => textsIn(read(name), name))
    .filter(([path]) => languageOf(path) === language);
  const texts = [...textsIn(catalogues[language], 'texts'), ...ofExamples];

  it.each(TERMS[language])('%s, and no other word for it', (name, variants) => {
    expect(texts.filter(([, text]) => variants.test(text)).map(([path]) => path)).toEqual([]);
    expect(texts.filter(([, text]) => text.toLowerCase().includes(name.toLowerCase())).length).toBeGreaterThan(0);
  });

  it('notices a variant', () => {
    const variant = language === 'ja' ? '回答書' : 'reply form';
    expect(TERMS[language].filter(([, variants]) => variants.test(variant))).toHaveLength(1);
  });
});

function languageOf(path: string): 'ja' | 'en' | undefined {
  const last = path.split('.').at(-1);
  return last === 'ja' || last === 'en' ? last : undefined;
}
