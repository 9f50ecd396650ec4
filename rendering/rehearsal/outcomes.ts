import { type OutcomeName } from '../../domain/journeys/states';
import { defectTexts } from '../../domain/texts/names/desks';
import { outcomeTexts } from '../../domain/texts/names/journeys';
import { type Paper } from '../statement/paper';
import { columns, heading, note, table } from './table';
import { type Wording } from './wording';

const MOST_ROWS = 30;

/** What became of the contracts, who is left and why, and which contacts were not made. */
export function writeOutcomes(paper: Paper, wording: Wording): void {
  outcomes(paper, wording);
  leftovers(paper, wording);
  defects(paper, wording);
  notMade(paper, wording);
}

export const outcomeName = (wording: Wording, outcome: OutcomeName): string => outcomeTexts[outcome][wording.language];

function outcomes(paper: Paper, wording: Wording): void {
  const { outcomes: counts, contracts } = wording.result;
  const rows = Object.entries(counts) as [OutcomeName, number][];
  heading(paper, wording.word('outcomesHead'), 8 + rows.length * 6);
  table(
    paper,
    columns([70, -35, -30]),
    [wording.word('outcome'), wording.word('count'), wording.word('share')],
    [
      ...rows.map(([outcome, count]) => ({
        cells: [outcomeName(wording, outcome), wording.count(count), wording.percent(count / Math.max(1, contracts))],
      })),
      { cells: [wording.word('total'), wording.count(contracts), ''], bold: true },
    ],
  );
}

function leftovers(paper: Paper, wording: Wording): void {
  const all = wording.result.leftovers;
  heading(paper, wording.word('leftoversHead'));
  if (all.length === 0) return note(paper, wording.word('none'));
  const titles = (['outcome', 'segment', 'why', 'count'] as const).map((name) => wording.word(name));
  table(
    paper,
    columns([50, 50, 130, -30]),
    titles,
    all.slice(0, MOST_ROWS).map(({ outcome, segment, why, count }) => ({
      cells: [
        outcomeName(wording, outcome),
        segment || wording.word('noSegment'),
        wording.reason(why),
        wording.count(count),
      ],
    })),
  );
  if (all.length > MOST_ROWS) note(paper, wording.word('more', { count: all.length - MOST_ROWS }));
}

function defects(paper: Paper, wording: Wording): void {
  const all = wording.result.defects ?? [];
  if (all.length === 0) return;
  heading(paper, wording.word('defectsHead'));
  table(
    paper,
    columns([110, 60, -30]),
    (['defect', 'answeredOn', 'count'] as const).map((name) => wording.word(name)),
    all.map(({ defect, channel, count }) => ({
      cells: [
        defectTexts[defect][wording.language],
        channel === null ? wording.word('noAnswer') : wording.channel(channel),
        wording.count(count),
      ],
    })),
  );
}

function notMade(paper: Paper, wording: Wording): void {
  const all = wording.result.notMade;
  heading(paper, wording.word('notMadeHead'));
  if (all.length === 0) return note(paper, wording.word('none'));
  note(paper, wording.word('notMadeNote'));
  table(
    paper,
    columns([34, 76, 44, 32, 34, -30]),
    [
      wording.word('kind'),
      ...(['why', 'step', 'channel'] as const).map((name) => wording.word(name)),
      '',
      wording.word('count'),
    ],
    all.slice(0, MOST_ROWS).map(({ why, reason, step, channel, count, later }) => ({
      cells: [
        wording.word(`cause_${why}`),
        reason === why ? '' : wording.reason(reason),
        step || wording.word('anyStep'),
        wording.channel(channel),
        wording.word(later ? 'later' : 'notAtAll'),
        wording.count(count),
      ],
    })),
  );
  if (all.length > MOST_ROWS) note(paper, wording.word('more', { count: all.length - MOST_ROWS }));
}
