import { FONT_FAMILY, type Typeface, TYPEFACES } from '../../domain/brand/brand';
import { print, sampleContent, seenPages } from '../print/letter-fixture';

const FONTS: Record<Typeface, string> = { ud: 'BIZUDPGothic', mincho: 'BIZUDPMincho', noto: 'NotoSansJP' };

/** A letter whose client has chosen this typeface. */
function letterIn(typeface: Typeface) {
  const content = sampleContent();
  const brand = { version: 1, accent: '#165e83', typeface, logo: null };
  return print([
    { ...content, letters: content.letters.map((letter) => ({ ...letter, doc: { ...letter.doc, brand } })) },
  ]);
}

const fontsOf = (pdf: Buffer) =>
  new Set([...pdf.toString('latin1').matchAll(/\/BaseFont \/[A-Z]{6}\+(\w+)-/g)].map(([, name]) => name));

it.each(TYPEFACES)('a letter in %s is set in that font and says the same, rare names included', async (typeface) => {
  const pdf = await letterIn(typeface);
  expect(fontsOf(pdf)).toContain(FONTS[typeface]);
  const [own, usual] = [await seenPages(pdf), await seenPages(await letterIn('ud'))];
  const words = (text: string) => text.replace(/\s/g, '');
  expect(own.map(({ text }) => words(text))).toEqual(usual.map(({ text }) => words(text)));
  expect(own.map(({ codes }) => codes)).toEqual(usual.map(({ codes }) => codes));
});

it.each([
  ['mincho', 'serif'],
  ['ud', 'sans-serif'],
  ['noto', 'sans-serif'],
] as const)('mails and pages name a font for %s that each device has: %s', (typeface, family) =>
  expect(FONT_FAMILY[typeface].split(',').at(-1)).toBe(family),
);
