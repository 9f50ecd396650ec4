import { scriptParts } from '../../domain/calls/script-parts';
import { standardVoicemail } from '../../domain/texts/notices';
import { lintNotice } from '../../rendering/lint';
import { voicemailFaults } from '../../rendering/voicemail';
import { channelsDoc } from '../support/seed';

describe('the sections of a script', () => {
  it('are its headings by number in any width, with what is said and what is for the operator only', () => {
    const script = `お電話の台本
1. 名乗り
「みなと通信の青木と申します。」
・ご本人が出るまで用件を言わない

２　録音のお知らせ
「この通話は録音しております。」
- 断られたら録音を止める
12 、ご説明`;
    expect(scriptParts(script)).toEqual([
      {
        title: '名乗り',
        lines: [
          { text: '「みなと通信の青木と申します。」', note: false },
          { text: 'ご本人が出るまで用件を言わない', note: true },
        ],
      },
      {
        title: '録音のお知らせ',
        lines: [
          { text: '「この通話は録音しております。」', note: false },
          { text: '断られたら録音を止める', note: true },
        ],
      },
      { title: '、ご説明', lines: [] },
    ]);
  });

  it.each([
    ['a year', '2027年3月に終了します'],
    ['a phone number', '0120 123 456'],
    ['an amount', '1,200円です'],
  ])('%s at the beginning of a line begins none', (_, line) => {
    expect(scriptParts(`題\n${line}`)).toEqual([{ title: null, lines: [{ text: line, note: false }] }]);
  });

  it('a script without headings is one part, and nothing of it is lost', () => {
    expect(scriptParts('題\n一行目\n\n二行目')).toEqual([
      {
        title: null,
        lines: [
          { text: '一行目', note: false },
          { text: '二行目', note: false },
        ],
      },
    ]);
  });
});

describe('what is left on a voicemail', () => {
  const codes = (text: string, language: 'ja' | 'en' = 'ja') => voicemailFaults(text, language).map(({ code }) => code);

  it('is in the standard words the own name and the number to call', () => {
    expect([codes(standardVoicemail.ja), codes(standardVoicemail.en, 'en')]).toEqual([[], []]);
  });

  it.each<[string, string, string[]]>([
    ['the customer', '{{ name }} 様、青木です。{{ sender.phone }} へ', ['voicemail_tells']],
    ['the customer in general', 'お客様、青木です。{{ sender.phone }} へお電話ください', ['voicemail_tells']],
    ['the company', '{{ sender.name }} の青木です。{{ sender.phone }} へ', ['voicemail_tells']],
    ['that there is a contract', '青木です。ご契約の件で。{{ sender.phone }} へ', ['voicemail_tells']],
    ['the end of a service', '青木です。サービス終了の件で。{{ sender.phone }} へ', ['voicemail_tells']],
    ['a date of the campaign', '青木です。{{ dates.applyBy }}までに {{ sender.phone }} へ', ['voicemail_tells']],
    ['a link', '青木です。{{ sender.phone }} か https://example.jp へ', ['voicemail_tells']],
    ['no number', '青木です。改めてお電話いたします。', ['voicemail_number']],
    ['a number of its own', '青木です。{{ sender.phone }} か 03-5550-0123 へ', ['voicemail_number']],
    ['all of it', '{{ name }} 様、ご解約の件で０３－５５５０－０１２３へ', ['voicemail_tells', 'voicemail_number']],
  ])('is refused with %s', (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it('is refused in English too', () => {
    expect(codes('This is Aoki about your contract. Call {{ sender.phone }}.', 'en')).toEqual(['voicemail_tells']);
  });

  it('is linted with its script: where, which word, and what to do', () => {
    const doc = channelsDoc();
    const voicemail = { ja: '青木です。料金の件で {{ sender.phone }} へ', en: standardVoicemail.en };
    const script = { ...doc.notices.script!, voicemail };
    const [issue, ...more] = lintNotice({ ...doc, notices: { ...doc.notices, script } }, 'script');
    expect(more).toEqual([]);
    expect(issue).toMatchObject({ code: 'voicemail_tells', path: 'notices.script.voicemail.ja' });
    expect([issue!.message, issue!.advice]).toEqual([
      expect.stringContaining('料金'),
      expect.stringContaining('{{ sender.phone }}'),
    ]);
  });
});
