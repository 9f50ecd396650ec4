import { useApi } from '../../api/read';
import { useFormat } from '../../format';
import { DataTable } from '../../parts/data-table';
import { Loaded } from '../../parts/loaded';
import { Card } from '../../parts/page';
import { evidenceWords } from '../../texts/campaigns/evidence';
import { useWords } from '../../words';

/** How long the campaign keeps what, what is due and what has been removed. */
export function RetentionCard({ id }: { id: string }) {
  const words = useWords(evidenceWords);
  const format = useFormat();
  const read = useApi('getRetention', { params: { id } });
  const dueText = ({ due, moreDue }: { due: number; moreDue: boolean }) =>
    moreDue ? words.moreThan(format.number(due)) : format.number(due);
  return (
    <Card title={words.retention}>
      <Loaded read={read}>
        {({ items, endedAt }) => (
          <DataTable
            caption={words.retention}
            bar={false}
            rows={items}
            rowKey={(row) => row.what}
            empty={null}
            columns={[
              { head: words.kind, cell: (row) => words[row.what] },
              {
                head: words.retention,
                cell: (row) => (row.months === null ? words.notSet : words.months(format.number(row.months))),
              },
              {
                head: words.dueAt,
                cell: (row) =>
                  row.dueAt ? format.day(row.dueAt) : endedAt || row.months === null ? '—' : words.afterEnd,
              },
              { head: words.dueNow, number: true, cell: (row) => dueText(row) },
              { head: words.keptBack, number: true, cell: (row) => format.number(row.kept) },
              { head: words.removed, number: true, cell: (row) => format.number(row.removed) },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}
