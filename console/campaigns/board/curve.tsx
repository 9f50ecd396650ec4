import { channelTexts } from '../../../domain/texts/names/delivery';
import { completedShare } from '../../../domain/rehearsals/completed-share';
import { Link } from '@tanstack/react-router';
import { Chart } from '../../charts/chart';
import { DayCurve } from '../../charts/day-curve';
import { localDay, useFormat } from '../../format';
import { type Column, DataTable } from '../../parts/data-table';
import { Note } from '../../parts/note';
import { useParam } from '../../search';
import { boardWords } from '../../texts/campaigns/board';
import { useText, useWords } from '../../words';
import { type Board } from './board';

type Day = Board['days'][number];
const answered = ({ migrated = 0, cancelled = 0 }: Partial<Record<string, number>>): number => migrated + cancelled;

/** Contracts answered by day, of all that are not excluded, up to the end of service. */
export function Curve({ board }: { board: Board }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const { days, dates, beside } = board;
  const [last] = days.slice(-1);
  const baseOf = ({ total }: Day) =>
    Object.values(total).reduce((sum, count) => sum + count, 0) - (total.excluded ?? 0);
  const first = days[0]?.day ?? localDay(dates.firstDispatch);
  const from = [first, localDay(dates.firstDispatch)].sort()[0]!;
  const marks = [
    { day: localDay(dates.lastDispatch), label: words.lastDispatch },
    { day: localDay(dates.applyBy), label: words.applyBy },
  ];
  const sentence = last
    ? words.curveSays(
        format.percent(answered(last.total), baseOf(last)),
        format.number(answered(last.total)),
        format.number(baseOf(last)),
        format.shortDay(last.day),
      )
    : words.mapNone;
  return (
    <Chart
      title={words.curve}
      base={words.curveBase}
      sentence={sentence}
      links={beside !== null}
      table={<DayTable board={board} />}
    >
      <DayCurve
        band={beside?.band ?? []}
        points={days.map((day) => ({ day: day.day, share: completedShare(day.total) }))}
        from={from}
        until={localDay(dates.endOfService)}
        marks={marks}
        percent={(share) => format.percent(share, 1)}
        dayText={(day) => format.date(day)}
      />
      {beside && <Beside beside={beside} />}
    </Chart>
  );
}

/** What the band is, and in words when reality has left it. */
function Beside({ beside: { rehearsal, finding } }: { beside: NonNullable<Board['beside']> }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const id = useParam('id');
  return (
    <>
      <p className="xs">
        <i className="band-key" aria-hidden="true" />{' '}
        <Link to="/campaigns/$id/rehearsals" params={{ id }} search={{ no: String(rehearsal) }}>
          {words.rehearsed}
        </Link>
      </p>
      {finding && (
        <Note tone="warn">
          <p>
            {words.leftBand(
              finding.side,
              format.shortDay(finding.since),
              format.number(finding.days),
              (Math.abs(finding.gap) * 100).toFixed(1),
            )}
          </p>
        </Note>
      )}
    </>
  );
}

function DayTable({ board }: { board: Board }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const text = useText();
  const number = (head: string, value: (day: Day) => number): Column<Day> => ({
    head,
    number: true,
    cell: (day) => format.number(value(day)),
    value,
  });
  const columns: Column<Day>[] = [
    { head: words.day, cell: ({ day }) => format.shortDay(day), value: ({ day }) => day },
    number(words.total, ({ total }) => answered(total)),
    number(words.added, ({ outcomes }) => answered(outcomes)),
    ...board.channels.map(({ channel }) =>
      number(words.sentOn(text(channelTexts[channel])), ({ handedOver }) => handedOver[channel] ?? 0),
    ),
    number(words.forms, ({ returned }) => returned.form),
    number(words.undeliverable, ({ returned }) => returned.undeliverable),
  ];
  return (
    <DataTable
      caption={words.curve}
      columns={columns}
      rows={[...board.days].reverse()}
      rowKey={({ day }) => day}
      empty={null}
    />
  );
}
