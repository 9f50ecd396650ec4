import { type Load, LOADS } from '../../domain/rehearsals/result';
import { type Sheet } from '../letter/sheet';
import { PAPER, type Paper, printable } from '../statement/paper';
import { dates, INK } from './curve';
import { BOLD, columns, heading, note, SMALL, table, WIDTH } from './table';
import { type Wording } from './wording';

const PANEL = { height: 48, gap: 6, top: 12, bottom: 6, left: 13 };

/** What falls due per day beside what the capacity takes, and the days on which it is too much. */
export function writeLoads(paper: Paper, wording: Wording): void {
  const { days, overloads } = wording.result;
  if (days.length === 0) return;
  paper.turn();
  heading(paper, wording.word('loadsHead'));
  note(paper, wording.word('loadsNote'));
  const used = LOADS.filter((load) => days.some(({ due }) => due[load] > 0));
  const width = (WIDTH - PANEL.gap) / 2;
  for (let row = 0; row < used.length; row += 2) {
    paper.place(PANEL.height + 3, (sheet, y) => {
      used
        .slice(row, row + 2)
        .forEach((load, column) =>
          panel(sheet, PAPER.left + column * (width + PANEL.gap), y, width, { load, wording }),
        );
    });
  }
  const idle = LOADS.filter((load) => !used.includes(load)).map((load) => wording.load(load));
  if (idle.length > 0) note(paper, `${idle.join('・')}: ${wording.word('loadNone')}`);
  if (overloads.length === 0) return;
  heading(paper, wording.word('overloadsHead'), 8 + used.length * 6);
  const titles = (['kind', 'overDays', 'capacity', 'overFirst', 'overLast', 'overWorst', 'waiting'] as const).map(
    (name) => wording.word(name),
  );
  const rows = LOADS.flatMap((load) => {
    const own = overloads.filter((one) => one.load === load);
    if (own.length === 0) return [];
    const worst = own.reduce((most, one) => (one.waiting > most.waiting ? one : most));
    const counts = [own.length, worst.capacity].map((count) => wording.count(count));
    const daysOf = [own[0]!.day, own.at(-1)!.day, worst.day];
    return [{ cells: [wording.load(load), ...counts, ...daysOf, wording.count(worst.waiting)] }];
  });
  table(paper, columns([60, -24, -34, -40, -40, -40, -35]), titles, rows);
}

function panel(
  sheet: Sheet,
  x: number,
  y: number,
  width: number,
  { load, wording }: { load: Load; wording: Wording },
): void {
  const { days, capacity } = wording.result;
  const limit = capacity[load];
  const peak = days.reduce((most, day) => (day.due[load] > most.due[load] ? day : most));
  const total = days.reduce((sum, { due }) => sum + due[load], 0);
  const unit = wording.unit(load);
  sheet.line(printable(wording.load(load), 'bold'), x, y, BOLD);
  const values = { total: wording.count(total), peak: wording.count(peak.due[load]), day: peak.day, unit };
  sheet.line(printable(wording.word('loadSum', values)), x, y + 4.8, SMALL);
  const plot = {
    x: x + PANEL.left,
    y: y + PANEL.top,
    width: width - PANEL.left,
    height: PANEL.height - PANEL.top - PANEL.bottom,
  };
  const backlog = Math.max(...days.map(({ waiting }) => waiting[load]));
  // a capacity far above everything is written, and would only flatten the bars
  const highest = rounded(
    Math.max(peak.due[load], backlog, limit !== undefined && limit <= peak.due[load] * 2 ? limit : 0),
  );
  const drawn = limit !== undefined && limit <= highest;
  if (limit !== undefined) {
    const text = printable(wording.word('capacityOf', { capacity: wording.count(limit), unit }));
    sheet.line(text, x + width, y + 4.8, { ...SMALL, ...(drawn && { colour: INK.over }), align: 'right' });
  }
  const tall = (count: number) => (plot.height * Math.min(count, highest)) / highest;
  const floor = plot.y + plot.height;
  const across = plot.width / days.length;
  for (const share of [0.5, 1]) {
    const at = floor - plot.height * share;
    sheet.rule(plot.x, at, plot.x + plot.width, at, { width: 0.15, colour: INK.grid });
    sheet.line(wording.count(highest * share), plot.x - 1.5, at - 1.6, { ...SMALL, align: 'right' });
  }
  days.forEach(({ due, waiting }, index) => {
    const bar = { x: plot.x + index * across, width: Math.max(0.25, across * 0.9) };
    const left = tall(waiting[load]);
    if (left > 0) sheet.fill({ ...bar, y: floor - left, height: left }, INK.waits);
    const inner = { x: bar.x + bar.width * 0.2, width: bar.width * 0.6, y: floor - tall(due[load]) };
    if (due[load] > 0) sheet.fill({ ...inner, height: tall(due[load]) }, INK.line);
  });
  if (drawn) {
    const at = floor - tall(limit);
    sheet.rule(plot.x, at, plot.x + plot.width, at, { width: 0.3, colour: INK.over, dash: 1 });
  }
  dates(sheet, plot.x, floor, across, days);
}

/** The next of 2, 4, 10, 20, 40 …, so that its half is a round number too. */
function rounded(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [2, 4, 6, 8, 10].map((times) => times * power).find((end) => end >= value) ?? value;
}
