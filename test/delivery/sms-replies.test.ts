import { type ReplyContent } from '../../db/journeys/replies/content';
import { REPLIES, replyNotice } from '../../domain/journeys/answers/replies';
import { answerTexts } from '../../rendering/answer';
import { renderSms } from '../../rendering/render';
import { sampleDoc, START } from './mail/mail-fixture';

const links = { link: 'https://page.example/m/AbC', optOutLink: 'https://page.example/s/xyz' };
const content: ReplyContent = {
  ...{ receipt: 'C2KT-W151', at: START, receivedAt: START, takenOver: false, consentFor: null, stands: null },
  answers: [{ via: 'web', choices: [{ product: 'ライト', tail: '0718', choice: 'migrate' }] }],
};
const sms = (reply: (typeof REPLIES)[number], change: Partial<ReplyContent> = {}): string => {
  const doc = sampleDoc();
  const own = { answer: { ja: '返金は3月に行います。', en: 'Refunds are made in March.' } };
  const answer = { ...answerTexts(doc, { ...content, ...change }, START), ...own };
  return renderSms(doc, replyNotice(reply, 'sms'), { name: '', ...links, answer }).text;
};

it.each(REPLIES)('%s by SMS is whole sentences, links, and numbers that are named', (reply) => {
  for (const line of sms(reply).split('\n'))
    expect(line).toMatch(/。$|^https:|(受付|お問い合わせ)番号 [-A-Z0-9]+$|^ご(相談|不明な点): [-\d]+$/);
});

it.each<[what: string, change: Partial<ReplyContent>, expected: RegExp]>([
  ['open', {}, /^お選び直しとお取り消しは、2027年3月19日\(金\).*まで、次のページ、またはお電話で承ります。$/m],
  ['asked of the client', { takenOver: true }, /お選び直しとお取り消しは、サービスの提供元に確認のうえ承ります。$/m],
])('a receipt by SMS, which has no headings, says itself what can be changed: %s', (_, change, expected) => {
  expect(sms('receipt', change)).toMatch(expected);
});
