import '../styles/customers.css';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { type HoldReason } from '../../domain/customers/hold-rules';
import { sourceText } from '../../domain/texts/names/sources';
import { holdReasonTexts } from '../../domain/texts/names/customers';
import { usePersonName } from '../access/use-person-name';
import { useApi } from '../api/read';
import { useMay, useSession } from '../api/session';
import { useToday } from '../clock';
import { useFormat } from '../format';
import { AsOf } from '../parts/as-of';
import { Chip } from '../parts/chip';
import { type Column, DataTable } from '../parts/data-table';
import { Field } from '../parts/field';
import { Loaded } from '../parts/loaded';
import { Card, Empty, Page } from '../parts/page';
import { Pager } from '../parts/pager';
import { useFilters } from '../search';
import { holdWords } from '../texts/desks/customers';
import { useText, useWords } from '../words';
import { type Hold } from './holds/hold-acts';
import { HoldButtons } from './holds/hold-buttons';

const WaitingCases = lazy(async () => ({ default: (await import('./authority/waiting-cases')).WaitingCases }));

/** Holds that a person must review, the earliest first: kept with a note and a new day, or released with the reason. */
export function HoldsPage() {
  const words = useWords(holdWords);
  const may = useMay();
  const [{ cursor, due, owner }, setFilters] = useFilters();
  const { state } = useSession();
  const me = state && state.stage !== 'signed_out' ? state.person.id : undefined;
  const today = useToday();
  const holds = useApi(
    'dueHolds',
    { query: { cursor, ...(due && { due }), ...(owner && { owner: Number(owner) }) } },
    { every: 30_000, keep: true },
  );
  return (
    <Page title={words.title} acts={<AsOf read={holds} />}>
      <Card>
        <div className="row wrap">
          <Field label={words.owner}>
            <select
              value={owner ?? ''}
              onChange={(event) => setFilters({ owner: event.target.value, cursor: undefined })}
            >
              <option value="">{words.allDue}</option>
              {me !== undefined && <option value={String(me)}>{words.mine}</option>}
            </select>
          </Field>
          <Field label={words.dueBy}>
            <input
              type="date"
              value={due ?? today}
              onChange={(event) => setFilters({ due: event.target.value, cursor: undefined })}
            />
          </Field>
        </div>
      </Card>
      <Card>
        <Loaded read={holds}>
          {({ items, next }) => (
            <>
              <HoldTable holds={items} today={today} />
              <Pager cursor={cursor} next={next} go={(to) => setFilters({ cursor: to })} />
            </>
          )}
        </Loaded>
      </Card>
      {may('representative.read') && (
        <Suspense fallback={null}>
          <WaitingCases />
        </Suspense>
      )}
    </Page>
  );
}

function HoldTable({ holds, today }: { holds: readonly Hold[]; today: string }) {
  const words = useWords(holdWords);
  const text = useText();
  const format = useFormat();
  const personName = usePersonName();
  const columns: Column<Hold>[] = [
    {
      head: words.due,
      value: ({ reviewOn }) => reviewOn,
      cell: ({ reviewOn }) =>
        reviewOn !== null && (
          <span className="col tight">
            <span className="nw">{format.shortDay(reviewOn)}</span>
            {reviewOn < today && <Chip tone="warn">{words.overdue}</Chip>}
          </span>
        ),
    },
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
      head: words.reason,
      value: ({ reason }) => text(holdReasonTexts[reason as HoldReason]),
      cell: ({ reason }) => <span className="b">{text(holdReasonTexts[reason as HoldReason])}</span>,
    },
    {
      head: words.owner,
      value: ({ ownerId }) => personName(ownerId),
      cell: ({ ownerId }) => personName(ownerId) ?? words.noOwner,
    },
    { head: words.note, value: ({ note }) => note, cell: ({ note }) => note },
    {
      head: words.source,
      value: ({ source }) => text(sourceText(source)),
      cell: ({ source }) => text(sourceText(source)),
    },
    {
      head: words.keptAnswers,
      value: ({ keptAnswers }) => keptAnswers,
      cell: ({ keptAnswers }) => keptAnswers,
      number: true,
    },
    {
      head: words.opened,
      value: ({ openedAt }) => openedAt,
      cell: ({ openedAt }) => <span className="nw">{format.dayTime(openedAt)}</span>,
    },
    { head: words.acts, cell: (hold) => <HoldButtons hold={hold} /> },
  ];
  return (
    <DataTable
      caption={words.holds}
      columns={columns}
      rows={holds}
      rowKey={({ id }) => id}
      empty={<Empty>{words.noneDue}</Empty>}
    />
  );
}
