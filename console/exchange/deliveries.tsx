import { useState } from 'react';
import { type Reply } from '../api/client';
import { useAct } from '../api/act';
import { useDownload } from '../api/file';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { type Column, DataTable } from '../parts/data-table';
import { Loaded } from '../parts/loaded';
import { ProblemNote } from '../parts/note';
import { Card, Empty } from '../parts/page';
import { Pager } from '../parts/pager';
import { useFilters } from '../search';
import { exchangeWords } from '../texts/exchange';
import { useWords } from '../words';
import { Acknowledge } from './acknowledge';

export type Delivery = Reply<'listResultDeliveries'>['items'][number];

/** Deliveries of results to the client, each until the client's system has acknowledged it. */
export function Deliveries({ campaign }: { campaign: number }) {
  const words = useWords(exchangeWords);
  const format = useFormat();
  const may = useMay();
  const [{ deliveries: cursor }, go] = useFilters();
  const read = useApi('listResultDeliveries', { query: { campaign, cursor, limit: 20 } }, { keep: true });
  const create = useAct('createResultDelivery');
  const file = useDownload('getResults');
  const [open, setOpen] = useState<Delivery | null>(null);
  const work = may('exchange.work');
  const number = (value: number | null) => (value === null ? '—' : format.number(value));
  const columns: Column<Delivery>[] = [
    { head: words.created, cell: ({ sentAt }) => format.dayTime(sentAt), value: ({ sentAt }) => sentAt },
    {
      head: words.status,
      cell: ({ status }) => (
        <Chip tone={status === 'acknowledged' ? 'ok' : 'warn'}>
          {status === 'acknowledged' ? words.acknowledged : words.waiting}
        </Chip>
      ),
      value: ({ status }) => (status === 'acknowledged' ? words.acknowledged : words.waiting),
    },
    {
      head: words.rows,
      number: true,
      cell: ({ totals }) => format.number(totals.rows),
      value: ({ totals }) => totals.rows,
    },
    {
      head: words.controlTotal,
      number: true,
      cell: ({ totals }) => format.number(totals.controlTotal),
      value: ({ totals }) => totals.controlTotal,
    },
    {
      head: words.reflected,
      number: true,
      cell: ({ reflected }) => number(reflected),
      value: ({ reflected }) => reflected,
    },
    { head: words.rejected, number: true, cell: ({ rejected }) => number(rejected), value: ({ rejected }) => rejected },
    {
      head: words.acts,
      cell: (delivery) =>
        work && (
          <span className="row wrap">
            <Button
              look="quiet"
              busy={file.busy}
              onClick={() =>
                void file.run({ params: { id: delivery.fileId } }, 'text/csv', `results-${delivery.fileId}.csv`)
              }
            >
              {words.download}
            </Button>
            {delivery.status === 'sent' && <Button onClick={() => setOpen(delivery)}>{words.acknowledge}</Button>}
          </span>
        ),
    },
  ];
  return (
    <Card
      title={words.deliveries}
      aside={
        work && (
          <Button busy={create.busy} onClick={() => void create.run({ body: { campaign } })}>
            {words.create}
          </Button>
        )
      }
    >
      <ProblemNote problem={create.problem ?? file.problem} />
      <Loaded read={read} lines={3}>
        {({ items, next }) => (
          <DataTable
            caption={words.deliveries}
            columns={work ? columns : columns.slice(0, -1)}
            rows={items}
            rowKey={({ fileId }) => fileId}
            empty={<Empty>{words.noDeliveries}</Empty>}
            more={<Pager cursor={cursor} next={next} go={(to) => go({ deliveries: to })} />}
          />
        )}
      </Loaded>
      {open && <Acknowledge delivery={open} close={() => setOpen(null)} />}
    </Card>
  );
}
