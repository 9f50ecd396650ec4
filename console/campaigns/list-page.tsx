import '../styles/board.css';
import { Link } from '@tanstack/react-router';
import { type CampaignStatus } from '../../domain/campaigns/approval';
import { campaignStatusTexts } from '../../domain/texts/names/campaigns';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { AsOf } from '../parts/as-of';
import { type Column, DataTable } from '../parts/data-table';
import { Field } from '../parts/field';
import { Loaded } from '../parts/loaded';
import { Note } from '../parts/note';
import { Empty, Page } from '../parts/page';
import { Pager } from '../parts/pager';
import { useFilters } from '../search';
import { boardWords } from '../texts/campaigns/board';
import { useText, useWords } from '../words';
import { useNeeds } from './needs';
import { StatusChip } from './status-chip';

export type CampaignLine = Reply<'listCampaigns'>['items'][number];
const STATUSES = Object.keys(campaignStatusTexts) as CampaignStatus[];

/** Every campaign of the client, those that need a person today first. */
export function CampaignsPage() {
  const words = useWords(boardWords);
  const text = useText();
  const may = useMay();
  const [filters, change] = useFilters();
  const status = STATUSES.find((one) => one === filters.status);
  const read = useApi(
    'listCampaigns',
    { query: { limit: 200, status, cursor: filters.cursor } },
    { every: 60_000, keep: true },
  );
  return (
    <Page
      title={words.title}
      acts={
        <>
          <AsOf read={read} />
          {may('campaign.create') && (
            <Link className="btn pri" to="/campaigns/new">
              {words.newCampaign}
            </Link>
          )}
        </>
      }
    >
      <Field label={words.status}>
        <select
          className="filter-status"
          value={status ?? ''}
          onChange={(event) => change({ status: event.target.value || undefined, cursor: undefined })}
        >
          <option value="">{words.allStatuses}</option>
          {STATUSES.map((one) => (
            <option key={one} value={one}>
              {text(campaignStatusTexts[one])}
            </option>
          ))}
        </select>
      </Field>
      <Loaded read={read} lines={8}>
        {({ items, next }) => (
          <>
            <List items={items} filtered={status !== undefined} />
            <Pager cursor={filters.cursor} next={next} go={(cursor) => change({ cursor })} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function List({ items, filtered }: { items: readonly CampaignLine[]; filtered: boolean }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const may = useMay();
  const text = useText();
  const needsOf = useNeeds();
  const lines = items
    .map((item) => ({ ...item, needs: needsOf(item) }))
    .sort((a, b) => Number(b.needs.length > 0) - Number(a.needs.length > 0) || a.glance.left - b.glance.left);
  const needing = lines.filter(({ needs }) => needs.length > 0).length;
  type Line = (typeof lines)[number];
  const columns: Column<Line>[] = [
    {
      head: words.name,
      cell: ({ id, name }) => (
        <Link to="/campaigns/$id" params={{ id: String(id) }}>
          {name}
        </Link>
      ),
      value: ({ name }) => name,
    },
    {
      head: words.status,
      cell: ({ status }) => <StatusChip status={status} />,
      value: ({ status }) => text(campaignStatusTexts[status]),
    },
    {
      head: words.needs,
      cell: ({ needs }) =>
        needs.length > 0 ? <span className="b needs">{needs.join(words.between)}</span> : words.needsNone,
      value: ({ needs }) => needs.join(words.between),
    },
    {
      head: words.progress,
      number: true,
      cell: ({ glance: { done, of } }) => (
        <>
          <span className="b">{format.percent(done, of)}</span>{' '}
          <span className="mut xs">
            {format.number(done)} / {format.number(of)}
          </span>
        </>
      ),
      value: ({ glance: { done, of } }) => (of === 0 ? null : done / of),
    },
    {
      head: words.left,
      number: true,
      cell: ({ glance }) => words.daysLeft(format.number(glance.left)),
      value: ({ glance }) => glance.left,
    },
    {
      head: words.dueToday,
      number: true,
      cell: ({ glance }) => format.number(glance.today),
      value: ({ glance }) => glance.today,
    },
  ];
  return (
    <>
      {lines.length > 0 && (
        <Note tone={needing > 0 ? 'warn' : 'ok'} role="status">
          <p className="b">{needing > 0 ? words.attention(format.number(needing)) : words.noneNeed}</p>
        </Note>
      )}
      <DataTable
        caption={words.title}
        columns={columns}
        rows={lines}
        rowKey={({ id }) => id}
        empty={
          <Empty
            act={
              !filtered &&
              may('campaign.create') && (
                <Link className="btn" to="/campaigns/new">
                  {words.newCampaign}
                </Link>
              )
            }
          >
            {filtered ? words.noneOfStatus : words.noCampaigns}
          </Empty>
        }
      />
    </>
  );
}
