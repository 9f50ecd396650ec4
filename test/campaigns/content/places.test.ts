import { placeText, valueText } from '../../../domain/texts/names/content-places';

test.each([
  [
    'plan.steps.first-call.call.attempts',
    '手順「first-call」 › 架電の回数・間隔 › 回数',
    'Step “first-call” › attempts and spacing of calls › attempts',
  ],
  ['notices.notice-mail.body.ja', '文面「notice-mail」 › 本文 › 日本語', 'Notice “notice-mail” › text › Japanese'],
  ['facts.ending.en', '告知事項「ending」 › 英語', 'Facts “ending” › English'],
  ['waves.trial.trial', '発送ロット「trial」 › 試行ロット', 'Wave “trial” › trial wave'],
  ['waves.w1.name.ja', '発送ロット「w1」 › 名称 › 日本語', 'Wave “w1” › label › Japanese'],
  ['post.mailClass', '郵便の送り方 › 郵便の種類', 'How letters are sent › postal class'],
])('%s is named for a reader', (path, ja, en) => {
  const { ja: japanese, en: english } = placeText(path);
  expect([japanese, english.charAt(0).toUpperCase() + english.slice(1)]).toEqual([ja, en]);
});

test.each<[string, string | null, string | null, string | null]>([
  ['waves.trial.trial', 'true', '試行ロット（次のロットは続行の指示を待つ）', 'a trial: the next waves wait for a go'],
  ['waves.trial.trial', null, '試行ではない', 'not a trial'],
  ['waves.w1.share', '50', '50%', '50%'],
  ['plan.steps.notice.first', 'mail, post', 'メール、郵便', 'mail, post'],
  ['calendar.weekend', 'false', 'いいえ', 'no'],
  ['waves.w1.size', '500', null, null],
  ['plan.steps.notice.first', null, null, null],
])('says of %s what %s is', (path, value, ja, en) => {
  const text = valueText(path, value);
  expect([text?.ja ?? null, text?.en ?? null]).toEqual([ja, en]);
});
