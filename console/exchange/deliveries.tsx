import { useEffect, useRef, useState } from 'react';
import { deliveryStatusTexts } from '../../domain/texts/names/exchange';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { useKeys } from '../keys';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { type Column, DataTable } from '../parts/data-table';
import { Loaded } from '../parts/loaded';
import { Note } from '../parts/note';
import { Card, Empty } from '../parts/page';
import { Pager } from '../parts/pager';
import { useFilters } from '../search';
import { exchangeWords } from '../texts/campaigns/exchange';
import { useText, useWords } from '../words';
import { Acknowledge } from './acknowledge';
import { CreateDelivery } from './create-delivery';
import { DeliveryDrawer } from './delivery-drawer';
import { Waiting } from './waiting';

export type Delivery = Reply<'listResultDeliveries'>['items'][number];
const TONES = { sent: 'warn', acknowledged: 'ok' } as const;

/** Makes deliveries of results, lists them, and books what the client replied. */
export function Deliveries({
  id,
  started,
  exchange,
}: {
  id: string;
  started: boolean;
  exchange: Reply<'getExchange'> | undefined;
}) {
  const words = useWords(exchangeWords);
  const may = useMay();
  const [filters, change] = useFilters();
  const [creating, setCreating] = useState(false);
  const [open, setOpen] = useState<Delivery | null>(null);
  const [answering, setAnswering] = useState<Delivery | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => result.current?.focus(), [done]);
  const read = useApi(
    'listResultDeliveries',
    { query: { campaign: id, cursor: filters.results, limit: 20 } },
    { every: 60_000, keep: true },
  );
  const mayWork = may('exchange.work') && started;
  const create = () => setCreating(true);
  useKeys({ d: mayWork ? create : undefined });
  const columns = useColumns({ mayWork, setOpen, setAnswering });
  return (
    <Card title={words.results}>
      <div className="col">
        {mayWork && exchange && (
          <div className="row wrap">
            <Button shortcut="D" onClick={create}>
              {words.create}
            </Button>
            <Waiting exchange={exchange} />
          </div>
        )}
        {done && (
          <div ref={result} tabIndex={-1}>
            <Note tone="ok" role="status">
              {done}
            </Note>
          </div>
        )}
        <Loaded read={read} lines={3}>
          {({ items, next }) => (
            <>
              {filters.results === undefined && items[0]?.more && <Note tone="warn">{words.more}</Note>}
              <DataTable
                caption={words.results}
                columns={columns}
                rows={items}
                rowKey={({ fileId }) => fileId}
                empty={<Empty>{words.noResults}</Empty>}
                more={<Pager cursor={filters.results} next={next} go={(results) => change({ results })} />}
              />
            </>
          )}
        </Loaded>
      </div>
      {creating && exchange && (
        <CreateDelivery id={id} exchange={exchange} onClose={() => setCreating(false)} onDone={setDone} />
      )}
      {open && <DeliveryDrawer campaign={id} delivery={open} onClose={() => setOpen(null)} />}
      {answering && <Acknowledge delivery={answering} onClose={() => setAnswering(null)} onDone={setDone} />}
    </Card>
  );
}

function useColumns({
  mayWork,
  setOpen,
  setAnswering,
}: {
  mayWork: boolean;
  setOpen: (delivery: Delivery) => void;
  setAnswering: (delivery: Delivery) => void;
}): Column<Delivery>[] {
  const words = useWords(exchangeWords);
  const text = useText();
  const format = useFormat();
  const number = (head: string, value: (delivery: Delivery) => number | null): Column<Delivery> => ({
    head,
    number: true,
    cell: (delivery) => {
      const count = value(delivery);
      return count === null ? '—' : format.number(count);
    },
    value,
  });
  return [
    {
      head: words.no,
      cell: (delivery) => (
        <button type="button" className="link nw" onClick={() => setOpen(delivery)}>
          {words.file(String(delivery.fileId))}
        </button>
      ),
      value: ({ fileId }) => fileId,
    },
    {
      head: words.createdAt,
      cell: ({ sentAt }) => <span className="nw">{format.dayTime(sentAt)}</span>,
      value: ({ sentAt }) => sentAt,
    },
    number(words.count, ({ totals }) => totals.rows),
    number(words.controlTotal, ({ totals }) => totals.controlTotal),
    {
      head: words.status,
      cell: ({ status }) => <Chip tone={TONES[status]}>{text(deliveryStatusTexts[status])}</Chip>,
      value: ({ status }) => text(deliveryStatusTexts[status]),
    },
    number(words.reflected, ({ reflected }) => reflected),
    number(words.rejected, ({ rejected }) => rejected),
    {
      head: words.acknowledgedAt,
      cell: (delivery) =>
        delivery.acknowledgedAt !== null ? (
          <span className="nw">{format.dayTime(delivery.acknowledgedAt)}</span>
        ) : mayWork && delivery.status === 'sent' ? (
          <Button onClick={() => setAnswering(delivery)}>{words.acknowledge}</Button>
        ) : (
          '—'
        ),
      value: ({ acknowledgedAt }) => acknowledgedAt,
    },
  ];
}
