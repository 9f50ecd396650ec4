import { useApi } from '../../api/read';
import { localDay, useFormat } from '../../format';
import { AsOf } from '../../parts/as-of';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { DataTable } from '../../parts/data-table';
import { Loaded } from '../../parts/loaded';
import { Card, Empty } from '../../parts/page';
import { batchWords } from '../../texts/desks/batches';
import { useWords } from '../../words';
import { BatchView } from './batch-view';
import { SeparatorButton } from './separator-button';
import { type Batch } from './stacks';
import { useBatchStatus } from './status';

const RUNNING_MS = 2_000;
const RESTING_MS = 10_000;

interface Props {
  id: number | undefined;
  open: (id: number | undefined) => void;
  toBook: () => void;
  /** Opens the form of a return. */
  read: (id: number) => void;
}

/** Stacks that were scanned: how far each is, and what is left for people. */
export function BatchMode({ id, open, toBook, read }: Props) {
  const words = useWords(batchWords);
  const format = useFormat();
  const statusOf = useBatchStatus();
  const list = useApi('listScanBatches', { query: { limit: 20 } }, { every: RESTING_MS });
  const shown = id ?? list.data?.items.find(({ people }) => people > 0)?.id ?? list.data?.items[0]?.id;
  const running = list.data?.items.some(({ status }) => status !== 'done') ?? false;
  const batch = useApi(
    'getScanBatch',
    { params: { id: shown ?? 0 } },
    { every: running ? RUNNING_MS : RESTING_MS, enabled: shown !== undefined, keep: true },
  );
  return (
    <>
      <Card
        title={words.list}
        aside={
          <>
            <AsOf read={list} />
            <SeparatorButton />
          </>
        }
      >
        <Loaded read={list}>
          {({ items }) => (
            <DataTable
              caption={words.list}
              rows={items}
              rowKey={(row) => row.id}
              current={(row) => row.id === shown}
              bar={false}
              empty={<Empty act={<Button onClick={toBook}>{words.toBook}</Button>}>{words.empty}</Empty>}
              columns={[
                { head: words.batch, number: true, value: (row) => row.id, cell: (row) => format.number(row.id) },
                {
                  head: words.receivedOn,
                  value: (row) => row.receivedOn,
                  cell: (row) => format.shortDay(row.receivedOn),
                },
                {
                  head: words.scannedAt,
                  value: (row) => row.createdAt,
                  cell: (row) => `${format.shortDay(localDay(row.createdAt))} ${format.time(row.createdAt)}`,
                },
                {
                  head: words.status,
                  value: (row) => statusOf(row).said,
                  cell: (row) => <Chip tone={statusOf(row).tone}>{statusOf(row).said}</Chip>,
                },
                { head: words.pages, number: true, value: (row) => row.pages, cell: (row) => format.number(row.pages) },
                {
                  head: words.people,
                  number: true,
                  value: (row) => row.people,
                  cell: (row) => format.number(row.people),
                },
                {
                  head: words.acts,
                  cell: (row: Batch) => (
                    <Button
                      look="quiet"
                      onClick={() => open(row.id)}
                      aria-label={`${words.no(format.number(row.id))} ${words.show}`}
                    >
                      {words.show}
                    </Button>
                  ),
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
      {shown !== undefined && (
        <Loaded read={batch} lines={10}>
          {(detail) => <BatchView key={detail.id} batch={detail} read={read} />}
        </Loaded>
      )}
    </>
  );
}
