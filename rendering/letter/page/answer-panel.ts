import { type Language } from '../../../domain/campaigns/campaign';
import { formDueBy } from '../../../domain/texts/notices';
import { chooseBetween, letterText } from '../../../domain/texts/letter';
import { type PieceContent } from '../content';
import { formatInstant } from '../dates';
import { MadeOnce } from '../memory';
import { linesFor, type TextStyle, textWidth } from '../sheet';
import { type Block, PAGE, stacked, textBlock } from './flow';
import { type LetterStyle } from './style';

type Letter = PieceContent['letters'][number];

const QR = 34;
const PAD = 4;
const CIRCLE = 3;
/** Between a step's circle and its text. */
const INDENT = 9;
const INNER = { x: PAGE.left + PAD, width: PAGE.width - 2 * PAD };

/**
 * How to answer, in one to three steps, with the QR code of the customer's page and its address; where the letter asks
 * for nothing, only the page. `steps`: those of the letter's own text, each with a first line in bold.
 */
export function answerPanel(letter: Letter, own: string[], style: LetterStyle): Block {
  const { language, large, section, small, body, colours } = style;
  const { asks, link, doc } = letter;
  const beside = large ? INNER.width : INNER.width - QR - 6;
  const left = { x: INNER.x, width: beside };
  const steps = own.length > 0 ? own : standardSteps(letter, language);
  const makeText = () =>
    asks
      ? stacked(
          steps.map((step, index) => stepBlock(step, index + 1, left, style)),
          2,
        )
      : textBlock(letterText('page', language), { ...left, style: body });
  const text = asks && own.length === 0 ? standardText.of(style, makeText) : makeText();
  const qr = qrBlock(link, style);
  const byForm = asks && doc.post && own.length === 0;
  const { applyBy, applyByRule } = doc.dates;
  const day = formatInstant(applyBy, doc.zone, language);
  const due = language === 'ja' ? formDueBy(day, applyByRule, 'ja') : letterText(applyByRule, language, day);
  const inner = stacked(
    [
      textBlock(letterText(asks ? 'howTo' : 'ownPage', language), { ...left, style: section }),
      large ? stacked([text, qr], 4) : text,
    ],
    1.5,
  );
  const foot = stacked([
    address(link, style),
    ...(byForm
      ? [textBlock(letterText('stepForm', language, due), { ...INNER, style: { ...small, weight: style.strong } })]
      : []),
  ]);
  const top = large ? inner.height : Math.max(inner.height, qr.height);
  const height = top + 3 + foot.height + 2 * PAD;
  return {
    height,
    draw: (sheet, y) => {
      sheet.fill({ x: PAGE.left, y, width: PAGE.width, height }, colours.ground, 1.5);
      inner.draw(sheet, y + PAD);
      if (!large) qr.draw(sheet, y + PAD);
      foot.draw(sheet, y + PAD + top + 3);
    },
  };
}

const standardText = new MadeOnce<Block>();

/** Where the text says nothing else: open the page, prove who it is, choose and send. */
function standardSteps({ doc: { choices } }: Letter, language: Language): string[] {
  const labels = choices.map(({ label }) => label[language] || label.ja);
  return [
    letterText('stepOpen', language),
    letterText('stepProve', language),
    letterText('stepChoose', language, chooseBetween(labels, language)),
  ];
}

/** A numbered step: its first line in bold, the rest below. */
function stepBlock(
  step: string,
  no: number,
  { x, width }: { x: number; width: number },
  { bold, small, label, large, colours, strong }: LetterStyle,
): Block {
  const [title = '', ...more] = step.split('\n');
  const place = { x: x + INDENT, width: width - INDENT };
  const rest = large ? small : { ...small, points: small.points + 0.5 };
  const says = stacked([
    textBlock(title, { ...place, style: bold }),
    ...(more.length > 0 ? [textBlock(more.join('\n'), { ...place, style: rest })] : []),
  ]);
  const number: TextStyle = { points: Math.min(label.points + 1, 12), weight: strong, colour: colours.onFill };
  return {
    height: says.height,
    draw: (sheet, y) => {
      const middle = y + bold.line! / 2 - 0.3;
      sheet.dot(x + CIRCLE, middle, CIRCLE, colours.fill);
      sheet.line(String(no), x + CIRCLE, middle - number.points * 0.177, { ...number, align: 'center' });
      says.draw(sheet, y);
    },
  };
}

/** The code on white, at the right edge of the panel, with its caption below. */
function qrBlock(link: string, { language, label, large, strong }: LetterStyle): Block {
  const x = large ? INNER.x : INNER.x + INNER.width - QR;
  const caption = linesFor(letterText('ownPage', language), large ? INNER.width : QR + 2, { ...label, weight: strong });
  const style: TextStyle = { ...label, weight: strong, align: large ? 'left' : 'center' };
  return {
    height: QR + 1 + caption.length * label.line!,
    draw: (sheet, y) => {
      sheet.fill({ x, y, width: QR, height: QR }, '#ffffff');
      sheet.qr(link, x, y, QR);
      sheet.lines(caption, large ? x : x + QR / 2, y + QR + 1, style);
    },
  };
}

/** The page's address, to be typed: in one line in the largest size at which it fits; a very long one is broken. */
function address(link: string, { language, small, large }: LetterStyle): Block {
  const how = textBlock(letterText('typed', language), { ...INNER, style: small });
  for (const points of large ? [22] : [11, 10.5, 10, 9.5, 9]) {
    const style: TextStyle = { points, line: points * 0.53 };
    if (textWidth(link, style) > INNER.width && points > 9 && !large) continue;
    const lines = linesFor(link, INNER.width, style);
    const typed: Block = {
      height: lines.length * style.line! + 1,
      draw: (sheet, y) => void sheet.lines(lines, INNER.x, y, style),
    };
    return stacked([how, typed]);
  }
  throw new Error('no type size');
}
