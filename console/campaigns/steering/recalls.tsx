import { recallStatusTexts } from '../../../domain/texts/names/campaigns';
import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { useFormat } from '../../format';
import { type Column, DataTable } from '../../parts/data-table';
import { Loaded } from '../../parts/loaded';
import { Card, Empty } from '../../parts/page';
import { Pager } from '../../parts/pager';
import { useFilters } from '../../search';
import { steeringWords } from '../../texts/campaigns/steering';
import { useText, useWords } from '../../words';

type Recall = Reply<'listRecalls'>['items'][number];

/** What the print shop was asked to take out, and what it replied. */
export function Recalls({ id }: { id: string }) {
  const words = useWords(steeringWords);
  const format = useFormat();
  const text = useText();
  const [filters, change] = useFilters();
  const read = useApi(
    'listRecalls',
    { params: { id }, query: { cursor: filters.recalls, limit: 50 } },
    { every: 60_000, keep: true },
  );
  const number = (head: string, value: (recall: Recall) => number | null): Column<Recall> => ({
    head,
    number: true,
    cell: (recall) => {
      const count = value(recall);
      return count === null ? '—' : format.number(count);
    },
    value,
  });
  const columns: Column<Recall>[] = [
    { head: words.listName, cell: ({ key }) => <span className="mono">{key}</span>, value: ({ key }) => key },
    {
      head: words.printRun,
      cell: ({ printRun }) => <span className="mono">{printRun}</span>,
      value: ({ printRun }) => printRun,
    },
    {
      head: words.state,
      cell: ({ status }) => text(recallStatusTexts[status]),
      value: ({ status }) => text(recallStatusTexts[status]),
    },
    number(words.pieces, ({ pieces }) => pieces),
    number(words.pulled, ({ pulled }) => pulled),
    number(words.tooLate, ({ tooLate }) => tooLate),
    { head: words.asked, cell: ({ askedAt }) => format.dayTime(askedAt), value: ({ askedAt }) => askedAt },
    { head: words.reason, cell: ({ reason }) => reason, value: ({ reason }) => reason },
  ];
  return (
    <Card title={words.recalls}>
      <Loaded read={read} lines={2}>
        {({ items, next }) => (
          <>
            <DataTable
              caption={words.recalls}
              columns={columns}
              rows={items}
              rowKey={({ id: recall }) => recall}
              empty={<Empty>{words.noRecalls}</Empty>}
            />
            <Pager cursor={filters.recalls} next={next} go={(recalls) => change({ recalls })} />
          </>
        )}
      </Loaded>
    </Card>
  );
}
