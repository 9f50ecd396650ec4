import { type Brand, brandOf, type Typeface } from '../../../domain/brand/brand';
import { mixed, paletteOf } from '../../../domain/brand/palette';
import { type CampaignDoc, type Language } from '../../../domain/campaigns/campaign';
import { type Weight } from '../fonts';
import { type PieceContent } from '../content';
import { leading, type TextStyle } from '../sheet';

type Letter = PieceContent['letters'][number];

/** Sizes and colours of a letter. */
export interface LetterStyle {
  language: Language;
  heading: TextStyle;
  body: TextStyle;
  /** Headings within the text, titles of panels. */
  section: TextStyle;
  bold: TextStyle;
  label: TextStyle;
  date: TextStyle;
  small: TextStyle;
  phone: TextStyle;
  /** Bold, in the client's typeface. */
  strong: Weight;
  /** Large type (大活字): panels are set below each other, not beside. */
  large: boolean;
  colours: Colours;
  /** Space between blocks in mm, by this factor. */
  tight: number;
}

/** Brand colour of areas, text on it, text and lines on white, and a light ground for black text. */
export interface Colours {
  fill: string;
  onFill: string;
  ink: string;
  ground: string;
}

/**
 * How a letter looks: Latin letters need less space between lines; large type is 22 points, as large-print books. `tight`,
 * 1 or less, takes space from between lines and blocks, for a letter that would not fit on one page otherwise.
 */
export function styleOf({ doc, written: { language } }: Letter, large: boolean, tight: number): LetterStyle {
  const own = known.get(doc) ?? new Map<string, LetterStyle>();
  known.set(doc, own);
  const key = `${language} ${large} ${tight}`;
  const style = own.get(key) ?? styleFor(brandOf(doc), language, { large, tight });
  own.set(key, style);
  return style;
}

/** Styles of a version's letters; every letter of a run has one of a few. */
const known = new WeakMap<CampaignDoc, Map<string, LetterStyle>>();

function styleFor(brand: Brand, language: Language, { large, tight }: { large: boolean; tight: number }): LetterStyle {
  const colours = coloursOf(brand);
  const [plain, strong] = weightsOf(brand);
  const text = (points: number, spacing: number, more: Partial<TextStyle> = {}): TextStyle => ({
    ...{ points, line: leading(points, spacing), weight: plain },
    ...more,
  });
  const ink = { weight: strong, colour: colours.ink };
  const size = large ? LARGE : language === 'ja' ? JAPANESE : ENGLISH;
  const { heading, body, factor, label, date, small, phone } = size;
  return {
    ...{ language, large, colours, tight, strong },
    heading: text(heading, 1.35, { weight: strong }),
    body: text(body, factor * tight),
    section: text(body + 0.5, factor * tight, ink),
    bold: text(body, factor * tight, { weight: strong }),
    label: text(label, 1.4 * tight),
    date: text(date, 1.4, { weight: strong }),
    small: text(small, 1.45 * tight),
    phone: text(phone, 1.35, { weight: strong }),
  };
}

/** The client's typeface, plain and bold. */
export const weightsOf = ({ typeface }: Brand): [plain: Weight, strong: Weight] => WEIGHTS[typeface];

const WEIGHTS: Record<Typeface, [plain: Weight, strong: Weight]> = {
  ud: ['regular', 'bold'],
  mincho: ['mincho-regular', 'mincho-bold'],
  noto: ['noto-regular', 'noto-bold'],
};
const JAPANESE = { heading: 15, body: 10.5, factor: 1.5, label: 9, date: 12, small: 9, phone: 15 };
const ENGLISH = { ...JAPANESE, heading: 14, body: 10, factor: 1.4, date: 10 };
const LARGE = { heading: 26, body: 22, factor: 1.45, label: 22, date: 24, small: 22, phone: 26 };

function coloursOf({ accent }: Brand): Colours {
  const { fill, onFill, ink } = paletteOf(accent);
  return { fill, onFill, ink, ground: mixed(accent, '#ffffff', 0.93) };
}
