import { letterFonts } from '../../db/audience/letter-fonts';
import { composed, letterName, printability } from '../../domain/print/letter-characters';
import { GlyphMissing, runsOf, type Weight, widthOf } from '../../rendering/letter/fonts';
import { print, sampleContent, seenPages } from './letter-fixture';

const nothing = { missing: [], common: [] };

describe('what a letter can print', () => {
  it.each([
    ['山田　花子', nothing],
    ['𠮷田 髙﨑 祐二', nothing],
    ['Nguyễn Thị Hương', nothing],
    ['Łukasz Ştefan Жуков', nothing],
    ['东东 张伟', { missing: ['东', '张', '伟'], common: [] }],
    ['김민준', { missing: ['김', '민', '준'], common: [] }],
    ['สมชาย', { missing: ['ส', 'ม', 'ช', 'า', 'ย'], common: [] }],
    ['〓田', { missing: ['〓'], common: [] }],
    ['山\ue000', { missing: ['\ue000'], common: [] }],
    ['ダイゴ'.normalize('NFD'), nothing],
    ['あ゙', { missing: ['\u3099'], common: [] }],
    ['葛\u{e0100}城', nothing],
    ['神\ufe00田', nothing],
    ['葛\u{e0101}城', { missing: [], common: ['葛\u{e0101}'] }],
    ['辻\u{e0102}', { missing: [], common: ['辻\u{e0102}'] }],
  ])('%s', (text, expected) => expect(printability(text, letterFonts)).toEqual(expected));

  it('is what the drawing fonts have, in both weights', () => {
    const wrong: string[] = [];
    for (let code = 0x20; code < 0x30000; code++) {
      if ((code >= 0xd800 && code < 0xf900) || (code >= 0xfe00 && code <= 0xfe0f)) continue;
      const text = String.fromCodePoint(code);
      if (composed(text) !== text) continue;
      for (const weight of ['regular', 'bold'] as const) {
        if (drawable(text, weight) !== (letterFonts(code) !== null)) wrong.push(`${weight} ${code.toString(16)}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

const drawable = (text: string, weight: Weight): boolean => {
  try {
    widthOf(text, weight);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(GlyphMissing);
    return false;
  }
};

it.each([
  [{ name: '张伟', kana: 'ﾁｮｳ ｲ' }, 'チョウ イ'],
  [{ name: '김민준', kana: 'キム　ミンジュン' }, 'キム ミンジュン'],
  [{ name: '张伟' }, null],
  [{ name: '张伟', kana: '〓' }, null],
  [{ name: '山田 花子', kana: 'ﾔﾏﾀﾞ ﾊﾅｺ' }, '山田 花子'],
  [{ name: 'ダイゴ'.normalize('NFD') }, 'ダイゴ'],
])('%j is addressed as %s', (given, expected) => expect(letterName(given, letterFonts)).toBe(expected));

it('keeps the registered form of kanji that NFC would replace', () => {
  expect(composed('\ufa19田 \ufa1b島 \ufa11')).toBe('\ufa19田 \ufa1b島 \ufa11');
  expect(composed('カ\u3099')).toBe('ガ');
});

describe('forms of a kanji', () => {
  it.each([
    ['神\ufe00', '神'],
    ['葛\u{e0100}', '葛'],
  ])('%s is drawn as a form of its own, or in the form that the font shows anyway', (asked, common) => {
    const [run] = runsOf(asked, 'regular');
    const [usual] = runsOf(common, 'regular');
    const glyph = (text: string) => run!.face.font.glyphsForString(text)[0];
    expect(run!.face).toBe(usual!.face);
    expect(glyph(run!.text) === glyph(common)).toBe(common === '葛');
  });

  it('differ on paper', async () => {
    const pages = ['神', '神\ufe00', '\ufa19'].map((first) => {
      const addressee = { ...sampleContent().addressee, name: `${first}${first}${first}` };
      return sampleContent({ addressee });
    });
    const seen = await seenPages(await print(pages));
    const inks = [0, 2, 4].map((page) => nameInk(seen[page]!.ink));
    expect(inks[1]).toEqual(inks[2]);
    expect(inks[0]).not.toEqual(inks[1]);
  });
});

/** Ink of the window, row by row. */
function nameInk(ink: (x: number, y: number) => number): number[] {
  const rows: number[] = [];
  for (let y = 14; y < 50; y += 0.2) {
    let row = 0;
    for (let x = 26; x < 60; x += 0.2) row += ink(x, y);
    rows.push(Math.round(row * 10));
  }
  return rows;
}
