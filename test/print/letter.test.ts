import { barcodeOf, fitted, titled } from '../../rendering/letter/address-block';
import { GlyphMissing, widthOf } from '../../rendering/letter/fonts';
import { breakLines } from '../../rendering/letter/line-break';
import { layoutPiece } from '../../rendering/letter/piece';
import { FORM } from '../../domain/returns/form-layout';
import { PROFILES } from '../../domain/print/envelope-profile';
import { CODE, doc, englishContent, LINK, print, sampleContent, seenPages, type SeenPage } from './letter-fixture';

it('in large type takes more sheets, and lacks neither a word nor the link nor the form', async () => {
  const normal = sampleContent();
  const large = sampleContent({ addressee: { ...normal.addressee, largePrint: true } });
  const [usual, pages] = [await seenPages(await print([normal])), await seenPages(await print([large]))];
  expect(pages.length).toBeGreaterThan(usual.length);
  const words = (seen: SeenPage[]) =>
    seen
      .map(({ text }) => text.replace(/\d\/\d|\s|7QK2M9XD4T0C/g, ''))
      .join('')
      .split('')
      .sort()
      .join('');
  expect(words(pages)).toBe(words(usual));
  expect(pages.flatMap(({ codes }) => codes)).toEqual(usual.flatMap(({ codes }) => codes));
});

const WINDOW = PROFILES.long3.window;

describe('one letter', () => {
  let pages: SeenPage[];
  beforeAll(async () => void (pages = await seenPages(await print([sampleContent()]))));

  it('is a sheet to read and a form to send back, each with its number', () => {
    expect(pages).toHaveLength(2);
    pages.forEach(({ text }, index) => expect(text).toContain(`${index + 1}/2`));
  });

  it('bears the address as given, with title, rare characters and all', () => {
    expect(pages[0]!.text).toContain('〒105-0022');
    expect(pages[0]!.text).toContain('東京都港区海岸1-2-3 コーポA 801');
    expect(pages[0]!.text).toContain('𠮷田 花子　様');
    expect(pages[0]!.text).toContain('2027年2月1日(月)');
  });

  it('shows address and barcode in the window, and nothing else', () => {
    const inside = (x: number, y: number) => pages[0]!.ink(x, y);
    const area = { left: WINDOW.x, right: WINDOW.x + WINDOW.width, top: WINDOW.y, bottom: WINDOW.y + WINDOW.height };
    const edges = [];
    for (let x = area.left; x <= area.right; x += 0.4) edges.push(inside(x, area.top + 1), inside(x, area.bottom - 1));
    for (let y = area.top; y <= area.bottom; y += 0.4) edges.push(inside(area.left + 2, y), inside(area.right - 2, y));
    expect(Math.max(...edges)).toBe(0);
  });

  it('gives the page link as a code and in letters', () => {
    expect(pages[0]!.codes).toEqual([LINK]);
    expect(pages[0]!.text).toContain(LINK);
    expect(pages[0]!.text).toContain(CODE);
  });

  it('has the piece code alone in the code of its form', () => expect(pages[1]!.codes).toEqual([CODE]));

  it('asks for choice, date, signature and phone, and says where to and by when', () => {
    const { text } = pages[1]!;
    for (const word of ['ライト', '0825', '光回線へ移る', '解約する', 'ご記入日', 'ご署名', '日中のお電話番号'])
      expect(text).toContain(word);
    expect(text).toContain('東京都港区海岸1-1-1');
    expect(text).toContain('2027年4月9日(金) 必着');
    expect(text).not.toContain('MN170000825');
  });

  it.each(['migrate', 'cancel'] as const)('has an empty box to tick for %s where the layout says', (choice) => {
    const { x, y, size } = FORM.boxes(0)[choice];
    const { ink } = pages[1]!;
    for (const at of [0.25, 0.5, 0.75]) {
      expect(ink(x + at * size, y)).toBeGreaterThan(0.5);
      expect(ink(x + at * size, y + size)).toBeGreaterThan(0.5);
      expect(ink(x, y + at * size)).toBeGreaterThan(0.5);
      expect(ink(x + at * size, y + size / 2)).toBe(0);
    }
  });

  it('leaves room for date, signature and phone', () => {
    const { ink } = pages[1]!;
    for (const { x, y, width, height } of [FORM.signature, FORM.phone]) {
      const middle = x + width / 2;
      expect(Math.max(...[-0.3, -0.15, 0, 0.15, 0.3].map((off) => ink(middle, y + off)))).toBeGreaterThan(0.5);
      for (let at = 1; at < height - 0.7; at += 0.5) expect(ink(middle, y + at)).toBe(0);
    }
  });
});

describe('an envelope', () => {
  it('holds several letters with one address and one form', async () => {
    const [letter] = sampleContent().letters;
    const second = {
      ...letter!,
      written: { ...letter!.written, subject: '不備のお知らせ', body: 'もう一度お願いします。' },
    };
    const pages = await seenPages(await print([sampleContent({ letters: [letter!, second] })]));
    expect(pages.map(({ codes }) => codes)).toEqual([[LINK], [LINK], [CODE]]);
    expect(pages.filter(({ text }) => text.includes('〒105-0022'))).toHaveLength(1);
    expect(pages[1]!.text).toContain('不備のお知らせ');
    expect(pages[2]!.text).toContain('3/3');
  });

  it('flows on when the text is longer than a page, and loses none of it', async () => {
    const pages = await seenPages(await print([sampleContent({}, 20)]));
    expect(pages.length).toBeGreaterThan(2);
    expect(
      pages
        .map(({ text }) => text)
        .join('')
        .match(/ADSL/g),
    ).toHaveLength(41); // the form names the service too
    expect(pages.filter(({ codes }) => codes.includes(LINK))).toHaveLength(1);
  });

  it('keeps a heading with its text', async () => {
    const body = Array.from({ length: 24 }, (_, n) => `■ 見出し${n}\n${'本文です。'.repeat(12)}`).join('\n\n');
    const [letter] = sampleContent().letters;
    const written = { language: 'ja' as const, subject: 'お知らせ', body };
    const pages = await seenPages(await print([sampleContent({ letters: [{ ...letter!, written }] })]));
    expect(pages.length).toBeGreaterThan(3);
    for (const { text } of pages) expect(text).not.toMatch(/■ 見出し\d+\s*(?:7QK2M9XD4T0C|$)/);
  });

  it('takes another form page from the seventh contract on, each with the code, the last to be signed', async () => {
    const contracts = Array.from({ length: 8 }, (_, n) => ({ number: `MN${1000 + n}`, product: null, doc }));
    const pages = await seenPages(await print([sampleContent({ contracts })]));
    expect(pages.map(({ codes }) => codes)).toEqual([[LINK], [CODE], [CODE]]);
    expect(pages[1]!.text).toContain('1005');
    expect(pages[1]!.text).not.toContain('日中のお電話番号');
    expect(pages[2]!.text).toContain('1006');
    expect(pages[2]!.text).toContain('日中のお電話番号');
  });

  it('speaks only the language of the customer, but for the address', async () => {
    const pages = await seenPages(await print([englishContent()]));
    expect(pages[0]!.text).toContain('Minato ADSL ends');
    expect(pages[0]!.text).toMatch(/Monday,? 1 February 2027/);
    expect(pages.at(-1)!.text).toContain('Move to fibre');
    expect(pages.at(-1)!.text).toContain('to arrive by Friday');
    expect(pages.map(({ text }) => text).join('')).not.toMatch(/お手続き|レ点|ご署名|解約|書状番号/);
    const japanese = (await seenPages(await print([sampleContent()]))).map(({ text }) => text).join('');
    expect(japanese).not.toMatch(/scan|Return|Move|tick|Questions|genuine/);
  });
});

it.each([
  [true, 'お手続きの方法', 'How to answer'],
  [false, 'お客様専用のページは', 'Your own page opens'],
])('offers to answer on the page only where an answer is asked for: %s', async (asks, ...said) => {
  for (const [index, content] of [sampleContent(), englishContent()].entries()) {
    const letters = content.letters.map((letter) => ({ ...letter, asks }));
    const text = (await seenPages(await print([{ ...content, letters }]))).map((page) => page.text).join('');
    expect(text).toContain(said[index]);
    expect(/お手続きの方法|How to answer/.test(text)).toBe(asks);
    expect(/お手続きの期限|Please answer by/.test(text)).toBe(asks);
  }
});

it('prints the same bytes twice', async () => {
  const [once, twice] = [
    await print([sampleContent(), sampleContent()]),
    await print([sampleContent(), sampleContent()]),
  ];
  expect(once.equals(twice)).toBe(true);
});

it('prints the same bytes whatever was printed before', async () => {
  const alone = await print([sampleContent()]);
  await print([englishContent(), sampleContent({ profile: PROFILES.kaku2 }, 14)]);
  expect((await print([sampleContent()])).equals(alone)).toBe(true);
});

it('refuses a character that no font has', () => {
  const addressee = { ...sampleContent().addressee, name: '山田 😀' };
  expect(() => layoutPiece(sampleContent({ addressee }))).toThrow(GlyphMissing);
});

it.each([
  ['山田 太郎', 'person', '山田 太郎　様'],
  ['株式会社みなと 総務部', 'company', '株式会社みなと 総務部　御中'],
  ['株式会社みなと 御中', 'company', '株式会社みなと 御中'],
  ['佐藤様', 'person', '佐藤様'],
] as const)('%s (%s) → %s', (name, kind, expected) => expect(titled(name, kind)).toBe(expected));

describe('the barcode', () => {
  const to = (postalCode: string | undefined, address: string) => ({
    name: '',
    kind: 'person' as const,
    language: 'ja' as const,
    postalCode,
    address,
  });
  it('starts behind the town, even one with a numeral in its name', () => {
    const symbols = barcodeOf(to('106-0045', '東京都港区麻布十番１－２－３'))!.symbols.join('');
    expect(symbols.startsWith('10600451-2-3CC4')).toBe(true);
  });
  it.each([
    ['a code of a whole municipality', '060-0000', '北海道札幌市中央区1-2'],
    ["an office's own code", '100-8926', '東京都千代田区霞が関2-1-2'],
    ['another town than the code says', '105-0022', '東京都港区六本木1-2-3'],
    ['an unknown code', '999-9999', '東京都港区海岸1-2-3'],
    ['no code', undefined, '東京都港区海岸1-2-3'],
  ])('is left out for %s', (_, postalCode, address) => expect(barcodeOf(to(postalCode, address))).toBeNull());
});

describe('an address abroad', () => {
  const addressee = {
    name: 'John Smith',
    kind: 'person' as const,
    language: 'ja' as const,
    address: '350 5th Ave, Suite 4500, New York, NY, 10118, UNITED STATES OF AMERICA',
  };

  it('has the name first, the country in capitals last, and no barcode', async () => {
    const { lines, name } = fitted(addressee);
    expect(name).toEqual(['John Smith　様']);
    expect(lines.at(-1)).toBe('UNITED STATES OF AMERICA');
    expect(lines.slice(0, -1).join(' ')).toBe('350 5th Ave, Suite 4500, New York, NY, 10118');
    const [page] = await seenPages(await print([sampleContent({ addressee })]));
    expect(page!.text.indexOf('John Smith')).toBeLessThan(page!.text.indexOf('350 5th Ave'));
    expect(barcodeOf(addressee)).toBeNull();
  });
});

describe('line breaks', () => {
  it.each([
    ['no mark begins a line', 'あいうえおかきくけこ。さ', ['あいうえおかきくけ', 'こ。さ']],
    ['no bracket ends one', 'あいうえおかきくけ「こ', ['あいうえおかきくけ', '「こ']],
    ['an empty line stays', 'あ\n\nい', ['あ', '', 'い']],
    ['a date stays whole', 'あいうえお4月23日(金)まで', ['あいうえお', '4月23日(金)まで']],
    ['a word stays whole', 'あいうえおか Tsunagi です', ['あいうえおか', 'Tsunagi です']],
  ])('%s', (_, text, expected) => {
    const width = widthOf('あいうえおかきくけこ', 'regular');
    const lines = breakLines(text, width, 'regular');
    expect(lines).toEqual(expected);
  });
  it('gives the last line more than its last word', () => {
    const width = widthOf('あ'.repeat(20), 'regular');
    const lines = breakLines(`${'あいうえお'.repeat(4)}す。`, width, 'regular');
    expect(lines.map((line) => line.length)).toEqual([18, 4]);
  });
  it('does so behind a date, in lines of few words', () => {
    const width = widthOf('手続きの期限は2027年4月23日(金)で', 'bold');
    expect(breakLines('手続きの期限は2027年4月23日(金)です', width, 'bold').at(-1)).toBe('です');
  });
  it('keeps an address together and cuts one that is longer than a line', () => {
    expect(breakLines('see https://a.example/abc now', 13, 'regular')).toContain('https://a.example/abc');
    const cut = breakLines('x'.repeat(60), 10, 'regular');
    expect(cut.length).toBeGreaterThan(1);
    expect(cut.join('')).toBe('x'.repeat(60));
  });
});
