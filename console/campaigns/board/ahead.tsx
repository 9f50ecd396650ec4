import { channelTexts } from '../../../domain/texts/names/delivery';
import { AheadBars } from '../../charts/ahead-bars';
import { Chart } from '../../charts/chart';
import { useFormat } from '../../format';
import { type Column, DataTable } from '../../parts/data-table';
import { boardWords } from '../../texts/campaigns/board';
import { useText, useWords } from '../../words';
import { type Board } from './board';

type Channel = Board['channels'][number]['channel'];
type Ahead = Board['ahead'][number];

/** What falls due on ten working days by channel, against what its lane can take. */
export function AheadChart({ board }: { board: Board }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const text = useText();
  const { ahead } = board;
  const dueOf = (channel: Channel) => ahead.reduce((sum, { due }) => sum + (due[channel] ?? 0), 0);
  const overOf = (channel: Channel, { due, capacity }: Ahead) =>
    Math.max(0, (due[channel] ?? 0) - (capacity[channel] ?? Infinity));
  const channels = board.channels.map(({ channel }) => channel).filter((channel) => dueOf(channel) > 0);
  const saysOf = (channel: Channel) => {
    const over = ahead.map((day) => overOf(channel, day)).filter((count) => count > 0);
    const name = text(channelTexts[channel]);
    if (over.length === 0) return words.aheadWithin(name, format.number(dueOf(channel)));
    const sum = over.reduce((total, count) => total + count, 0);
    return words.aheadOver(name, format.number(over.length), format.number(sum));
  };
  const sentence =
    channels.length > 0
      ? channels.map(saysOf).join(' ')
      : board.yesterdayAt === null
        ? words.aheadNone
        : words.aheadNothing;
  return (
    <Chart title={words.ahead} base={words.aheadBase} sentence={sentence} table={<AheadTable board={board} />}>
      {channels.map((channel) => {
        const capacity = ahead.find((day) => day.capacity[channel] !== undefined)?.capacity[channel];
        return (
          <div key={channel}>
            <p className="xs">
              <b>{text(channelTexts[channel])}</b>{' '}
              <span className="mut">
                {capacity === undefined ? words.noLimit : words.capacityOf(format.number(capacity))}
              </span>
            </p>
            <AheadBars
              days={ahead.map(({ day, closed, due, capacity: can }) => ({
                day,
                closed,
                due: due[channel] ?? 0,
                capacity: can[channel] ?? null,
              }))}
              dayText={(day) => [format.dayNumber(day), format.weekday(day)]}
              number={format.number}
              closedText={words.closedDay}
            />
          </div>
        );
      })}
    </Chart>
  );
}

function AheadTable({ board }: { board: Board }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const text = useText();
  const columns: Column<Ahead>[] = [
    {
      head: words.day,
      cell: ({ day, closed }) => `${format.shortDay(day)}${closed ? ` ${words.closedDay}` : ''}`,
      value: ({ day }) => day,
    },
    ...board.channels.flatMap(({ channel }): Column<Ahead>[] => [
      {
        head: `${text(channelTexts[channel])} ${words.due}`,
        number: true,
        cell: ({ due }) => format.number(due[channel] ?? 0),
        value: ({ due }) => due[channel] ?? 0,
      },
      {
        head: `${text(channelTexts[channel])} ${words.capacity}`,
        number: true,
        cell: ({ capacity }) => (capacity[channel] === undefined ? words.noLimit : format.number(capacity[channel])),
        value: ({ capacity }) => capacity[channel] ?? null,
      },
    ]),
  ];
  return (
    <DataTable caption={words.ahead} columns={columns} rows={board.ahead} rowKey={({ day }) => day} empty={null} />
  );
}
