import { renderLetter, renderMail, renderScript, renderSms } from '../../../rendering/render';
import { lintNotice } from '../../../rendering/lint';
import { type CampaignDoc, type Channel, type Notice } from '../../../domain/campaigns/campaign';
import { sampleDoc } from './mail-fixture';

const personal = {
  name: '高橋\r\n <舞> & 子',
  link: 'https://page.example/m/AbC-_x?a=1&b=2',
  optOutLink: 'https://page.example/s/xyz-',
};
const withBody = (ja: string, en = '') =>
  sampleDoc({ notices: { n1: { channel: 'mail', subject: { ja: '件名', en: '' }, body: { ja, en } } } });

it("writes one mail in the customer's language, the same in text and HTML", () => {
  const mail = renderMail(sampleDoc(), 'n1', personal);
  expect([mail.language, mail.subject]).toEqual(['ja', 'サンプル通信終了のお知らせ']);
  expect(mail.text).toMatch(/^高橋 {2}<舞> & 子 様\n\n―+\nサービス終了日[^]*\nサービスを終了します。\n/);
  expect(mail.html).toContain('高橋  &lt;舞&gt; &amp; 子 様');
  expect(mail.html).toContain('href="https://page.example/m/AbC-_x?a=1&amp;b=2"');
  expect(mail.html).toContain('href="https://page.example/s/xyz-"');
  expect(mail.html).toMatch(/<html lang="ja">/);
  const english = renderMail(sampleDoc(), 'n1', { ...personal, language: 'en' });
  expect([english.language, english.subject]).toEqual(['en', 'Sample Mobile is ending']);
  expect(english.text).toMatch(/^Dear 高橋[^]*―\nService ends: Monday, 29 March 2027/);
  expect(english.html).toMatch(/<html lang="en">/);
  expect(english.text + english.html).not.toMatch(/様|サービス/);
});

it('is Japanese where the notice has no other text', () => {
  expect(renderMail(withBody('{{ name }} 様'), 'n1', { ...personal, language: 'en' }).language).toBe('ja');
});

it.each(['https://evil.example/m/abc', 'www.evil.example', 'HTTP://WWW.evil.example'])(
  'makes no link of a customer named %s',
  (name) => {
    const mail = renderMail(withBody('{{ name }} 様\n{{ link }}\n{{ sender.site }}'), 'n1', { ...personal, name });
    const links = [...mail.html.matchAll(/href="([^"]*)"/g)].map(([, link]) => link);
    expect(new Set(links)).toEqual(new Set([personal.link.replaceAll('&', '&amp;'), sampleDoc().sender.site]));
    for (const text of [mail.text, mail.html]) expect(text).not.toMatch(/:\/\/(www\.)?evil|www\.evil/i);
  },
);

it.each<[who: string, change: object, expected: string]>([
  ['a person', { name: '小川 舞' }, '小川 舞 様'],
  ['a company', { name: '株式会社中島食品', kind: 'company' }, '株式会社中島食品 御中'],
  [
    'a person who acts for a company',
    { name: '中島食品 ご担当 小川 舞', kind: 'person' },
    '中島食品 ご担当 小川 舞 様',
  ],
])('greets %s as Japanese letters do', (_, change, expected) => {
  const mail = renderMail(withBody('{{ name }} 様\n{{ link }}', 'Dear {{ name }},'), 'n1', { ...personal, ...change });
  expect(mail.text.split('\n')[0]).toBe(expected);
  expect(mail.text).not.toContain(`Dear ${expected}`);
});

it('shows days of the campaign in its own zone, in both languages', () => {
  const doc = withBody('{{ dates.applyBy }}', '{{ dates.applyBy }}');
  expect(renderMail(doc, 'n1', personal).text).toContain('2027年3月19日');
  expect(renderMail(doc, 'n1', { ...personal, language: 'en' }).text).toContain('Friday');
});

it.each<[string, string]>([
  ['an unknown placeholder', '{{ unknown }} {{ link }} {{ optOutLink }}'],
  ['a date the campaign does not have', '{{ dates.graceUntil }} {{ link }} {{ optOutLink }}'],
  ['a file', "{% include 'package.json' %} {{ link }} {{ optOutLink }}"],
  ['an unclosed placeholder', '{{ name {{ link }} {{ optOutLink }}'],
])('refuses %s, at the check and at the sending', (_, body) => {
  const doc = withBody(body);
  expect(lintNotice(doc, 'n1')).toHaveLength(1);
  expect(() => renderMail(doc, 'n1', personal)).toThrow('notice_invalid');
});

it.each<[string, Partial<Notice>, string[]]>([
  ['a sound notice', {}, []],
  [
    'one without links',
    { body: { ja: '本文', en: 'Text' } },
    ['link_missing', 'link_missing', 'opt_out_missing', 'opt_out_missing'],
  ],
  ['one with an unknown field', { subject: { ja: '{{ sender.nam }}', en: '' } }, ['variable_unknown']],
])('lints %s', (_, change, codes) => {
  const doc = sampleDoc();
  doc.notices.n1 = { ...doc.notices.n1!, ...change };
  expect(lintNotice(doc, 'n1').map((issue) => issue.code)).toEqual(codes);
});

const onChannel = (channel: Channel, ja: string, en = '') =>
  sampleDoc({
    notices: { n1: { channel, ...(channel !== 'sms' && { subject: { ja: '件名', en: 'Title' } }), body: { ja, en } } },
    post: { runAt: '11:00', arrivesAfter: 3, mailClass: 'ordinary', returnTo: { ja: '返送先', en: 'Return to' } },
  });

it('sends no text that is meant for another channel, such as the script of a call', () => {
  const doc = onChannel('phone', '「{{ name }} 様ですか」');
  for (const render of [renderMail, renderSms, renderLetter])
    expect(() => render(doc, 'n1', personal)).toThrow('notice_invalid');
});

describe('an SMS', () => {
  it("is one text, in the customer's language", () => {
    const doc = onChannel('sms', '{{ service }} {{ link }}\r\n停止 {{ optOutLink }}\n', 'English {{ link }}');
    expect(renderSms(doc, 'n1', personal)).toEqual({
      text: `サンプル通信 ${personal.link}\n停止 ${personal.optOutLink}`,
    });
    expect(renderSms(doc, 'n1', { ...personal, language: 'en' })).toEqual({ text: `English ${personal.link}` });
  });

  it('names no one: a number may have gone to a stranger', () => {
    expect(() => renderSms(onChannel('sms', '{{ name }} {{ link }}'), 'n1', personal)).toThrow('notice_invalid');
  });
});

describe('a letter', () => {
  it("has heading and text in the customer's language, with where and until when to send the form", () => {
    const doc = onChannel('post', '{{ name }} {{ formDueBy }} {{ returnTo }}', '{{ formDueBy }} {{ returnTo }}');
    expect(renderLetter(doc, 'n1', personal)).toEqual({
      ...{ language: 'ja', subject: '件名', body: '高橋  <舞> & 子 2027年3月19日(金)必着 返送先' },
    });
    expect(renderLetter(doc, 'n1', { ...personal, language: 'en' })).toEqual({
      ...{ language: 'en', subject: 'Title', body: 'Friday, 19 March 2027 (must arrive by that day) Return to' },
    });
  });

  it('is in Japanese where the notice has no text in the language of the customer', () => {
    const english = renderLetter(onChannel('post', '本文'), 'n1', { ...personal, language: 'en' });
    expect(english).toEqual({ language: 'ja', subject: '件名', body: '本文' });
  });

  it.each<[CampaignDoc['dates']['applyByRule'], string]>([
    ['arrival', '2027年3月19日(金)必着'],
    ['postmark', '2027年3月19日(金)（当日消印有効）'],
  ])('says by which rule the form is due: %s', (applyByRule, due) => {
    const doc = onChannel('post', '{{ formDueBy }}');
    doc.dates.applyByRule = applyByRule;
    expect(renderLetter(doc, 'n1', personal).body).toBe(due);
  });

  it('lists what was wrong with a form, or says that something was', () => {
    const doc = onChannel('post', '{{ defects }}', '{{ defects }}');
    const defects = { ja: 'ご署名がありません。', en: 'The signature is missing.' };
    expect(renderLetter(doc, 'n1', { ...personal, defects }).body).toBe(defects.ja);
    expect(renderLetter(doc, 'n1', { ...personal, defects, language: 'en' }).body).toBe(defects.en);
    expect(renderLetter(doc, 'n1', personal).body).toMatch(/確認の必要な/);
  });
});

it('writes a call script in both languages, its title first, and leaves the name open until there is one', () => {
  const doc = onChannel('phone', '「{{ name }} 様ですか」', '"{{ name }}?"');
  expect(renderScript(doc, 'n1', { name: '高橋' })).toEqual({
    ja: '件名\n\n「高橋 様ですか」\n',
    en: 'Title\n\n"高橋?"\n',
  });
  expect(renderScript(doc, 'n1').ja).toContain('（お客様のお名前） 様');
});
