import { brandOf } from '../../../domain/brand/brand';
import { letterText } from '../../../domain/texts/letter';
import { type PieceContent } from '../content';
import { formatDay } from '../dates';
import { byWords, linesFor, type TextStyle } from '../sheet';
import { type Block, PAGE, stacked } from './flow';
import { type LetterStyle, weightsOf } from './style';

const SMALL = { points: 9, line: 4.6 };
const NAME = { points: 11, line: 5.6 };
const LOGO = { height: 13, gap: 3 };

/** Day, letter number, logo and sender at the right, outside the envelope's window; `x` is where that begins. */
export function senderBlock(
  { day, code }: PieceContent,
  { doc, logo }: PieceContent['letters'][number],
  { x, language }: { x: number; language: LetterStyle['language'] },
): Block {
  const width = PAGE.right - x;
  const [plain, strong] = weightsOf(brandOf(doc));
  const title: TextStyle = { ...NAME, weight: strong };
  const small: TextStyle = { ...SMALL, weight: plain };
  const { name, address, phone } = doc.sender;
  const names = byWords(name[language] || name.ja, width, title);
  const lines = [address, letterText('phone', language, phone)].flatMap((line) => linesFor(line, width, small));
  const number = letterText('code', language, code);
  const picture = logo ? LOGO.height + LOGO.gap : 0;
  return {
    height: 2 * SMALL.line + 4 + picture + names.length * NAME.line + lines.length * SMALL.line,
    draw: (sheet, y) => {
      sheet.line(formatDay(day, language), PAGE.right, y, { ...small, align: 'right' });
      sheet.line(number, PAGE.right, y + SMALL.line, { ...small, align: 'right' });
      let at = y + 2 * SMALL.line + 4;
      if (logo) sheet.picture(logo, { x, y: at, width, height: LOGO.height });
      at = sheet.lines(names, x, at + picture, title);
      sheet.lines(lines, x, at + 0.6, small);
    },
  };
}

/** The heading between a bar in the brand colour and a line below. */
export function headline(subject: string, { heading, colours }: LetterStyle): Block {
  const lines = byWords(subject, PAGE.width - 6, heading);
  const height = lines.length * heading.line!;
  const title: Block = {
    height: height + 2.4,
    draw: (sheet, y) => {
      sheet.fill({ x: PAGE.left, y, width: 1.8, height: height + 0.6 }, colours.fill);
      sheet.lines(lines, PAGE.left + 6, y + 0.9, heading);
      sheet.rule(PAGE.left, y + height + 2.2, PAGE.right, y + height + 2.2, { width: 0.3, colour: colours.fill });
    },
  };
  return stacked([title, { height: 3.4, draw: () => undefined }]);
}
