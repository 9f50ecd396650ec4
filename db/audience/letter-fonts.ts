import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Fontkit from 'fontkit';
import { LETTER_FONTS, type LetterFonts } from '../../domain/print/letter-characters';

/** Forms by variation selector and character; `usual` is the form that the font shows without a selector too. */
type Forms = Map<number, Map<number, 'usual' | 'own'>>;

let read: { characters: Set<number>; forms: Forms }[] | undefined;

/** What the fonts of letters can print, read on first use. The bold fonts have the same characters. */
export const letterFonts: LetterFonts = (codePoint, selector) => {
  read ??= readFonts();
  const known = read.filter(({ characters }) => characters.has(codePoint));
  if (known.length === 0) return null;
  if (selector === undefined) return 'as_given';
  return known.some(({ forms }) => forms.get(selector)?.has(codePoint)) ? 'as_given' : 'common';
};

/** Reads the fonts. The package is loaded here, since nearly no import needs it. */
function readFonts(): NonNullable<typeof read> {
  const { create } = createRequire(__filename)('fontkit') as typeof Fontkit;
  return LETTER_FONTS.regular.map((file) => {
    const font = create(readFileSync(require.resolve(file)));
    return { characters: new Set(font.characterSet), forms: formsOf(font) };
  });
}

/** The forms that a font has for variation selectors (format 14 of the OpenType table `cmap`). */
export function formsOf({ cmap }: Fontkit.Font): Forms {
  const selectors = cmap.tables.find(({ table }) => table.version === 14)?.table.varSelectors?.toArray() ?? [];
  return new Map(
    selectors.map(({ varSelector, defaultUVS, nonDefaultUVS }) => {
      const forms = new Map<number, 'usual' | 'own'>();
      for (const { startUnicodeValue, additionalCount } of defaultUVS ?? []) {
        for (let more = 0; more <= additionalCount; more++) forms.set(startUnicodeValue + more, 'usual');
      }
      for (const { unicodeValue } of nonDefaultUVS ?? []) forms.set(unicodeValue, 'own');
      return [varSelector, forms];
    }),
  );
}
