import { type Leftover } from '../../domain/rehearsals/result';
import { leading, linesFor, type TextStyle } from '../letter/sheet';
import { PAPER, type Paper, printable, tableRow } from '../statement/paper';
import { BOLD, columns, SMALL, TEXT, WIDTH } from './table';
import { type Wording } from './wording';

const LABELLED = columns([42, WIDTH - 42]);
const VALUE: TextStyle = { points: 17, weight: 'bold' };
const TILE = { height: 25, gap: 3, columns: 4 };

/** Title, what was rehearsed, and the figures that matter most. */
export function writeHead(paper: Paper, wording: Wording): void {
  const { client, campaign, rehearsedAt, outdated, result } = wording.paper;
  paper.turn();
  const title = printable(wording.word('title'), 'bold');
  paper.place(10, (sheet, y) => sheet.line(title, PAPER.left, y, { points: 19, weight: 'bold' }));
  if (outdated) banner(paper, wording.word('outdated'), '#b3261e', '#fcebe9');
  banner(paper, wording.word('notReal'), '#0f4966', '#e5f0f5');
  const { audience, contracts, sample, seed } = result;
  const counts = {
    audience: wording.count(audience),
    contracts: wording.count(contracts),
    sample: wording.count(sample),
  };
  const facts: [string, string][] = [
    [wording.word('client'), client],
    [wording.word('campaign'), wording.word('campaignOf', { name: campaign.name, version: campaign.version })],
    [wording.word('contentHash'), grouped(campaign.contentHash)],
    [wording.word('rehearsedAt'), wording.time(rehearsedAt)],
    [wording.word('people'), wording.word('peopleOf', counts)],
    [wording.word('seed'), wording.word('seedOf', { seed })],
  ];
  paper.gap(1);
  for (const [label, text] of facts) {
    const row = tableRow(LABELLED, [label, text], TEXT);
    paper.place(row.height, row.draw);
  }
  paper.gap(3);
  tiles(paper, tilesOf(wording));
}

/** In groups of four, as hashes are compared by eye. */
const grouped = (hash: string): string => hash.match(/.{1,4}/g)?.join(' ') ?? '—';

function banner(paper: Paper, text: string, colour: string, background: string): void {
  paper.place(7.5, (sheet, y) => {
    sheet.fill({ x: PAPER.left, y, width: WIDTH, height: 6.3 }, background, 1);
    sheet.line(printable(text, 'bold'), PAPER.left + 3, y + 1.4, { ...BOLD, colour });
  });
}

interface Tile {
  label: string;
  value: string;
  below: string;
  alarm?: boolean;
}

function tilesOf(wording: Wording): Tile[] {
  const { completed, milestones, overloads, capacity, cost, leftovers } = wording.result;
  const reached = milestones.map(({ share, low, likely, high }): Tile => {
    return {
      label: wording.word('reachedKey', { share: `${share * 100}%` }),
      value: likely ?? '—',
      below:
        high === null
          ? wording.word('never')
          : low === null
            ? wording.word('reachedMaybe', { high })
            : wording.word('reachedRange', { low, high }),
    };
  });
  const days = new Map<string, number>();
  for (const { load } of overloads) days.set(wording.load(load), (days.get(wording.load(load)) ?? 0) + 1);
  const over = [...days].map(([load, count]) => wording.word('overloadOf', { load, count })).join('・');
  const left = leftovers.reduce((sum, { count }: Leftover) => sum + count, 0);
  const per = cost.perCompleted === null ? '' : wording.word('perCompleted', { yen: wording.count(cost.perCompleted) });
  const { perCompleted: base } = cost.baseline;
  return [
    {
      label: wording.word('completedKey'),
      value: wording.percent(completed.likely),
      below: wording.word('rangeOf', { low: wording.percent(completed.low), high: wording.percent(completed.high) }),
    },
    ...reached,
    {
      label: wording.word('overloadKey'),
      value:
        overloads.length === 0
          ? wording.word('overloadNone')
          : wording.word('overloadDays', { count: new Set(overloads.map(({ day }) => day)).size }),
      below: over || (Object.keys(capacity).length === 0 ? wording.word('noLimits') : ''),
      alarm: overloads.length > 0,
    },
    { label: wording.word('costKey'), value: wording.word('yen', { yen: wording.count(cost.total) }), below: per },
    {
      label: wording.word('savingKey'),
      value: cost.savingPerCompleted === null ? '—' : signed(-cost.savingPerCompleted),
      below: base === null ? '' : wording.word('savingOf', { yen: wording.count(base) }),
    },
    {
      label: wording.word('leftKey'),
      value: wording.count(left),
      below: wording.percent(left / Math.max(1, wording.result.contracts)),
    },
  ];
}

/** A change with its sign: −63.2%. */
export const signed = (share: number): string =>
  `${share < 0 ? '−' : share > 0 ? '+' : '±'}${(Math.abs(share) * 100).toFixed(1)}%`;

function tiles(paper: Paper, all: Tile[]): void {
  const width = (WIDTH - TILE.gap * (TILE.columns - 1)) / TILE.columns;
  for (let row = 0; row < all.length; row += TILE.columns) {
    paper.place(TILE.height + TILE.gap, (sheet, y) => {
      all.slice(row, row + TILE.columns).forEach(({ label, value, below, alarm }, column) => {
        const x = PAPER.left + column * (width + TILE.gap);
        const colour = alarm ? '#b3261e' : '#0f4966';
        sheet.frame(
          { x, y, width, height: TILE.height },
          { line: 0.2, colour: alarm ? '#efb3ae' : '#a6cadb', round: 1.2 },
        );
        sheet.line(printable(label), x + 3, y + 2.2, SMALL);
        sheet.line(printable(value, 'bold'), x + 3, y + 7, { ...VALUE, colour });
        const lines = linesFor(printable(below), width - 6, SMALL).slice(0, 2);
        sheet.lines(lines, x + 3, y + 16, { ...SMALL, line: leading(7.5, 1.4) });
      });
    });
  }
}
