import type PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import { BARCODE_MM, type CustomerBarcode } from '../../domain/print/barcode';
import { type Area } from '../../domain/returns/form-layout';
import { runsOf, type Weight, widthOf } from './fonts';
import { breakLines } from './line-break';

type Doc = InstanceType<typeof PDFDocument>;

/** A picture as PNG or JPEG with its proportions. */
export interface Picture {
  bytes: Buffer;
  width: number;
  height: number;
}
/** A function of PDFKit that its types do not name. */
interface Opener {
  openImage(bytes: Buffer): unknown;
}

/** Points in a millimetre. */
export const PT = 72 / 25.4;
/** Height of a line in mm for a font size in points. */
export const leading = (points: number, factor = 1.6): number => (points / PT) * factor;

export interface TextStyle {
  points: number;
  weight?: Weight;
  /** Line height in mm; default 1.6 times the font size. */
  line?: number;
  align?: 'left' | 'right' | 'center';
  /** As `#rrggbb`; default black. */
  colour?: string;
}

/** Number of lines at a width in mm. Throws GlyphMissing. */
export const linesFor = (text: string, width: number, { points, weight = 'regular' }: TextStyle): string[] =>
  breakLines(text, (width * PT) / points, weight);

/** Like linesFor, broken between words where each fits on a line: for headings and names. Throws GlyphMissing. */
export function byWords(text: string, width: number, style: TextStyle): string[] {
  const words = [...text.matchAll(/[^ \u3000]+[ \u3000]*/g)].map(([word]) => word);
  const lines: string[] = [];
  for (const word of words) {
    const joined = `${lines.at(-1) ?? ''}${word}`;
    if (lines.length > 0 && textWidth(joined.trim(), style) <= width) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  const fit = lines.every((line) => textWidth(line.trim(), style) <= width);
  return fit ? lines.map((line) => line.trim()) : linesFor(text, width, style);
}

/** Width of a text on one line in mm. Throws GlyphMissing. */
export const textWidth = (text: string, { points, weight = 'regular' }: TextStyle): number =>
  (widthOf(text, weight) * points) / PT;

/**
 * Draws on the current page of a document, in millimetres from its top left. Each run of text uses the first font that
 * has its characters.
 */
export class Sheet {
  private readonly pictures = new Map<Buffer, unknown>();

  constructor(private readonly doc: Doc) {}

  /** One line whose top is at `y`; `x` is its left edge, or its right edge or middle by `align`. */
  line(text: string, x: number, y: number, style: TextStyle): void {
    const { points, weight = 'regular', align = 'left', colour } = style;
    const width = align === 'left' ? 0 : textWidth(text, style);
    let at = x - (align === 'center' ? width / 2 : width);
    if (colour) this.doc.fillColor(colour);
    const runs = runsOf(text, weight);
    for (const run of runs) {
      this.doc.font(run.face.font as never).fontSize(points);
      // the fonts differ in ascent: all share one base line
      this.doc.text(run.text, at * PT, y * PT + points * 0.88, { lineBreak: false, baseline: 'alphabetic' });
      if (runs.length > 1) at += textWidth(run.text, style);
    }
    if (colour) this.doc.fillColor('black');
  }

  /** Draws lines below each other; returns the y below the last one. */
  lines(lines: string[], x: number, y: number, style: TextStyle): number {
    const height = style.line ?? leading(style.points);
    lines.forEach((text, index) => this.line(text, x, y + index * height, style));
    return y + lines.length * height;
  }

  /** `dash`: the length of a dash and of a gap in mm. */
  rule(x1: number, y1: number, x2: number, y2: number, { width = 0.2, grey = 0, colour = '', dash = 0 } = {}): void {
    const shade = grey === 0 ? 'black' : ([grey * 255, grey * 255, grey * 255] as [number, number, number]);
    this.doc.lineWidth(width * PT).strokeColor(colour || shade);
    if (dash) this.doc.dash(dash * PT, { space: dash * PT });
    this.doc
      .moveTo(x1 * PT, y1 * PT)
      .lineTo(x2 * PT, y2 * PT)
      .stroke();
    if (dash) this.doc.undash();
  }

  /** `round`: radius of the corners in mm. */
  frame(area: Area, { line = 0.3, colour = 'black', dash = 0, round = 0 } = {}): void {
    this.doc.lineWidth(line * PT).strokeColor(colour);
    if (dash) this.doc.dash(dash * PT, { space: dash * PT });
    this.outline(area, round).stroke();
    if (dash) this.doc.undash();
  }

  /** Fills an area in a colour `#rrggbb`. What is drawn afterwards lies on it. */
  fill(area: Area, colour: string, round = 0): void {
    this.outline(area, round).fill(colour).fillColor('black');
  }

  /** A filled circle. */
  dot(x: number, y: number, radius: number, colour: string): void {
    this.doc
      .circle(x * PT, y * PT, radius * PT)
      .fill(colour)
      .fillColor('black');
  }

  /** Draws a picture (PNG or JPEG) within an area, as large as fits, at its right edge. */
  picture(image: Picture, { x, y, width, height }: Area): void {
    const scale = Math.min(width / image.width, height / image.height);
    const size = { width: image.width * scale * PT, height: image.height * scale * PT };
    this.doc.image(this.opened(image), (x + width) * PT - size.width, y * PT, size);
  }

  /** Fills an area; `grey` 0 is black, 1 white. What is drawn afterwards lies on it. */
  shade({ x, y, width, height }: Area, grey: number): void {
    this.block(x, y, width, height);
    this.doc.fill([grey * 255, grey * 255, grey * 255]).fillColor('black');
  }

  /** Draws a QR code with a margin of four white cells, within `size`; at level Q a quarter of it may be covered. */
  qr(text: string, x: number, y: number, size: number, level: 'M' | 'Q' = 'M'): void {
    const { modules } = QRCode.create(text, { errorCorrectionLevel: level });
    const cell = size / (modules.size + 8);
    for (let row = 0; row < modules.size; row++) {
      for (let from = 0; from < modules.size; from++) {
        if (!modules.get(row, from)) continue;
        let until = from;
        while (until < modules.size && modules.get(row, until)) until++;
        this.block(x + (from + 4) * cell, y + (row + 4) * cell, (until - from) * cell, cell);
        from = until;
      }
    }
    this.doc.fill('black');
  }

  /** Draws the customer barcode at a size in points; `y` is the top of its long bars. */
  barcode({ bars }: CustomerBarcode, x: number, y: number, points: number): void {
    const scale = points / 10;
    const { long, half, timing, bar, pitch } = BARCODE_MM;
    bars.forEach((kind, index) => {
      const top = kind === 'long' || kind === 'up' ? 0 : timing;
      const height = { long, up: half, down: half, timing }[kind];
      this.block(x + index * pitch * scale, y + top * scale, bar * scale, height * scale);
    });
    this.doc.fill('black');
  }

  /** Large pale letters across the page, over what is drawn. */
  watermark(text: string): void {
    this.doc
      .save()
      .fillOpacity(0.18)
      .rotate(-45, { origin: [105 * PT, 148.5 * PT] });
    this.line(text, 105, 130, { points: 96, weight: 'bold', align: 'center' });
    this.doc.restore();
  }

  /** A picture is stored once in a document, however often it is drawn. */
  private opened({ bytes }: Picture): Buffer {
    const known = this.pictures.get(bytes) ?? (this.doc as unknown as Opener).openImage(Buffer.from(bytes));
    this.pictures.set(bytes, known);
    return known as Buffer;
  }

  private outline({ x, y, width, height }: Area, round: number): Doc {
    const [left, top, w, h] = [x * PT, y * PT, width * PT, height * PT] as const;
    return round === 0 ? this.doc.rect(left, top, w, h) : this.doc.roundedRect(left, top, w, h, round * PT);
  }

  private block(x: number, y: number, width: number, height: number): void {
    this.doc.rect(x * PT, y * PT, width * PT, height * PT);
  }
}
