import { readFileSync } from 'node:fs';
import { parseCampaignFile } from '../../../api/campaign-file/read';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { type Brand } from '../../../domain/brand/brand';
import { renderMail } from '../../../rendering/render';
import { sampleDoc } from './mail-fixture';

const example = parseCampaignFile(readFileSync('examples/campaign.yaml', 'utf8'), {
  now: Date.parse('2027-01-10T00:00:00Z'),
  hashContract: (number) => number,
  language: 'ja',
});
const personal = { name: '佐藤 花子', link: 'https://goannai.example/m/abcdefghijklmnopqrstuv', optOutLink: 'https://goannai.example/s/abcdefghijklmnopqrstuv' }; // prettier-ignore
const mails = Object.entries(example.notices).filter(([, { channel }]) => channel === 'mail').map(([id]) => id); // prettier-ignore

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
/** Every line that a reader of the HTML sees. */
const linesOf = (html: string) =>
  html
    .replace(/<style>[^]*?<\/style>|<title>[^]*?<\/title>/g, '')
    .replace(/<br>\n|<\/(?:p|h1|h2|li|td|tr|div)>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&(#39|\w+);/g, (_, name: string) => entities[name]!)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
/** A line of the plain text without the marks that its HTML shows by form. */
const bare = (line: string) => line.replace(/^(?:[■◆・]\s*|\d\. |- (?!-))/, '').trim();
/** What only one of the two needs: rules, the sender above the mail, the button and its hint. */
const FORM = /^(?:―+|みなと通信株式会社.*|Minato Tsushin K.K..*|お手続きのページを開く|お客様のページを開く|ボタンで開かないときは.*|Open your page|If the button.*)$/; // prettier-ignore

describe.each(['ja', 'en'] as const)('in %s', (language) => {
  it.each([...mails, 'receipt-mail', 'too-late-mail', 'new-link-mail', 'which-answer-mail'])(
    'the text and the HTML of %s say the same',
    (notice) => {
      const { text, html, subject } = renderMail(example, notice, { ...personal, language });
      const plain = text
        .split('\n')
        .map(bare)
        .filter((line) => line !== '' && !FORM.test(line));
      const shown = linesOf(html).filter((line) => !FORM.test(line) && line !== subject);
      // a date stands in one line of the text and in two of the HTML
      const joined = (lines: string[]) => lines.join('').replace(/[\s\u3000]|: /g, '');
      expect(joined(shown)).toBe(joined(plain));
    },
  );
});

const sections = (doc: CampaignDoc, id = 'notice') => renderMail(doc, id, personal).text;

it('gives the dates, one button, the steps, how to check that it is genuine, and whom to call', () => {
  const { html, text } = renderMail(example, 'notice', personal);
  expect(text).toMatch(/サービス終了日　2027年4月30日\(金\)\nお手続きの期限　2027年4月23日\(金\)/);
  expect(html.match(/class="button"[^>]*>お手続きのページを開く/g)).toHaveLength(1);
  expect(text).toContain('3. ご契約ごとに「みなと光へ移行する」または「解約する」を選び、内容を確かめて送ります。');
  expect(text).toMatch(/■ このメールが本物か確かめるには\n・差出人のアドレスは .*@.* です。/);
  expect(text).toContain('https://goannai.example/ で始まります');
  expect(text.match(/電話 /g)).toHaveLength(1);
});

it('asks for nothing in a receipt', () => {
  const text = sections(example, 'receipt-mail');
  expect(text).not.toContain('お手続きの流れ');
  expect(text).not.toMatch(/^―/m);
});

it('adds whom to call only where the text does not say it', () => {
  expect(sections(sampleDoc(), 'n1').match(/0120-000-000/g)).toHaveLength(2);
  expect(sections(sampleDoc(), 'n1')).toContain(
    '■ お問い合わせ\nサンプル株式会社\n東京都千代田区1-1\n電話 0120-000-000',
  );
});

it('does not repeat steps that the text numbers itself', () => {
  const body = { ja: '{{ name }} 様\n\n1. 開く\n2. 選ぶ\n\n{{ link }}\n\n{{ optOutLink }}', en: '' };
  const doc = { ...example, notices: { ...example.notices, notice: { channel: 'mail' as const, subject: { ja: '件名', en: '' }, body } } }; // prettier-ignore
  const { html, text } = renderMail(doc, 'notice', personal);
  expect(text).not.toContain('お手続きの流れ');
  expect(html).toMatch(/<ol[^>]*><li[^>]*>開く<\/li><li[^>]*>選ぶ<\/li><\/ol>/);
});

it('wears the brand that was approved, and asks no server for anything', () => {
  const brand: Brand = {
    version: 3,
    accent: '#ffcc00',
    typeface: 'noto',
    logo: { hash: 'x', width: 1200, height: 300 },
  };
  const { html } = renderMail({ ...example, brand }, 'notice', personal);
  expect(html).toContain('<img src="cid:logo@tsunagi" alt="みなと通信株式会社');
  expect(html).toContain('background:#ffcc00;color:#000000');
  expect(html).not.toMatch(/<script|<form|<link|@import|url\(|src="http|background="/i);
  expect(renderMail(example, 'notice', personal).html).not.toContain('<img');
});
