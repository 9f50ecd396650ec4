import { LOADS } from '../../domain/rehearsals/result';
import { savingSays } from '../../domain/texts/rehearsals/saving';
import { useFormat } from '../format';
import { DataTable } from '../parts/data-table';
import { Facts } from '../parts/facts';
import { Card } from '../parts/page';
import { usePreferences } from '../preferences';
import { type Result, useResultWord } from './rehearsal';

/** What it costs by kind of work, with the sum, beside calling everyone. */
export function CostCard({ result }: { result: Result }) {
  const { cost } = result;
  const { lang } = usePreferences();
  const word = useResultWord();
  const format = useFormat();
  const yen = (value: number) => word('yen', { yen: format.number(Math.round(value)) });
  const percent = (share: number | null) => (share === null ? '—' : format.percent(share, 1));
  const rows = [
    ...LOADS.map((load) => [word(`load_${load}`), cost.byLoad[load]] as const),
    [word('total'), cost.total] as const,
  ];
  const { calls, minutes, total, perCompleted } = cost.baseline;
  return (
    <Card title={word('costHead')}>
      <DataTable
        caption={word('costHead')}
        bar={false}
        rows={rows}
        rowKey={([name]) => name}
        empty={null}
        columns={[
          { head: word('costOf'), cell: ([name]) => name },
          { head: word('costYen'), number: true, cell: ([, value]) => format.number(Math.round(value)) },
        ]}
      />
      <Facts
        items={[
          cost.perCompleted !== null && [
            word('campaign'),
            word('perCompleted', { yen: format.number(Math.round(cost.perCompleted)) }),
          ],
          [
            word('baselineHead'),
            `${format.number(calls)}${word('unit_calls')}・${word('minutesOf', { minutes: format.number(minutes) })} = ${yen(total)}`,
          ],
          perCompleted !== null && [
            word('savingKey'),
            `${word('savingOf', { yen: format.number(Math.round(perCompleted)) })} → ${percent(cost.savingPerCompleted)}`,
          ],
        ]}
      />
      {savingSays(result, lang).map((sentence) => (
        <p key={sentence} className="s">
          {sentence}
        </p>
      ))}
      <p className="xs sub">{word('savingTrade')}</p>
    </Card>
  );
}
