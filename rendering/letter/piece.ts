import { type Language } from '../../domain/campaigns/campaign';
import { type Draw, type PieceContent, type Written } from './content';
import { addressBlock } from './address-block';
import { formPages } from './form';
import { byWords, leading, linesFor, type Sheet, type TextStyle } from './sheet';
import { letterText } from '../../domain/texts/letter';
import { formatDay } from './dates';

const LEFT = 20;
const RIGHT = 190;
const WIDTH = RIGHT - LEFT;
const TOP = 20;
const BOTTOM = 281;
/** Where the sheet is folded in three, and where the letter's text begins. */
const FOLDS = [99, 198];
const HEADING: TextStyle = { points: 15, weight: 'bold', line: 8 };
/** English needs less space above and below a line; each sheet costs postage. */
const BODY: Record<Language, TextStyle> = {
  ja: { points: 11, line: leading(11, 1.55) },
  en: { points: 10.5, line: leading(10.5, 1.4) },
};

/** Styles of a letter's own text. */
interface Type {
  heading: TextStyle;
  body: Record<Language, TextStyle>;
}
const NORMAL: Type = { heading: HEADING, body: BODY };
/** Large type (大活字): 22 points at the least, the size of large-print books in Japan. */
const LARGE: Type = {
  heading: { points: 26, weight: 'bold', line: 13 },
  body: { ja: { points: 22, line: leading(22, 1.5) }, en: { points: 22, line: leading(22, 1.35) } },
};
const SMALL: TextStyle = { points: 10.5, line: 5.4 };
const QR = 36;

/** The pages of an envelope: letter by letter, then the form, if it asks about contracts. Throws GlyphMissing. */
export function layoutPiece(content: PieceContent): Draw[] {
  const letters = content.letters.flatMap((letter, index) => letterPages(content, letter, index === 0));
  const pages = [...letters, ...(content.contracts.length > 0 ? formPages(content) : [])];
  return pages.map((draw) => (sheet, page) => {
    draw(sheet, page);
    sheet.line(content.code, LEFT, 287, { points: 9 });
    sheet.line(`${page.no}/${page.of}`, RIGHT, 287, { points: 9, align: 'right' });
  });
}

function letterPages(content: PieceContent, letter: PieceContent['letters'][number], first: boolean): Draw[] {
  const flow = new Flow();
  const type = content.addressee.largePrint ? LARGE : NORMAL;
  if (first) flow.place(0, addressBlock(content.addressee, content.mark));
  if (first) flow.place(0, drawFolds);
  flow.place(0, senderBlock(content.day, letter, first ? 16 : TOP));
  flow.y = first ? FOLDS[0]! + 7 : 56;
  written(flow, letter.written, type);
  flow.gap(4);
  flow.place(QR + 2, linkBlock(content.code, letter));
  return flow.pages.map((acts) => (sheet, page) => acts.forEach((act) => act(sheet, page)));
}

function written(flow: Flow, { language, subject, body }: Written, type: Type): void {
  flow.lines(byWords(subject, WIDTH, type.heading), type.heading);
  flow.gap(3);
  for (const paragraph of body.split(/(?<=\n)(?=\n)/))
    flow.paragraph(paragraph.replace(/\n$/, ''), type.body[language]);
}

/** An empty line is lower than a full one. */
const lineHeight = (line: string, style: TextStyle): number => style.line! * (line === '' ? 0.6 : 1);

type Act = (sheet: Sheet, y: number) => void;

/** Fills pages from top to bottom; what does not fit begins the next page. */
class Flow {
  readonly pages: Draw[][] = [[]];
  y = TOP;

  /** Draws something `height` mm tall at the current position. */
  place(height: number, act: Act): void {
    if (this.y + height > BOTTOM) this.turn();
    const { y } = this;
    this.pages.at(-1)!.push((sheet) => act(sheet, y));
    this.y += height;
  }

  /** A short paragraph stays on one page; so a heading stays with its text. */
  paragraph(text: string, style: TextStyle): void {
    const lines = linesFor(text, WIDTH, style);
    if (lines.length <= 6) this.keep(lines.length * style.line!);
    this.lines(lines, style);
  }

  lines(lines: string[], style: TextStyle): void {
    for (const line of lines) {
      if (line === '') this.gap(lineHeight(line, style));
      else this.place(lineHeight(line, style), (sheet, y) => sheet.line(line, LEFT, y, style));
    }
  }

  gap(height: number): void {
    if (this.y > TOP) this.y += height;
  }

  /** Begins a new page when a block would fit on one page but not on the rest of this one. */
  keep(height: number): void {
    if (this.y + height > BOTTOM && this.y > TOP) this.turn();
  }

  private turn(): void {
    this.pages.push([]);
    this.y = TOP;
  }
}

const drawFolds: Act = (sheet) => {
  for (const y of FOLDS) sheet.rule(4, y, 8, y, { grey: 0.5 });
};

/** Draws sender and date at the right, outside the envelope's window. */
function senderBlock(day: string, { doc, written }: PieceContent['letters'][number], top: number): Act {
  const { language } = written;
  const { name, address, phone, hours } = doc.sender;
  const lines = [
    ...linesFor(address, 68, SMALL),
    ...linesFor(letterText('phone', language, phone), 68, SMALL),
    ...linesFor(letterText('hours', language, hours[language]), 68, SMALL),
  ];
  const named = byWords(name[language], 68, { points: 12, weight: 'bold' });
  return (sheet) => {
    sheet.line(formatDay(day, language), RIGHT, top, { ...SMALL, align: 'right' });
    const y = sheet.lines(named, 122, top + 9, { points: 12, weight: 'bold', line: 6 });
    sheet.lines(lines, 122, y + 1, SMALL);
  };
}

/** Draws the address of the customer's page as QR code and text, and the letter's number for calls. */
function linkBlock(code: string, { link, asks, written }: PieceContent['letters'][number]): Act {
  const { language } = written;
  const x = LEFT + QR + 4;
  const width = RIGHT - x;
  const how = linesFor(letterText(asks ? 'scan' : 'page', language), width, SMALL);
  const { style, lines: address } = oneLine(link, width);
  return (sheet, y) => {
    sheet.qr(link, LEFT, y, QR);
    let at = sheet.lines(how, x, y + 3, SMALL);
    at = sheet.lines(address, x, at + 1, style);
    sheet.line(letterText('code', language, code), x, at + 1, SMALL);
  };
}

/** Draws a web address in the largest font size at which it fits on one line; a very long one is broken. */
function oneLine(link: string, width: number) {
  for (const points of [11.5, 11, 10.5, 10, 9.5, 9]) {
    const style: TextStyle = { points, line: 5.8 };
    const lines = linesFor(link, width, style);
    if (lines.length === 1 || points === 9) return { style, lines };
  }
  throw new Error('no type size');
}
