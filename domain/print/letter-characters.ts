/** How a font shows a character: in the form asked for, in its common form, or not at all. */
export type Shown = 'as_given' | 'common' | null;

/** Looks a character up in the fonts of letters; `selector` is the variation selector behind it, if any. */
export type LetterFonts = (codePoint: number, selector?: number) => Shown;

/**
 * Files of the fonts, in order of preference: a universal-design font, then one with rare characters of names. Letters in
 * mincho fall back on both, so that they print the same characters.
 */
export const LETTER_FONTS = {
  regular: [
    '@expo-google-fonts/biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf',
    '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
  ],
  bold: [
    '@expo-google-fonts/biz-udpgothic/700Bold/BIZUDPGothic_700Bold.ttf',
    '@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf',
  ],
  'mincho-regular': ['@expo-google-fonts/biz-udpmincho/400Regular/BIZUDPMincho_400Regular.ttf'],
  'mincho-bold': ['@expo-google-fonts/biz-udpmincho/700Bold/BIZUDPMincho_700Bold.ttf'],
} as const;

/** Compatibility ideographs: NFC would replace the registered U+FA19 by the common 神. */
const NOT_COMPATIBILITY = /[^\uf900-\ufaff\u{2f800}-\u{2fa1f}]+/gu;
/** ASCII and common Japanese text, which NFC does not change. */
const COMPOSED = /^[ -~\u3000-\u3098\u309b-\u30ff\u4e00-\u9fff\uff00-\uffef]*$/;

/**
 * A text as it is printed: composed (NFC), so that か and ゛ are one が, but with the registered form of kanji for which
 * Unicode has a code of their own.
 */
export function composed(text: string): string {
  if (COMPOSED.test(text)) return text;
  return text.replace(NOT_COMPATIBILITY, (part) => part.normalize('NFC'));
}

const isSelector = (codePoint: number): boolean =>
  (codePoint >= 0xfe00 && codePoint <= 0xfe0f) || (codePoint >= 0xe0100 && codePoint <= 0xe01ef);

/** A character with the variation selector that chooses its form. */
export interface Lettered {
  character: string;
  selector?: string;
}

/** The characters of a text, each with the variation selector behind it. */
export function letteredOf(text: string): Lettered[] {
  const found: Lettered[] = [];
  for (const character of text) {
    const last = found.at(-1);
    if (!isSelector(character.codePointAt(0)!)) found.push({ character });
    else if (last) last.selector ??= character;
  }
  return found;
}

/**
 * Signs of a character that was lost before the file was made: a geta mark, a replacement character, or a private code
 * that means something on the client's machines only.
 */
const LOST = /[\u3013\ufffd\ue000-\uf8ff\u{f0000}-\u{10ffff}]/u;
/** Marks that a font would print over the character before: they have no composed form. */
const COMBINING = /\p{M}/u;

/**
 * What a letter cannot print of a name or an address, each once: `missing` in no font of the letter, `common` in its
 * common form instead of the registered one. Both empty for nearly all texts.
 */
export function printability(text: string, fonts: LetterFonts): { missing: string[]; common: string[] } {
  const missing = new Set<string>();
  const common = new Set<string>();
  for (const { character, selector } of letteredOf(composed(text))) {
    const shown = LOST.test(character) ? null : fonts(character.codePointAt(0)!, selector?.codePointAt(0));
    if (shown === null || COMBINING.test(character)) missing.add(character);
    else if (shown === 'common') common.add(character + selector!);
  }
  return { missing: [...missing], common: [...common] };
}

/**
 * The name that a letter prints: as given; in kana when the fonts lack a character of it; null when neither can be
 * printed. For names in scripts that no font of the letter has.
 */
export function letterName({ name, kana }: { name: string; kana?: string }, fonts: LetterFonts): string | null {
  const printable = (text: string) => printability(text, fonts).missing.length === 0;
  if (printable(name)) return composed(name);
  const reading = kana?.normalize('NFKC').trim() ?? '';
  return reading !== '' && printable(reading) ? reading : null;
}
