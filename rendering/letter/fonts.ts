import { readFileSync } from 'node:fs';
import { create, type Font } from 'fontkit';
import { formsOf } from '../../db/audience/letter-fonts';
import { remembered } from './memory';
import { composed, LETTER_FONTS, type Lettered, letteredOf } from '../../domain/print/letter-characters';

/** Weight in the usual typeface, in mincho or in Noto Sans; each falls back on the others. */
export type Weight = `${'' | 'mincho-' | 'noto-'}${'regular' | 'bold'}`;

/** A run of text set in one font. */
export interface Run {
  face: Face;
  text: string;
}

/** A font, shared by all documents of this process; this makes large print runs fast. */
export class Face {
  private opened: Font | undefined;
  private forms: ReturnType<typeof formsOf> | undefined;
  private readonly widths = new Map<number, number | null>();

  constructor(private readonly file: string) {}

  /** The font itself, loaded on first use. */
  get font(): Font {
    return (this.opened ??= create(readFileSync(require.resolve(this.file))));
  }

  /** Width of a character in ems; null when the font has no glyph for it. */
  widthOf(codePoint: number): number | null {
    const known = this.widths.get(codePoint);
    if (known !== undefined) return known;
    const { font } = this;
    const has = font.hasGlyphForCodePoint(codePoint);
    const width = has ? font.glyphForCodePoint(codePoint).advanceWidth / font.unitsPerEm : null;
    this.widths.set(codePoint, width);
    return width;
  }

  /** How the font has the form that a selector chooses; undefined when it has not. */
  formOf({ character, selector }: Lettered): 'usual' | 'own' | undefined {
    this.forms ??= formsOf(this.font);
    return selector === undefined
      ? undefined
      : this.forms.get(selector.codePointAt(0)!)?.get(character.codePointAt(0)!);
  }
}

const facesOf = (weight: keyof typeof LETTER_FONTS): Face[] => LETTER_FONTS[weight].map((file) => new Face(file));
const [regular, bold] = [facesOf('regular'), facesOf('bold')];
const FACES: Record<Weight, Face[]> = {
  ...{ regular, bold },
  'mincho-regular': [...facesOf('mincho-regular'), ...regular],
  'mincho-bold': [...facesOf('mincho-bold'), ...bold],
  ...{ 'noto-regular': regular.toReversed(), 'noto-bold': bold.toReversed() },
};

/** A character is missing in all fonts. The message does not say which one; `character` does, as `U+20BB7`. */
export class GlyphMissing extends Error {
  readonly character: string;

  constructor(character: string) {
    super('a character that no font can print');
    this.name = 'GlyphMissing';
    this.character = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
  }
}

/**
 * The font for a character, and what to draw with it: the form chosen by its selector where a font has it, else the
 * common form. Throws GlyphMissing when no font has it.
 */
function drawn(lettered: Lettered, weight: Weight): Run {
  const { character, selector } = lettered;
  const usual = selector === undefined ? USUAL[weight].get(character) : undefined;
  if (usual) return usual;
  const run = chosen(lettered, weight);
  if (selector === undefined) USUAL[weight].set(character, run);
  return run;
}

/** What was found for characters without a selector; a language has some thousands. */
const USUAL = Object.fromEntries(Object.keys(FACES).map((weight) => [weight, new Map()])) as Record<
  Weight,
  Map<string, Run>
>;

function chosen({ character, selector }: Lettered, weight: Weight): Run {
  const lettered = { character, selector };
  const faces = FACES[weight].filter((face) => face.widthOf(character.codePointAt(0)!) !== null);
  const face = (selector && faces.find((one) => one.formOf(lettered))) || faces[0];
  if (!face) throw new GlyphMissing(character);
  return { face, text: selector && face.formOf(lettered) === 'own' ? character + selector : character };
}

/** A text set in fonts: its runs, and its width in ems. */
interface SetText {
  runs: Run[];
  width: number;
}

/** Splits a text into runs of one font each, composed (NFC). Throws GlyphMissing. */
export const runsOf = (text: string, weight: Weight): Run[] => settings[weight](text).runs;

/** Width of a text in ems. Throws GlyphMissing. */
export const widthOf = (text: string, weight: Weight): number => settings[weight](text).width;

const settings = {
  regular: remembered((text) => setIn(text, 'regular')),
  bold: remembered((text) => setIn(text, 'bold')),
  'mincho-regular': remembered((text) => setIn(text, 'mincho-regular')),
  'mincho-bold': remembered((text) => setIn(text, 'mincho-bold')),
  'noto-regular': remembered((text) => setIn(text, 'noto-regular')),
  'noto-bold': remembered((text) => setIn(text, 'noto-bold')),
};

function setIn(text: string, weight: Weight): SetText {
  const runs: Run[] = [];
  let width = 0;
  for (const lettered of letteredOf(composed(text))) {
    const run = drawn(lettered, weight);
    const last = runs.at(-1);
    if (last?.face === run.face) last.text += run.text;
    else runs.push({ ...run });
    width += run.face.widthOf(lettered.character.codePointAt(0)!)!;
  }
  return { runs, width };
}
