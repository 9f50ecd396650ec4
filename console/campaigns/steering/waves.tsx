import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { useFormat } from '../../format';
import { type Column, DataTable } from '../../parts/data-table';
import { Loaded } from '../../parts/loaded';
import { Card, Empty } from '../../parts/page';
import { steeringWords } from '../../texts/campaigns/steering';
import { useText, useWords } from '../../words';
import { TrialCard } from './trial';

type Wave = Reply<'listWaves'>['items'][number];

/** How far each wave is. */
export function Waves({ id }: { id: string }) {
  const words = useWords(steeringWords);
  const format = useFormat();
  const text = useText();
  const read = useApi('listWaves', { params: { id } }, { every: 60_000 });
  const number = (head: string, value: (wave: Wave) => number): Column<Wave> => ({
    head,
    number: true,
    cell: (wave) => format.number(value(wave)),
    value,
  });
  const columns: Column<Wave>[] = [
    { head: words.name, cell: ({ name }) => text(name), value: ({ name }) => text(name) },
    { head: words.begins, cell: ({ begins }) => format.day(begins), value: ({ begins }) => begins },
    number(words.customers, ({ customers }) => customers),
    number(words.waiting, ({ waiting }) => waiting),
    number(words.notified, ({ notified }) => notified),
    number(words.closed, ({ closed }) => closed),
  ];
  return (
    <>
      <Card title={words.waves}>
        <Loaded read={read} lines={2}>
          {({ items }) => (
            <DataTable
              caption={words.waves}
              columns={columns}
              rows={items}
              rowKey={({ id: wave }) => wave}
              empty={<Empty>{words.noWaves}</Empty>}
              bar={items.length > 5}
            />
          )}
        </Loaded>
      </Card>
      {read.data?.items.map((wave) => wave.trial && <TrialCard key={wave.id} id={id} wave={wave} trial={wave.trial} />)}
    </>
  );
}
