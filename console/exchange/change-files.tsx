import { changeFileStatusTexts } from '../../domain/texts/names/exchange';
import { usePersonName } from '../access/use-person-name';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { Chip } from '../parts/chip';
import { type Column, DataTable } from '../parts/data-table';
import { Loaded } from '../parts/loaded';
import { Card, Empty } from '../parts/page';
import { Pager } from '../parts/pager';
import { useFilters } from '../search';
import { exchangeWords } from '../texts/campaigns/exchange';
import { useText, useWords } from '../words';
import { ChangeUpload } from './upload';

type File = Reply<'listChangeFiles'>['items'][number];
export const STATUS_TONES = { preview: 'warn', applying: 'acc', applied: 'ok', discarded: 'plain' } as const;

/** Takes change files and lists them, newest first. */
export function ChangeFiles({
  id,
  started,
  open,
  current,
}: {
  id: string;
  started: boolean;
  open: (file: number) => void;
  /** The file that is open. */
  current: string | undefined;
}) {
  const words = useWords(exchangeWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const nameOf = usePersonName();
  const [filters, change] = useFilters();
  const read = useApi(
    'listChangeFiles',
    { query: { campaign: id, cursor: filters.changes, limit: 20 } },
    { every: 60_000, keep: true },
  );
  const number = (head: string, value: (file: File) => number): Column<File> => ({
    head,
    number: true,
    cell: (file) => format.number(value(file)),
    value,
  });
  const columns: Column<File>[] = [
    {
      head: words.no,
      cell: ({ fileId }) => (
        <button type="button" className="link nw" onClick={() => open(fileId)}>
          {words.file(String(fileId))}
        </button>
      ),
      value: ({ fileId }) => fileId,
    },
    {
      head: words.status,
      cell: ({ status }) => <Chip tone={STATUS_TONES[status]}>{text(changeFileStatusTexts[status])}</Chip>,
      value: ({ status }) => text(changeFileStatusTexts[status]),
    },
    number(words.rows, ({ totals }) => totals.rows),
    number(words.controlTotal, ({ totals }) => totals.controlTotal),
    number(words.planned, ({ planned }) => planned),
    number(words.open, (file) => file.open),
    number(words.findings, ({ findingCount }) => findingCount),
    {
      head: words.sentAt,
      cell: ({ sentAt }) => <span className="nw">{format.dayTime(sentAt)}</span>,
      value: ({ sentAt }) => sentAt,
    },
    { head: words.sentBy, cell: ({ sentBy }) => nameOf(sentBy) ?? '—', value: ({ sentBy }) => nameOf(sentBy) },
    {
      head: words.appliedBy,
      cell: ({ appliedBy }) => nameOf(appliedBy) ?? '—',
      value: (file) => nameOf(file.appliedBy),
    },
  ];
  return (
    <Card title={words.changes}>
      <div className="col">
        {started && may('exchange.work') && <ChangeUpload id={id} onReceived={open} />}
        <Loaded read={read} lines={3}>
          {({ items, next }) => (
            <DataTable
              caption={words.changes}
              columns={columns}
              rows={items}
              rowKey={({ fileId }) => fileId}
              current={({ fileId }) => String(fileId) === current}
              empty={<Empty>{words.noChanges}</Empty>}
              more={<Pager cursor={filters.changes} next={next} go={(changes) => change({ changes })} />}
            />
          )}
        </Loaded>
      </div>
    </Card>
  );
}
