import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { parseCampaignFile } from '../../api/campaign-file/read';
import { linkLike } from '../../domain/delivery/link-like';
import { chooseReply } from '../../domain/journeys/answers/replies';
import { lintNotice, lintTexts } from '../../rendering/lint';
import { renderSms } from '../../rendering/render';

const personal = { name: '佐藤', link: 'https://x.example/m/a', optOutLink: 'https://x.example/s/a' };
const text = '{{ sender.name }}です。{{ service }}は{{ dates.endOfService }}の24時に終了します。お手続きは、{{ sender.siteName }}、または{{ sender.phone }}で承ります。このSMSに心当たりのない方、今後不要な方も、お電話でお知らせください。'; // prettier-ignore
const PROPER = { ja: text, en: '{{ sender.name }}: {{ service }} ends on {{ dates.endOfService }}. {{ sender.siteName }}, {{ sender.phone }}. To stop these messages, call us.' }; // prettier-ignore

const read = (
  body: { ja: string; en: string },
  site: object | undefined = { ja: 'みなと通信 公式サイト', en: 'Minato Tsushin official site' },
) => {
  const file = parse(readFileSync('examples/campaign.yaml', 'utf8')) as {
    policy: Record<string, unknown>;
    notices: Record<string, { channel: string; body: { ja: string; en: string } }>;
  };
  if (site) file.policy.smsWithoutLinks = { site };
  for (const notice of Object.values(file.notices)) if (notice.channel === 'sms') notice.body = body;
  const hashContract = (number: string) => number;
  return parseCampaignFile(stringify(file), { now: Date.parse('2027-01-10T00:00:00Z'), hashContract, lintNotice, lintTexts, language: 'ja' }); // prettier-ignore
};
const refusal = (body: { ja: string; en: string }, site?: object) => {
  try {
    read(body, site);
    return [];
  } catch (error) {
    return (error as { issues: { path: string; code: string }[] }).issues
      .filter(({ path }) => !path.startsWith('notices.reminder') && !path.startsWith('notices.final'))
      .map(({ path, code }) => `${path} ${code}`);
  }
};

it('takes SMS that name the number and the official site, and carry no link', () => {
  const sms = renderSms(read(PROPER), 'notice-sms', personal).text;
  expect(sms).toContain('みなと通信 公式サイト');
  expect(linkLike(sms)).toBeUndefined();
});

it.each<[string, string, string[]]>([
  ["the customer's page", `${text} {{ link }}`, ['sms_link_refused']],
  ['the way to stop', `${text} {{ optOutLink }}`, ['sms_link_refused']],
  ['the site', `${text} {{ sender.site }}`, ['sms_link_refused']],
  ['a link that was typed', `${text} https://evil.example/a`, ['sms_link_refused']],
  ['a host that phones make a link of', `${text} minato-tsushin.co.jp を開く`, ['sms_link_refused']],
  ['a host in full width', `${text} ｍｉｎａｔｏ．ｃｏ．ｊｐ`, ['sms_link_refused']],
  ['a mail address', `${text} desk@minato.example`, ['sms_link_refused']],
  ['no number', text.replace('{{ sender.phone }}', 'お電話'), ['sms_way_missing']],
  ['no site', text.replace('{{ sender.siteName }}', 'ホームページ'), ['sms_way_missing']],
  ['no way to stop', text.replace(/このSMS.*/, ''), ['sms_opt_out_missing']],
])('refuses an SMS with %s', (_, ja, codes) => {
  expect(refusal({ ...PROPER, ja })).toEqual(codes.map((code) => `notices.notice-sms.body.ja ${code}`));
});

it.each(['https://minato.example/', 'minato.co.jp', 'みなと通信 www.minato.jp'])(
  'refuses %s as the name of a site',
  (ja) => {
    expect(refusal(PROPER, { ja, en: 'Minato' })).toContain('policy.smsWithoutLinks.site.ja site_name_is_link');
  },
);

it('knows the name of a site only where the policy gives one', () => {
  const file = () => read({ ...PROPER, ja: `${text} {{ link }} {{ optOutLink }}` }, null as never);
  expect(file).toThrow(expect.objectContaining({ code: 'campaign_file_invalid' }));
});

it('sends no link by SMS even where a text got one in another way', () => {
  const doc = read(PROPER);
  const notices = { ...doc.notices, 'notice-sms': { channel: 'sms' as const, body: { ja: '{{ link }}', en: '' } } };
  expect(() => renderSms({ ...doc, notices }, 'notice-sms', personal)).toThrow('notice_invalid');
});

it.each(['receipt', 'too-late', 'which-answer', 'consent-request', 'change-refused'])(
  'answers by SMS without a link: %s',
  (reply) => {
    const sms = renderSms(read(PROPER), `${reply}-sms`, personal).text;
    expect(linkLike(sms)).toBeUndefined();
    expect(sms).toMatch(/0120-[\d-]+（公式サイト「みなと通信 公式サイト」[^]*今後不要な方も/);
  },
);

it('never sends a new link by SMS', () => {
  const doc = read(PROPER);
  const contact = { mail: null, sms: 'ok', post: 'ok', phone: null };
  const facts = { now: Date.parse('2027-02-10T03:00:00Z'), contact, consent: {}, contractHashes: [], overrides: [], unprintable: false }; // prettier-ignore
  const calendar = { zone: 'Asia/Tokyo', weekend: true, closed: new Set<string>() };
  const channel = (reply: 'new-link' | 'receipt', by: typeof doc) =>
    chooseReply({ reply, occurrence: 0 }, { facts: facts as never, doc: by, calendar }).message?.channel;
  const { smsWithoutLinks: _, ...policy } = doc.policy;
  expect([channel('new-link', doc), channel('receipt', doc)]).toEqual(['post', 'sms']);
  expect(channel('new-link', { ...doc, policy })).toBe('sms');
});
