import { type Area, FORM, type Square } from '../../domain/returns/form-layout';
import { type SeededRandom } from './seeded-random';

/** A pen stroke: SVG path data in millimetres of the sheet. */
export type Stroke = string;

/** The seven strokes of digits, as corners of a cell of 1 × 1. */
export const SEGMENTS = [
  [0, 0, 1, 0],
  [1, 0, 1, 0.5],
  [1, 0.5, 1, 1],
  [0, 1, 1, 1],
  [0, 0.5, 0, 1],
  [0, 0, 0, 0.5],
  [0, 0.5, 1, 0.5],
] as const;

/** Strokes of each digit. */
export const DIGITS = [0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f] as const;

const round = (value: number) => value.toFixed(2);

/** A tick in a box, extending over its corner as in real handwriting. */
export function tick(random: SeededRandom, name: string, { x, y, size }: Square): Stroke {
  const shake = (part: string) => (random.draw(`${name} ${part}`) - 0.5) * size * 0.16;
  const at = (dx: number, dy: number, part: string) =>
    `${round(x + dx * size + shake(`${part}x`))} ${round(y + dy * size + shake(`${part}y`))}`;
  return `M${at(0.22, 0.45, 'a')} L${at(0.45, 0.8, 'b')} L${at(0.88, 0.14, 'c')}`;
}

/** Positions of the eight digits of a date. */
export function dateCells(): Area[] {
  const { y, height } = FORM.date;
  return DATE_AT.map((x) => ({ x, y: y + height * 0.18, width: 3.2, height: height * 0.6 }));
}

/** To the left of and between the printed 年 月 日. */
const DATE_AT = [94, 100, 106, 112, 125.6, 131.4, 144, 150];

/** A date, YYYY-MM-DD, digit by digit. */
export function date(random: SeededRandom, iso: string): Stroke[] {
  const cells = dateCells();
  return [...iso.replaceAll('-', '')].flatMap((digit, index) => {
    const { x, y, width, height } = cells[index]!;
    const shake = (random.draw(`digit ${index}`) - 0.5) * 0.4;
    return SEGMENTS.flatMap(([fromX, fromY, toX, toY], segment) => {
      if (!((DIGITS[Number(digit)]! >> segment) & 1)) return [];
      const at = (dx: number, dy: number) => `${round(x + dx * width + shake)} ${round(y + dy * height + shake)}`;
      return [`M${at(fromX, fromY)} L${at(toX, toY)}`];
    });
  });
}

/** The impression of a hanko in its box: a ring of 15 mm with a name of two characters, slightly off its place. */
export function hanko(random: SeededRandom): Stroke[] {
  const { x, y, width, height } = FORM.hanko;
  const at = (axis: string, middle: number) => middle + (random.draw(`hanko ${axis}`) - 0.5) * 3;
  const [centre, middle] = [at('x', x + width / 2), at('y', y + height / 2 + 1.5)];
  const ring = `M${round(centre - 7.5)} ${round(middle)} a7.5 7.5 0 1 0 15 0 a7.5 7.5 0 1 0 -15 0`;
  const characters = [-3.2, 3.2].flatMap((down) => [
    `M${round(centre - 3)} ${round(middle + down - 2)} h6`,
    `M${round(centre - 3.6)} ${round(middle + down)} h7.2`,
    `M${round(centre)} ${round(middle + down - 2.6)} v5.2`,
  ]);
  return [ring, ...characters];
}

/** An illegible signature in one stroke. */
export function signature(random: SeededRandom): Stroke {
  const { x, y, height } = FORM.signature;
  const point = (index: number) => {
    const up = index % 2 === 0 ? 0.12 : 0.62;
    return `${round(x + 8 + index * 4.5)} ${round(y + height * (up + random.draw(`stroke ${index}`) * 0.16))}`;
  };
  const turns = Array.from({ length: 15 }, (_, index) => `${point(index + 1)}`);
  return `M${point(0)} L${turns.join(' L')}`;
}
