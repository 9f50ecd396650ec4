import '../styles/people.css';
import { Link } from '@tanstack/react-router';
import { journeyStateTexts, outcomeTexts } from '../../domain/texts/names/journeys';
import { prefectureText } from '../../domain/texts/names/prefectures';
import { type Input, type Reply } from '../api/client';
import { useApi } from '../api/read';
import { CampaignTabs } from '../campaigns/campaign-tabs';
import { useFormat } from '../format';
import { AsOf } from '../parts/as-of';
import { StateChip } from '../parts/chip';
import { type Column, DataTable } from '../parts/data-table';
import { Loaded } from '../parts/loaded';
import { Empty, Page } from '../parts/page';
import { Pager } from '../parts/pager';
import { useFilters, useParam } from '../search';
import { peopleWords } from '../texts/campaigns/people';
import { useText, useWords } from '../words';
import { PeopleFilters } from './people-filters';

type Line = Reply<'listJourneys'>['items'][number];
type Query = NonNullable<Input<'listJourneys'>['query']>;
const FILTERS = ['state', 'outcome', 'prefecture', 'q', 'order', 'cursor'] as const;

/** The people behind a number: filters in the address, masked names, pages by cursor. */
export function PeoplePage() {
  const id = useParam('id');
  const words = useWords(peopleWords);
  const [filters, change] = useFilters();
  const query = { ...Object.fromEntries(FILTERS.map((name) => [name, filters[name]])), limit: 100 } as Query;
  const read = useApi('listJourneys', { params: { id }, query }, { every: 60_000, keep: true });
  const campaign = useApi('getCampaign', { params: { id } });
  const filtered = FILTERS.some((name) => filters[name] !== undefined);
  return (
    <Page title={campaign.data ? `${campaign.data.name} ${words.title}` : words.title} acts={<AsOf read={read} />}>
      <CampaignTabs id={id} />
      <PeopleFilters key={filters.q ?? ''} />
      <Loaded read={read} lines={10}>
        {({ items, next }) => (
          <>
            <People items={items} filtered={filtered} />
            <Pager cursor={filters.cursor} next={next} go={(cursor) => change({ cursor })} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function People({ items, filtered }: { items: readonly Line[]; filtered: boolean }) {
  const words = useWords(peopleWords);
  const format = useFormat();
  const text = useText();
  const named = items.some(({ name }) => name !== undefined);
  const outcomesOf = ({ contracts }: Line) =>
    contracts.map(({ contractId, outcome }) => `${contractId} ${text(outcomeTexts[outcome ?? 'open'])}`);
  const columns: Column<Line>[] = [
    {
      head: words.journey,
      cell: ({ id }) => (
        <Link to="/journeys/$id" params={{ id: String(id) }}>
          {id}
        </Link>
      ),
      value: ({ id }) => id,
    },
    ...(named
      ? [
          {
            head: words.customer,
            cell: ({ name }: Line) => <span className="nw">{name ?? words.noName}</span>,
            value: ({ name }: Line) => name ?? null,
          },
        ]
      : []),
    { head: words.customerNo, cell: ({ customerId }) => customerId, value: ({ customerId }) => customerId },
    {
      head: words.state,
      cell: ({ state }) => <StateChip state={state}>{text(journeyStateTexts[state])}</StateChip>,
      value: ({ state }) => text(journeyStateTexts[state]),
    },
    {
      head: words.contracts,
      cell: (line) =>
        outcomesOf(line).map((one) => (
          <span key={one} className="block nw">
            {one}
          </span>
        )),
      value: (line) => outcomesOf(line).join('; '),
    },
    {
      head: words.prefecture,
      cell: ({ prefecture }) => text(prefectureText(prefecture)),
      value: ({ prefecture }) => text(prefectureText(prefecture)),
    },
    { head: words.wave, cell: ({ wave }) => wave ?? '—', value: ({ wave }) => wave },
    {
      head: words.lastContact,
      cell: ({ lastContactAt }) =>
        lastContactAt === null ? words.none : <span className="nw">{format.dayTime(lastContactAt)}</span>,
      value: ({ lastContactAt }) => lastContactAt,
    },
    {
      head: words.next,
      cell: ({ wakeAt }) => (wakeAt === null ? words.none : <span className="nw">{format.dayTime(wakeAt)}</span>),
      value: ({ wakeAt }) => wakeAt,
    },
  ];
  return (
    <DataTable
      caption={words.title}
      columns={columns}
      rows={items}
      rowKey={({ id }) => id}
      empty={<Empty>{filtered ? words.empty : words.notStarted}</Empty>}
    />
  );
}
