import { LOADS } from '../../domain/rehearsals/result';
import { Chart } from '../charts/chart';
import { LoadBars } from '../charts/load-bars';
import { useFormat } from '../format';
import { DataTable } from '../parts/data-table';
import { rehearsalWords } from '../texts/campaigns/rehearsals';
import { useWords } from '../words';
import { type Result, useResultWord } from './rehearsal';

type Load = (typeof LOADS)[number];
type Day = Result['days'][number];

/** What each day brings by kind of work, against what can be done on it. */
export function Loads({ result }: { result: Result }) {
  const shown = LOADS.filter((load) => result.days.some(({ due }) => due[load] > 0));
  return (
    <div className="board-two">
      {shown.map((load) => (
        <LoadChart key={load} load={load} result={result} />
      ))}
    </div>
  );
}

function LoadChart({ load, result: { days, capacity, overloads } }: { load: Load; result: Result }) {
  const words = useWords(rehearsalWords);
  const word = useResultWord();
  const format = useFormat();
  const limit = capacity[load] ?? null;
  const over = overloads.filter((one) => one.load === load);
  const name = word(`load_${load}`);
  const sum = days.reduce((total, { due }) => total + due[load], 0);
  const says = limit === null ? words.unlimited : words.within;
  const sentence = over[0]
    ? words.over(name, format.number(over.length), format.day(over[0].day))
    : says(name, format.number(Math.round(sum)));
  const figure = (head: string, of: 'due' | 'done' | 'waiting') => ({
    head,
    number: true,
    cell: (row: Day) => format.number(Math.round(row[of][load])),
    value: (row: Day) => row[of][load],
  });
  const table = (
    <DataTable
      caption={name}
      rows={days}
      rowKey={({ day }) => day}
      empty={null}
      columns={[
        { head: words.day, cell: ({ day }) => format.shortDay(day), value: ({ day }) => day },
        figure(words.due, 'due'),
        figure(words.done, 'done'),
        figure(words.waiting, 'waiting'),
      ]}
    />
  );
  return (
    <Chart
      title={name}
      base={limit === null ? words.noLimit : words.capacity(format.number(limit))}
      sentence={sentence}
      table={table}
    >
      <LoadBars
        days={days.map(({ day, due, waiting }) => ({ day, due: due[load], waiting: waiting[load] }))}
        capacity={limit}
        number={(value) => format.number(Math.round(value))}
        dayText={(day) => format.date(day)}
      />
    </Chart>
  );
}
