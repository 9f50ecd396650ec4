import { type Channel } from '../../domain/campaigns/campaign';
import {
  type Costs,
  type Curve,
  type Estimate,
  partsOf,
  type Rates,
  withRates,
} from '../../domain/rehearsals/behaviour';
import { FORM_DEFECTS } from '../../domain/returns/return-rules';
import { defectTexts } from '../../domain/texts/names/desks';
import { sourceText } from '../../domain/texts/rehearsals/words';
import { type Paper } from '../statement/paper';
import { columns, heading, note, table, type TableRow, WIDTH } from './table';
import { type Wording } from './wording';

const LAYOUT = columns([72, -24, -26, -24, 6, WIDTH - 152]);
const CHANNELS: readonly Channel[] = ['mail', 'sms', 'post', 'phone'];

/** All rates and prices with their ranges and sources, and what a rehearsal cannot say. */
export function writeAssumptions(paper: Paper, wording: Wording): void {
  const { rates, segments, costs } = wording.paper.behaviour;
  heading(paper, wording.word('assumptionsHead'), 60);
  const titles = [...(['assumption', 'low', 'likely', 'high'] as const).map((name) => wording.word(name)), ''];
  const head = [...titles, wording.word('source')];
  const common = rateRows(rates, wording);
  table(paper, LAYOUT, head, [...common.map(({ row }) => row), ...priceRows(costs, wording)]);
  for (const { segment, rates: patch } of segments) {
    heading(paper, wording.word('segmentRates', { segment }));
    const before = new Map(common.map(({ key, row }) => [key, row.cells.join('\n')]));
    const own = rateRows(withRates(rates, patch), wording);
    const differing = own.filter(({ key, row }) => before.get(key) !== row.cells.join('\n'));
    table(
      paper,
      LAYOUT,
      head,
      differing.map(({ row }) => row),
    );
  }
  heading(paper, wording.word('limitsHead'), 20);
  note(paper, wording.word('limits'));
}

interface Named {
  key: string;
  row: TableRow;
}

function rateRows(rates: Rates, wording: Wording): Named[] {
  const { language } = wording;
  const named = (label: string, cells: string[], source: string): Named => ({
    key: label,
    row: { cells: [label, ...cells, '', sourceText(source, language)] },
  });
  const as =
    (format: (value: number) => string) =>
    (label: string, { low, likely, high, source }: Estimate) =>
      named(label, [low, likely, high].map(format), source);
  const share = as((value) => wording.percent(value));
  const minutes = as((value) => wording.word('minutesOf', { minutes: wording.count(value) }));
  const perCustomer = as((value) => wording.word('perCustomerOf', { calls: value }));
  const curve = (label: string, given: Curve) =>
    named(label, ['', wording.word('medianDays', { days: partsOf(given).median }), ''], given.source);
  const nth = (list: readonly Estimate[], word: 'nthContact' | 'nthAttempt', index: number) =>
    wording.word(index === list.length - 1 ? `${word}On` : word, { nth: index + 1 });
  const { letter, answer, form, inquiry, call } = rates;
  const channelled = (word: 'rate_optOut' | 'rate_inquiry' | 'rate_bounce', channel: Channel) =>
    wording.word(word, { channel: wording.channel(channel) });
  return [
    ...(['mail', 'sms'] as const).map((channel) => share(channelled('rate_bounce', channel), rates.bounce[channel])),
    curve(wording.word('rate_arrivesAfter'), letter.arrivesAfter),
    share(wording.word('rate_undeliverable'), letter.undeliverable),
    share(wording.word('rate_refused'), letter.refused),
    share(wording.word('rate_absent'), letter.absent),
    curve(wording.word('rate_returnedAfter'), letter.returnedAfter),
    ...CHANNELS.flatMap((channel) =>
      rates.web[channel].map((rate, index, list) => {
        const values = { channel: wording.channel(channel), nth: nth(list, 'nthContact', index) };
        return share(wording.word('rate_web', values), rate);
      }),
    ),
    ...rates.paper.map((rate, index, list) =>
      share(wording.word('rate_paper', { nth: nth(list, 'nthContact', index) }), rate),
    ),
    curve(wording.word('rate_webAfter'), answer.webAfter),
    curve(wording.word('rate_paperAfter'), answer.paperAfter),
    share(wording.word('rate_migrate'), answer.migrate),
    share(wording.word('rate_withdrawn'), answer.withdrawn),
    curve(wording.word('rate_withdrawnAfter'), answer.withdrawnAfter),
    share(wording.word('rate_twice'), answer.twice),
    share(wording.word('rate_defective'), form.defective),
    share(wording.word('rate_mended'), form.mended),
    ...FORM_DEFECTS.flatMap((defect) => {
      const kind = form.kinds?.[defect];
      return kind ? [share(wording.word('rate_kind', { defect: defectTexts[defect][wording.language] }), kind)] : [];
    }),
    curve(wording.word('rate_decidedAfter'), form.decidedAfter),
    minutes(wording.word('rate_formMinutes'), form.minutes),
    ...CHANNELS.map((channel) => share(channelled('rate_optOut', channel), rates.optOut[channel])),
    ...CHANNELS.map((channel) => perCustomer(channelled('rate_inquiry', channel), inquiry.calls[channel])),
    curve(wording.word('rate_inquiryAfter'), inquiry.after),
    minutes(wording.word('rate_inquiryMinutes'), inquiry.minutes),
    ...call.reached.map((rate, index, list) =>
      share(wording.word('rate_reached', { nth: nth(list, 'nthAttempt', index) }), rate),
    ),
    share(wording.word('rate_chooses'), call.chooses),
    minutes(wording.word('rate_minutesReached'), call.minutesReached),
    minutes(wording.word('rate_minutesMissed'), call.minutesMissed),
  ];
}

function priceRows(costs: Costs, wording: Wording): TableRow[] {
  return (Object.keys(costs) as (keyof Costs)[]).map((name) => {
    const { yen, source } = costs[name];
    const cells = [wording.word(`price_${name}`), '', wording.word('yen', { yen: wording.count(yen) }), ''];
    return { cells: [...cells, '', sourceText(source, wording.language)] };
  });
}
