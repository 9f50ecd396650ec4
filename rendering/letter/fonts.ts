import { readFileSync } from 'node:fs';
import { create, type Font } from 'fontkit';

export type Weight = 'regular' | 'bold';

/** A run of text set in one font. */
export interface Run {
  face: Face;
  text: string;
}

/** A font, shared by all documents of this process; this makes large print runs fast. */
export class Face {
  private opened: Font | undefined;
  private readonly widths = new Map<number, number | null>();

  constructor(
    readonly name: string,
    private readonly file: string,
  ) {}

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
}

const packages = '@expo-google-fonts';
/** In order of preference: a universal-design font, then one with rare characters of names. */
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

/** Variation selectors are not drawn: both fonts show the common form of the character. */
const isInvisible = (codePoint: number): boolean =>
  (codePoint >= 0xfe00 && codePoint <= 0xfe0f) || (codePoint >= 0xe0100 && codePoint <= 0xe01ef);

/** A character is missing in both fonts. The message does not say which one. */
export class GlyphMissing extends Error {
  constructor() {
    super('a character that no font can print');
    this.name = 'GlyphMissing';
  }
}

/** The font for a character; undefined for one that is not drawn. Throws GlyphMissing when no font has it. */
export function faceFor(character: string, weight: Weight): Face | undefined {
  const codePoint = character.codePointAt(0)!;
  if (isInvisible(codePoint)) return undefined;
  for (const face of FACES[weight]) if (face.widthOf(codePoint) !== null) return face;
  throw new GlyphMissing();
}

/** Splits a text into runs of one font each. Throws GlyphMissing. */
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
