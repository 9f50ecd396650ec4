import { LOADS } from '../../domain/rehearsals/result';
import { savingSays } from '../../domain/texts/rehearsals/saving';
import { type RehearsalWord } from '../../domain/texts/rehearsals/words';
import { type Paper } from '../statement/paper';
import { signed } from './head';
import { columns, heading, note, table, TEXT, WIDTH } from './table';
import { type Wording } from './wording';
import { linesFor } from '../letter/sheet';
import { PAPER, printable } from '../statement/paper';

/** The sum behind the cost, the comparison with calling everyone, and what each step adds. */
export function writeCosts(paper: Paper, wording: Wording): void {
  sums(paper, wording);
  baseline(paper, wording);
  steps(paper, wording);
}

function sums(paper: Paper, wording: Wording): void {
  const { days, cost } = wording.result;
  const { forms, deskMinutes, inquiryMinutes, callMinutes } = cost.work;
  const { costs } = wording.paper.behaviour;
  const prices = {
    printing: costs.printing.yen,
    postage: costs.postage.yen,
    mail: costs.mail.yen,
    sms: costs.sms.yen,
    reply: costs.replyPostage.yen,
    desk: costs.deskMinute.yen,
    attempt: costs.callAttempt.yen,
    forms: wording.count(forms),
    deskMinutes: wording.count(deskMinutes),
    inquiryMinutes: wording.count(inquiryMinutes),
    callMinutes: wording.count(callMinutes),
  };
  heading(paper, wording.word('costHead'), 55);
  const rows = LOADS.map((load) => {
    const count = wording.count(days.reduce((sum, { due }) => sum + due[load], 0));
    const minute = load === 'inquiries' ? costs.inquiryMinute.yen : costs.callMinute.yen;
    const sum = wording.word(`sum_${load}`, { ...prices, minute, count });
    return { cells: [wording.load(load), sum, wording.count(cost.byLoad[load])] };
  });
  table(
    paper,
    columns([50, WIDTH - 85, -35]),
    (['costOf', 'costSum', 'costYen'] as const satisfies RehearsalWord[]).map((name) => wording.word(name)),
    [...rows, { cells: [wording.word('total'), '', wording.count(cost.total)], bold: true }],
  );
}

function baseline(paper: Paper, wording: Wording): void {
  const { cost, outcomes } = wording.result;
  const { callAttempt, callMinute } = wording.paper.behaviour.costs;
  const { calls, minutes, total, perCompleted } = cost.baseline;
  const completed = (outcomes.migrated ?? 0) + (outcomes.cancelled ?? 0);
  const yen = (value: number | null) => (value === null ? '—' : wording.count(value));
  const difference = (saving: number | null) => (saving === null ? '—' : signed(-saving));
  heading(paper, wording.word('baselineHead'), 35);
  const sum = {
    ...{ calls: wording.count(calls), minutes: wording.count(minutes), total: wording.count(total) },
    ...{ attempt: callAttempt.yen, minute: callMinute.yen },
  };
  const own = { total: wording.count(cost.total), completed: wording.count(completed), yen: yen(cost.perCompleted) };
  paragraph(paper, wording.word('baselineSum', sum));
  paragraph(paper, wording.word('baselinePer', { yen: yen(perCompleted) }));
  paragraph(paper, wording.word('campaignPer', own));
  paragraph(
    paper,
    wording.word('savingSum', { saving: difference(cost.saving), per: difference(cost.savingPerCompleted) }),
    true,
  );
  for (const sentence of savingSays(wording.result, wording.language)) paragraph(paper, sentence);
  note(paper, wording.word('savingTrade'));
}

function paragraph(paper: Paper, text: string, bold = false): void {
  const style = { ...TEXT, ...(bold && { weight: 'bold' as const }) };
  const lines = linesFor(printable(text, bold ? 'bold' : 'regular'), WIDTH, style);
  paper.place(lines.length * TEXT.line + 1, (sheet, y) => void sheet.lines(lines, PAPER.left, y + 0.8, style));
}

function steps(paper: Paper, wording: Wording): void {
  heading(paper, wording.word('stepsHead'));
  table(
    paper,
    columns([60, 60, -30, -36, -36, 4, 40]),
    [
      wording.word('step'),
      wording.word('channel'),
      wording.word('sent'),
      wording.word('completedBy'),
      wording.word('perStep'),
      '',
      '',
    ],
    wording.result.steps.map(({ step, channels, sent, completed, cost, addsNothing }) => ({
      cells: [
        step,
        channels.map((channel) => wording.channel(channel)).join('・'),
        ...[sent, completed, cost].map((value) => wording.count(value)),
        '',
        addsNothing ? wording.word('addsNothing') : '',
      ],
    })),
  );
}
