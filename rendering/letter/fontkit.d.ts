declare module 'fontkit' {
  export interface Glyph {
    advanceWidth: number;
  }
  /** A list that is read from the file when asked for. */
  interface Lazy<Item> {
    toArray(): Item[];
  }
  /** Forms of characters chosen by a variation selector (format 14 of the OpenType table `cmap`). */
  export interface VariationSelector {
    varSelector: number;
    /** The selector chooses the form that the font shows anyway. */
    defaultUVS?: { startUnicodeValue: number; additionalCount: number }[] | null;
    nonDefaultUVS?: { unicodeValue: number; glyphID: number }[] | null;
  }
  export interface Font {
    unitsPerEm: number;
    characterSet: number[];
    cmap: { tables: { table: { version: number; varSelectors?: Lazy<VariationSelector> } }[] };
    hasGlyphForCodePoint(codePoint: number): boolean;
    glyphForCodePoint(codePoint: number): Glyph;
    glyphsForString(text: string): Glyph[];
    layout(text: string): unknown;
  }
  export function create(data: Uint8Array): Font;
}
