import { readFileSync } from 'node:fs';
import { create, type Font } from 'fontkit';

export type Weight = 'regular' | 'bold';

/** A stretch of text that one font can set. */
export interface Run {
  face: Face;
  text: string;
}

/** One font of this process: every document shares it, which is what makes a run of letters fast. */
export class Face {
  private opened: Font | undefined;
  private readonly widths = new Map<number, number | null>();

  constructor(
    readonly name: string,
    private readonly file: string,
  ) {}

  /** The font itself, read at its first use. */
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
}

const packages = '@expo-google-fonts';
/** In order of preference: a font made to be read easily, then one that has rare name characters. */
const FACES: Record<Weight, Face[]> = {
  regular: [
    new Face('biz', `${packages}/biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf`),
    new Face('noto', `${packages}/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf`),
  ],
  bold: [
    new Face('biz-bold', `${packages}/biz-udpgothic/700Bold/BIZUDPGothic_700Bold.ttf`),
    new Face('noto-bold', `${packages}/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf`),
  ],
};

/** Selectors of variants are not drawn: both fonts show the common form of the character. */
const isInvisible = (codePoint: number): boolean =>
  (codePoint >= 0xfe00 && codePoint <= 0xfe0f) || (codePoint >= 0xe0100 && codePoint <= 0xe01ef);

/** A character that neither font has. The message says that there is one, never which. */
export class GlyphMissing extends Error {
  constructor() {
    super('a character that no font can print');
    this.name = 'GlyphMissing';
  }
}

/** The font for a character, or undefined for one that is not drawn. Throws GlyphMissing when no font has it. */
export function faceFor(character: string, weight: Weight): Face | undefined {
  const codePoint = character.codePointAt(0)!;
  if (isInvisible(codePoint)) return undefined;
  for (const face of FACES[weight]) if (face.widthOf(codePoint) !== null) return face;
  throw new GlyphMissing();
}

/** Cuts a text into stretches of one font each. Throws GlyphMissing. */
export function runsOf(text: string, weight: Weight): Run[] {
  const runs: Run[] = [];
  for (const character of text) {
    const face = faceFor(character, weight);
    const last = runs.at(-1);
    if (!face) continue;
    if (last?.face === face) last.text += character;
    else runs.push({ face, text: character });
  }
  return runs;
}

/** Width of a text in ems. Throws GlyphMissing. */
export function widthOf(text: string, weight: Weight): number {
  let width = 0;
  for (const character of text) width += faceFor(character, weight)?.widthOf(character.codePointAt(0)!) ?? 0;
  return width;
}
