import { limitsSay } from '../../domain/texts/rehearsals/limits';
import { type Range, type RehearsedDay } from '../../domain/rehearsals/result';
import { type Sheet } from '../letter/sheet';
import { PAPER, type Paper } from '../statement/paper';
import { heading, HEADING_HEIGHT, note, noteHeight, SMALL, WIDTH } from './table';
import { type Wording } from './wording';

/** Of the chart in mm: the tallest that leaves room for its explanation on the same page. */
const HEIGHTS = [54, 48, 42, 36];
const GAP = 2;
/** The plot within it: room for the axis on the left, for figures on the right, and for dates below. */
const PLOT = { left: 14, right: 24, bottom: 6, top: 3 };
export const INK = {
  line: '#165e83',
  band: '#cfdfe7',
  grid: '#e2e0da',
  text: '#62666d',
  over: '#b3261e',
  waits: '#efb3ae',
  bar: '#8bbbd1',
};

/** Shares completed by day, with their range. */
export function writeCurve(paper: Paper, wording: Wording): void {
  const { days, withoutLimits } = wording.result;
  if (days.length === 0) return;
  const notes = [...limitsSay(wording.result, wording.language), wording.word('curveNote')];
  const around = GAP + notes.reduce((sum, text) => sum + noteHeight(text), 0);
  const height = HEIGHTS.find((each) => paper.fits(HEADING_HEIGHT + around + each)) ?? HEIGHTS[0]!;
  heading(paper, wording.word('curveHead'), around + height);
  paper.gap(GAP);
  const curves = { days, free: withoutLimits?.days ?? [] };
  paper.place(height, (sheet, y) => draw(sheet, { top: y, height }, curves, wording));
  for (const text of notes) note(paper, text);
}

/** Days, and what they would be without limits; empty: the same. */
interface Curves {
  days: readonly RehearsedDay[];
  free: readonly Range[];
}

function draw(
  sheet: Sheet,
  { top, height: tall }: { top: number; height: number },
  { days, free }: Curves,
  wording: Wording,
): void {
  const area = {
    x: PAPER.left + PLOT.left,
    y: top + PLOT.top,
    width: WIDTH - PLOT.left - PLOT.right,
    height: tall - PLOT.top - PLOT.bottom,
  };
  const across = area.width / days.length;
  const at = (share: number) => area.y + area.height * (1 - share);
  for (const share of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
    sheet.rule(area.x, at(share), area.x + area.width, at(share), { width: 0.15, colour: INK.grid });
    sheet.line(`${share * 100}%`, area.x - 2, at(share) - 1.6, { ...SMALL, align: 'right' });
  }
  days.forEach(({ completed: { low, high } }, index) => {
    const height = Math.max(0.15, at(low) - at(high));
    sheet.fill({ x: area.x + index * across, y: at(high), width: across + 0.05, height }, INK.band);
  });
  free.forEach(({ likely }, index) => {
    const x = area.x + index * across;
    sheet.rule(x, at(likely), x + across, at(likely), { width: 0.25, colour: INK.text });
  });
  let before: number | null = null;
  days.forEach(({ completed: { likely } }, index) => {
    const x = area.x + index * across;
    if (before !== null) sheet.rule(x, at(before), x, at(likely), { width: 0.6, colour: INK.line });
    sheet.rule(x - 0.1, at(likely), x + across + 0.1, at(likely), { width: 0.6, colour: INK.line });
    before = likely;
  });
  const { low, likely, high } = days.at(-1)!.completed;
  const side = area.x + area.width + 2;
  const labels = apart([high, likely, low].map(at), 4);
  [high, likely, low].forEach((share, index) => {
    const style = index === 1 ? { ...SMALL, weight: 'bold' as const, colour: INK.line } : SMALL;
    sheet.line(wording.percent(share), side, labels[index]! - 1.6, style);
  });
  dates(sheet, area.x, area.y + area.height, across, days);
}

/** Heights moved down until each is so far below the one before. */
function apart(heights: number[], least: number): number[] {
  const moved: number[] = [];
  for (const height of heights) moved.push(Math.max(height, (moved.at(-1) ?? -Infinity) + least));
  return moved;
}

/** Marks and days of an axis, as many as there is room for. */
export function dates(sheet: Sheet, x: number, y: number, across: number, days: readonly { day: string }[]): void {
  const step = [1, 2, 7, 14, 28, 56, 112].find((each) => each * across >= 14) ?? 365;
  sheet.rule(x, y, x + across * days.length, y, { width: 0.25, colour: INK.text });
  for (let index = 0; index < days.length; index += step) {
    sheet.rule(x + index * across, y, x + index * across, y + 1, { width: 0.2, colour: INK.text });
    const [, month, day] = days[index]!.day.split('-');
    sheet.line(`${Number(month)}/${Number(day)}`, x + index * across, y + 1.6, SMALL);
  }
}
