import { renderMail } from '../../activities/render';
import { lintNotice } from '../../activities/render-lint';
import { type Notice } from '../../domain/campaign';
import { sampleDoc } from './mail-fixture';

const personal = {
  name: '高橋\r\n <舞> & 子',
  link: 'https://page.example/m/AbC-_x?a=1&b=2',
  optOutLink: 'https://page.example/s/xyz-',
};
const withBody = (ja: string, en = '') =>
  sampleDoc({ notices: { n1: { channel: 'mail', subject: { ja: '件名', en: '' }, body: { ja, en } } } });

it('writes Japanese first and English below, the same in text and HTML', () => {
  const mail = renderMail(sampleDoc(), 'n1', personal);
  expect(mail.subject).toBe('サンプル通信終了のお知らせ / Sample Mobile is ending');
  expect(mail.text).toMatch(/^高橋 {2}<舞> & 子 様\n\nサービスを終了します。\n[^]*\n-{40}\n\nDear 高橋/);
  expect(mail.html).toContain('高橋  &lt;舞&gt; &amp; 子 様');
  expect(mail.html).toContain(
    '<a href="https://page.example/m/AbC-_x?a=1&amp;b=2">https://page.example/m/AbC-_x?a=1&amp;b=2</a>',
  );
  expect(mail.html).toContain('<a href="https://page.example/s/xyz-">');
  expect(mail.html).toMatch(/<div lang="ja">[^]*<hr>[^]*<div lang="en">/);
});

it('shows days of the campaign in its own zone, in both languages', () => {
  const mail = renderMail(withBody('{{ dates.applyBy }}', '{{ dates.applyBy }}'), 'n1', personal);
  expect(mail.text).toContain('2027年3月19日');
  expect(mail.text).toContain('Friday');
});

it.each<[string, string]>([
  ['an unknown placeholder', '{{ nobody }} {{ link }} {{ optOutLink }}'],
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
  ['one without links', { body: { ja: '本文', en: 'Text' } }, ['link_missing', 'link_missing', 'opt_out_missing']],
  ['one with an unknown field', { subject: { ja: '{{ sender.nam }}', en: '' } }, ['variable_unknown']],
])('lints %s', (_, change, codes) => {
  const doc = sampleDoc();
  doc.notices.n1 = { ...doc.notices.n1!, ...change };
  expect(lintNotice(doc, 'n1').map((issue) => issue.code)).toEqual(codes);
});
