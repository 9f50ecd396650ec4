import { type JourneyState } from '../../domain/journeys/states';
import { journeyStateTexts } from '../../domain/texts/names/journeys';
import { Chart } from '../charts/chart';
import { toneOf } from '../charts/stacked-bar';
import { StackedDays } from '../charts/stacked-days';
import { useFormat } from '../format';
import { type Column, DataTable } from '../parts/data-table';
import { rehearsalWords } from '../texts/campaigns/rehearsals';
import { useText, useWords } from '../words';
import { type Result } from './rehearsal';

type Day = Result['days'][number];
const STATES = Object.keys(journeyStateTexts) as JourneyState[];

/** Customers by state at the end of each day. */
export function States({ result: { days, audience } }: { result: Result }) {
  const words = useWords(rehearsalWords);
  const format = useFormat();
  const text = useText();
  const shown = STATES.filter((state) => days.some(({ states }) => (states[state] ?? 0) > 0)).toReversed();
  const last = days.at(-1)?.states ?? {};
  const columns: Column<Day>[] = [
    { head: words.day, cell: ({ day }) => format.shortDay(day), value: ({ day }) => day },
    ...shown.map((state) => ({
      head: text(journeyStateTexts[state]),
      number: true,
      cell: ({ states }: Day) => format.number(Math.round(states[state] ?? 0)),
      value: ({ states }: Day) => states[state] ?? 0,
    })),
  ];
  return (
    <Chart
      title={words.states}
      sentence={words.statesSays(format.number(Math.round(audience - (last.closed ?? 0))), format.number(audience))}
      table={<DataTable caption={words.states} rows={days} rowKey={({ day }) => day} empty={null} columns={columns} />}
    >
      <StackedDays
        days={days.map(({ day }) => day)}
        layers={shown.map((state) => ({
          className: toneOf(state),
          values: days.map(({ states }) => states[state] ?? 0),
        }))}
        number={(value) => format.number(Math.round(value))}
        dayText={(day) => format.date(day)}
      />
      <ul className="row wrap xs">
        {shown.map((state) => (
          <li key={state} className="row tight">
            <span className={`sw ${toneOf(state)}`} aria-hidden="true" /> {text(journeyStateTexts[state])}
          </li>
        ))}
      </ul>
    </Chart>
  );
}
