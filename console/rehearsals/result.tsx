import { limitsSay } from '../../domain/texts/rehearsals/limits';
import { Chart } from '../charts/chart';
import { DayCurve } from '../charts/day-curve';
import { useFormat } from '../format';
import { DataTable } from '../parts/data-table';
import { Figure } from '../parts/facts';
import { rehearsalWords } from '../texts/campaigns/rehearsals';
import { usePreferences } from '../preferences';
import { useWords } from '../words';
import { CostCard } from './cost';
import { Loads } from './loads';
import { Defects, Leftovers, NotMade, Outcomes } from './outcomes';
import { type Result, useResultWord } from './rehearsal';
import { States } from './states';
import { Steps } from './steps';
import { Strangest } from './strangest';

/** What a rehearsal found. */
export function ResultView({ result }: { result: Result }) {
  const word = useResultWord();
  const format = useFormat();
  const { audience, contracts, sample } = result;
  const people = {
    audience: format.number(audience),
    contracts: format.number(contracts),
    sample: format.number(sample),
  };
  return (
    <>
      <p className="s sub">
        {word('notReal')} {word('people')}: {word('peopleOf', people)}
      </p>
      <KeyFigures result={result} />
      <Completion result={result} />
      <Loads result={result} />
      <States result={result} />
      <div className="board-two">
        <Outcomes result={result} />
        <Leftovers result={result} />
      </div>
      <Defects result={result} />
      <NotMade result={result} />
      <div className="board-two">
        <CostCard result={result} />
        <Steps result={result} />
      </div>
      <Strangest result={result} />
    </>
  );
}

function KeyFigures({ result: { completed, milestones, overloads, cost, days } }: { result: Result }) {
  const words = useWords(rehearsalWords);
  const word = useResultWord();
  const format = useFormat();
  const percent = (share: number) => format.percent(share, 1);
  const over = new Set(overloads.map(({ day }) => day)).size;
  return (
    <section className="card key-figures" aria-label={words.figures}>
      <Figure
        name={word('completedKey')}
        value={percent(completed.likely)}
        base={words.range(percent(completed.low), percent(completed.high))}
      />
      {milestones.map(({ share, low, likely, high }) => (
        <Figure
          key={share}
          name={word('reachedKey', { share: format.wholePercent(share) })}
          value={likely === null ? '—' : format.date(likely)}
          base={
            high === null
              ? word('never')
              : low === null
                ? word('reachedMaybe', { high: format.day(high) })
                : word('reachedRange', { high: format.day(high), low: format.day(low) })
          }
        />
      ))}
      <Figure
        name={word('overloadKey')}
        value={word('overloadDays', { count: format.number(over) })}
        base={`${words.day} ${format.number(days.length)}`}
      />
      <Figure
        name={word('costKey')}
        value={word('yen', { yen: format.number(Math.round(cost.total)) })}
        base={
          cost.perCompleted === null
            ? undefined
            : word('perCompleted', { yen: format.number(Math.round(cost.perCompleted)) })
        }
      />
    </section>
  );
}

function Completion({ result }: { result: Result }) {
  const { days, completed, milestones, withoutLimits } = result;
  const { lang } = usePreferences();
  const words = useWords(rehearsalWords);
  const word = useResultWord();
  const format = useFormat();
  const percent = (share: number) => format.percent(share, 1);
  const [from, until] = [days[0]?.day, days.at(-1)?.day];
  if (from === undefined || until === undefined) return null;
  const rows = days.map((day, index) => ({ ...day, free: withoutLimits?.days[index]?.likely ?? null }));
  const expected = words.curveSays(
    percent(completed.likely),
    percent(completed.low),
    percent(completed.high),
    format.day(until),
  );
  const sentence = [expected, ...limitsSay(result, lang, format.day)].join(' ');
  const table = (
    <DataTable
      caption={word('curveHead')}
      rows={rows}
      rowKey={({ day }) => day}
      empty={null}
      columns={[
        { head: words.day, cell: ({ day }) => format.shortDay(day), value: ({ day }) => day },
        ...(withoutLimits
          ? [
              {
                head: word('unlimitedKey'),
                number: true,
                cell: ({ free }: (typeof rows)[number]) => (free === null ? '—' : percent(free)),
                value: ({ free }: (typeof rows)[number]) => free,
              },
            ]
          : []),
        ...(['low', 'likely', 'high'] as const).map((end) => ({
          head: words[end],
          number: true,
          cell: (row: (typeof rows)[number]) => percent(row.completed[end]),
          value: (row: (typeof rows)[number]) => row.completed[end],
        })),
      ]}
    />
  );
  return (
    <Chart title={word('curveHead')} sentence={sentence} table={table}>
      <DayCurve
        points={[]}
        band={days.map(({ day, completed: range }) => ({ day, ...range }))}
        from={from}
        until={until}
        marks={milestones.flatMap(({ share, likely }) =>
          likely === null ? [] : [{ day: likely, label: format.wholePercent(share) }],
        )}
        percent={percent}
        dayText={(day) => format.date(day)}
      />
    </Chart>
  );
}
