import { channelTexts } from '../../../domain/texts/names/delivery';
import { useFormat } from '../../format';
import { type Column, DataTable } from '../../parts/data-table';
import { Card } from '../../parts/page';
import { boardWords } from '../../texts/campaigns/board';
import { useText, useWords } from '../../words';
import { type Board } from './board';

type Channel = Board['channels'][number];

/** What waits, has left, came back and is due today, by channel. */
export function Channels({ board }: { board: Board }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const text = useText();
  const columns: Column<Channel>[] = [
    {
      head: words.channel,
      cell: ({ channel }) => <span className="nw">{text(channelTexts[channel])}</span>,
      value: ({ channel }) => text(channelTexts[channel]),
    },
    {
      head: words.doneToday,
      number: true,
      cell: ({ today }) => `${format.number(today.done)} / ${format.number(today.due)}`,
      value: ({ today }) => today.done,
    },
    { head: words.queued, number: true, cell: ({ queued }) => format.number(queued), value: ({ queued }) => queued },
    {
      head: words.handedOver,
      number: true,
      cell: ({ handedOver }) => format.number(handedOver),
      value: ({ handedOver }) => handedOver,
    },
    {
      head: words.cameBack,
      number: true,
      cell: ({ cameBack, handedOver }) => (
        <>
          {format.number(cameBack)} <span className="xs mut">{format.percent(cameBack, handedOver)}</span>
        </>
      ),
      value: ({ cameBack }) => cameBack,
    },
    {
      head: words.doubtful,
      number: true,
      cell: ({ doubtful }) =>
        doubtful > 0 ? <span className="b needs">{format.number(doubtful)}</span> : format.number(doubtful),
      value: ({ doubtful }) => doubtful,
    },
    {
      head: words.capacity,
      number: true,
      cell: ({ dailyCapacity }) => (dailyCapacity === null ? '—' : format.number(dailyCapacity)),
      value: ({ dailyCapacity }) => dailyCapacity,
    },
  ];
  return (
    <Card title={words.channels}>
      <div className="tight-table">
        <DataTable
          caption={words.channels}
          columns={columns}
          rows={board.channels}
          rowKey={({ channel }) => channel}
          empty={null}
          bar={false}
        />
      </div>
    </Card>
  );
}
