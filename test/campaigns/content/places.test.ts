import { placeText } from '../../../domain/texts/names/content-places';

test.each([
  [
    'plan.steps.first-call.call.attempts',
    '手順「first-call」 › 架電の回数・間隔 › 回数',
    'Step “first-call” › attempts and spacing of calls › attempts',
  ],
  ['notices.notice-mail.body.ja', '文面「notice-mail」 › 本文 › 日本語', 'Notice “notice-mail” › text › Japanese'],
  ['facts.ending.en', '告知事項「ending」 › 英語', 'Facts “ending” › English'],
  ['waves.trial.trial', '発送ロット「trial」 › 試行ロット', 'Waves “trial” › trial wave'],
  ['waves.w1.name.ja', '発送ロット「w1」 › 名称 › 日本語', 'Waves “w1” › label › Japanese'],
  ['post.mailClass', '郵便の送り方 › 郵便の種類', 'How letters are sent › postal class'],
])('%s is named for a reader', (path, ja, en) => {
  const { ja: japanese, en: english } = placeText(path);
  expect([japanese, english.charAt(0).toUpperCase() + english.slice(1)]).toEqual([ja, en]);
});
