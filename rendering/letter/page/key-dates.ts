import { localTime } from '../../../domain/campaigns/calendar';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { letterText } from '../../../domain/texts/letter';
import { formatInstant } from '../dates';
import { MadeOnce } from '../memory';
import { type Block, PAGE, stacked, textBlock } from './flow';
import { type LetterStyle } from './style';

interface KeyDate {
  name: string;
  day: string;
  notes: string[];
}

/** The campaign's dates for its customers, from the approved contents alone: when to answer, when it ends, claims. */
function keyDates({ dates, zone, post }: CampaignDoc, language: LetterStyle['language']): KeyDate[] {
  const { applyBy, applyByRule, endOfService, claimsUntil } = dates;
  const until = (at: number) => {
    const time = localTime(at, zone);
    return time === '23:59' ? letterText('dayEnd', language) : letterText('timeEnd', language, time);
  };
  const byPost = letterText(applyByRule === 'arrival' ? 'byPostArrival' : 'byPostPostmark', language);
  const dated = (key: 'applyBy' | 'endOfService' | 'claimsUntil', at: number, notes: string[]): KeyDate => ({
    name: letterText(key, language),
    day: formatInstant(at, zone, language),
    notes,
  });
  return [
    dated('applyBy', applyBy, [[until(applyBy), ...(post ? [byPost] : [])].join(language === 'ja' ? '・' : '; ')]),
    dated('endOfService', endOfService, [until(endOfService)]),
    ...(claimsUntil === null ? [] : [dated('claimsUntil', claimsUntil, [])]),
  ];
}

const PAD = 3;

/** The key dates beside each other in a box; in large type each in a box of its own. */
export const keyDatesBoxes = (doc: CampaignDoc, style: LetterStyle): Block[] =>
  boxes.of(style, () => {
    const dates = keyDates(doc, style.language);
    const rows = style.large ? dates.map((date) => [date]) : [dates];
    return rows.map((row) => boxOf(row, style));
  });

const boxes = new MadeOnce<Block[]>();

function boxOf(dates: KeyDate[], style: LetterStyle): Block {
  const width = PAGE.width / dates.length;
  const cells = dates.map((date, index) => cell(date, style, { x: PAGE.left + index * width, width }));
  const height = Math.max(...cells.map((one) => one.height)) + 2 * PAD;
  return {
    height,
    draw: (sheet, y) => {
      const area = { x: PAGE.left, y, width: PAGE.width, height };
      sheet.frame(area, { line: 0.5, colour: style.colours.ink, round: 1.5 });
      cells.forEach(({ draw }, index) => {
        const x = PAGE.left + index * width;
        if (index > 0) sheet.rule(x, y + PAD, x, y + height - PAD, { grey: 0.7 });
        draw(sheet, y + PAD);
      });
    },
  };
}

function cell({ name, day, notes }: KeyDate, style: LetterStyle, at: { x: number; width: number }): Block {
  const place = { x: at.x + 4, width: at.width - 6 };
  return stacked([
    textBlock(name, { ...place, style: { ...style.label, weight: style.strong, colour: style.colours.ink } }),
    textBlock(day, { ...place, style: style.date }),
    ...notes.map((note) => textBlock(note, { ...place, style: style.label })),
  ]);
}
