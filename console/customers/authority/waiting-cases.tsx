import { Link } from '@tanstack/react-router';
import { authorityKindTexts, authorityStatusTexts, nextActionTexts } from '../../../domain/texts/authority/names';
import { useApi } from '../../api/read';
import { useFormat } from '../../format';
import { type Column, DataTable } from '../../parts/data-table';
import { Loaded } from '../../parts/loaded';
import { Card, Empty } from '../../parts/page';
import { authorityWords } from '../../texts/desks/authority';
import { useText, useWords } from '../../words';
import { type Case } from './case-view';

/** The cases that wait for documents, a check or a decision, the longest first. */
export function WaitingCases() {
  const words = useWords(authorityWords);
  const text = useText();
  const format = useFormat();
  const read = useApi('waitingAuthorityCases', { query: { limit: 200 } }, { every: 60_000, keep: true });
  const columns: Column<Case>[] = [
    {
      head: words.customer,
      value: ({ customerId }) => customerId,
      cell: ({ customerId }) => (
        <Link to="/customers/$id" params={{ id: String(customerId) }}>
          {customerId}
        </Link>
      ),
    },
    {
      head: words.kind,
      value: ({ kind }) => text(authorityKindTexts[kind]),
      cell: ({ kind, number }) => (
        <span className="col tight">
          <span className="b">{text(authorityKindTexts[kind])}</span>
          <span className="mono xs">{number}</span>
        </span>
      ),
    },
    {
      head: words.next,
      value: ({ next }) => text(nextActionTexts[next]),
      cell: ({ next, status }) => (
        <span className="col tight">
          <span>{text(nextActionTexts[next])}</span>
          <span className="xs mut">{text(authorityStatusTexts[status])}</span>
        </span>
      ),
    },
    {
      head: words.due,
      value: ({ dueOn }) => dueOn,
      cell: ({ dueOn }) => dueOn !== null && <span className="nw">{format.shortDay(dueOn)}</span>,
    },
  ];
  return (
    <Card title={words.waiting}>
      <Loaded read={read} lines={2}>
        {({ items }) => (
          <DataTable
            caption={words.waiting}
            columns={columns}
            rows={items}
            rowKey={({ id }) => id}
            empty={<Empty>{words.noneWaiting}</Empty>}
          />
        )}
      </Loaded>
    </Card>
  );
}
