import { type OutcomeName } from '../../domain/journeys/states';
import { type RehearsedEvent, type StrangeJourney } from '../../domain/rehearsals/result';
import { eventWhy } from '../../domain/texts/rehearsals/event-why';
import { PAPER, type Paper, printable, tableRow } from '../statement/paper';
import { outcomeName } from './outcomes';
import { leading, type Sheet } from '../letter/sheet';
import { columns, heading, note, WIDTH } from './table';
import { type Wording } from './wording';

const ROW = { points: 7.5, line: leading(7.5, 1.35) };
/** More of a journey would not fit on a page. */
const MOST_EVENTS = 30;
const GAP = 6;
const HALF = (WIDTH - GAP) / 2;
const TITLE = 6.4;

/** A journey as it is drawn in one half of the page. */
interface Drawn {
  height: number;
  draw: (sheet: Sheet, y: number) => void;
}

/** The strangest journeys, two beside each other, each to read from top to bottom. */
export function writeJourneys(paper: Paper, wording: Wording): void {
  const { strangest } = wording.result;
  if (strangest.length === 0) return;
  heading(paper, wording.word('strangestHead', { count: strangest.length }), 60);
  note(paper, wording.word('strangestNote'));
  for (let first = 0; first < strangest.length; first += 2) {
    const pair = strangest
      .slice(first, first + 2)
      .map((journey, column) => drawn(journey, PAPER.left + column * (HALF + GAP), wording));
    paper.gap(1.5);
    paper.place(Math.max(...pair.map(({ height }) => height)), (sheet, y) =>
      pair.forEach(({ draw }) => draw(sheet, y)),
    );
  }
}

function drawn({ journey, share, segments, events, outcomes }: StrangeJourney, x: number, wording: Wording): Drawn {
  const names = segments.length === 0 ? '' : `  ${segments.join('・')}`;
  const title = wording.word('journeyOf', { no: journey, share: wording.percent(share), segments: names });
  const ends = Object.entries(outcomes).map(([outcome, count]) => {
    const name = outcomeName(wording, outcome as OutcomeName);
    return count === 1 ? name : `${name} ${count}`;
  });
  const layout = columns([23, 37, 33, HALF - 95], x + 2);
  const rows = events.slice(0, MOST_EVENTS).map((event) => tableRow(layout, cellsOf(event, wording), ROW));
  const more =
    events.length > MOST_EVENTS
      ? [tableRow(layout, [wording.word('more', { count: events.length - MOST_EVENTS })], ROW)]
      : [];
  return {
    height: [...rows, ...more].reduce((sum, row) => sum + row.height, TITLE),
    draw: (sheet, top) => {
      sheet.fill({ x, y: top, width: HALF, height: 5.6 }, '#efeeea', 0.8);
      sheet.line(printable(title.trim(), 'bold'), x + 2, top + 1, { ...ROW, weight: 'bold' });
      const text = printable(wording.word('journeyEnds', { outcomes: ends.join('・') }));
      sheet.line(text, x + HALF - 2, top + 1, { ...ROW, align: 'right' });
      let y = top + TITLE;
      for (const row of [...rows, ...more]) {
        row.draw(sheet, y);
        y += row.height;
      }
    },
  };
}

function cellsOf(event: RehearsedEvent, wording: Wording): string[] {
  const { at, kind, step = '', channel, attempt, cause } = event;
  const where = [step || cause || '', channel ? wording.channel(channel) : ''].filter((part) => part !== '').join('・');
  const what = [wording.word(`event_${kind}`), attempt ? wording.word('attemptOf', { attempt }) : ''];
  // the year is that of the whole paper
  return [wording.time(at).slice(5), what.filter((part) => part !== '').join(' '), where, detailOf(event, wording)];
}

function detailOf(event: RehearsedEvent, wording: Wording): string {
  const { minutes, refused = [] } = event;
  return [
    eventWhy(event, wording.language),
    minutes === undefined ? '' : wording.word('minutesOf', { minutes }),
    ...refused.map(({ channel, reason }) =>
      wording.word('refusedOf', { channel: wording.channel(channel), reason: wording.reason(reason) }),
    ),
  ]
    .filter((part) => part !== '')
    .join('、');
}
