import { letterText } from '../../../domain/texts/letter';
import { type PieceContent } from '../content';
import { MadeOnce } from '../memory';
import { type Block, PAGE, stacked, textBlock } from './flow';
import { type LetterStyle } from './style';

const GAP = 8;
const contacts = new MadeOnce<Block>();

/** Whom to ask, and how to check that the letter is genuine, beside each other; in large type below each other. */
export function contactBlock(code: string, { doc, proof }: PieceContent['letters'][number], style: LetterStyle): Block {
  const { language, large, section, bold, phone, small, colours } = style;
  const { sender } = doc;
  const width = large ? PAGE.width : (PAGE.width - GAP) / 2;
  const [left, right] = [
    { x: PAGE.left, width },
    { x: large ? PAGE.left : PAGE.left + width + GAP, width },
  ];
  const contact = contacts.of(style, () =>
    stacked([
      textBlock(letterText('contact', language), { ...left, style: section }),
      textBlock(sender.name[language] || sender.name.ja, { ...left, style: { ...bold, points: small.points + 0.5 } }),
      textBlock(letterText('phone', language, sender.phone), { ...left, style: phone }),
      textBlock(letterText('hours', language, sender.hours[language] || sender.hours.ja), { ...left, style: small }),
      textBlock(sender.site, { ...left, style: small }),
    ]),
  );
  const genuine = stacked([
    textBlock(letterText('genuine', language), { ...right, style: section }),
    textBlock(letterText(proof ? 'genuineProof' : 'genuineHow', language, code), { ...right, style: small }),
  ]);
  const inner: Block = large
    ? stacked([contact, genuine], 4)
    : {
        height: Math.max(contact.height, genuine.height),
        draw: (sheet, y) => [contact, genuine].forEach(({ draw }) => draw(sheet, y)),
      };
  return {
    height: inner.height + 4,
    draw: (sheet, y) => {
      sheet.rule(PAGE.left, y + 1, PAGE.right, y + 1, { width: 0.5, colour: colours.fill });
      inner.draw(sheet, y + 4);
    },
  };
}
