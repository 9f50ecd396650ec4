/**
 * Typefaces that letters can be set in; mails and pages name it first among the fonts of the device. `ud`: BIZ
 * UDPGothic, a universal-design face; `mincho`: its serif companion, BIZ UDPMincho; `noto`: Noto Sans JP.
 */
export const TYPEFACES = ['ud', 'mincho', 'noto'] as const;
export type Typeface = (typeof TYPEFACES)[number];

/** The fonts of a typeface as devices have them, the chosen one first. */
export const FONT_FAMILY: Record<Typeface, string> = {
  ud: "'BIZ UDPGothic','Hiragino Sans','Yu Gothic',Meiryo,'Noto Sans JP','Noto Sans CJK JP',sans-serif",
  mincho: "'BIZ UDPMincho','Hiragino Mincho ProN','Yu Mincho','Noto Serif JP','Noto Serif CJK JP',serif",
  noto: "'Noto Sans JP','Noto Sans CJK JP','Hiragino Sans','Yu Gothic',Meiryo,sans-serif",
};

/** A client's logo by the hash (hex SHA-256) of its pictures, and their proportions in pixels. */
export interface Logo {
  hash: string;
  width: number;
  height: number;
}

/**
 * How a client appears in letters, mails and on the customers' pages. It is a part of the contents that are approved, so
 * what was approved keeps its brand when the client's brand changes.
 */
export interface Brand {
  /** Number among the client's brands, from 1. A brand never changes: a change is the next one. */
  version: number;
  /** Brand colour as `#rrggbb`; see `paletteOf` for what is drawn with it. */
  accent: string;
  typeface: Typeface;
  logo: Logo | null;
}

/** The brand of contents without one: of a client that has set none. */
export const NEUTRAL_BRAND: Brand = { version: 0, accent: '#165e83', typeface: 'ud', logo: null };

/** The brand that contents were approved with. */
export const brandOf = (doc: { brand?: Brand }): Brand => doc.brand ?? NEUTRAL_BRAND;
