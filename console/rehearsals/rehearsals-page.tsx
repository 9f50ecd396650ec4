import '../styles/board.css';
import '../styles/rehearsals.css';
import { Link } from '@tanstack/react-router';
import { ALLOWED } from '../../domain/campaigns/approval';
import { rehearsalStatusTexts } from '../../domain/texts/names/campaigns';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { CampaignTabs } from '../campaigns/campaign-tabs';
import { useFormat } from '../format';
import { AsOf } from '../parts/as-of';
import { Chip } from '../parts/chip';
import { DataTable } from '../parts/data-table';
import { Loaded } from '../parts/loaded';
import { Note } from '../parts/note';
import { Card, Empty, Page } from '../parts/page';
import { Pager } from '../parts/pager';
import { useFilters, useParam } from '../search';
import { rehearsalWords } from '../texts/campaigns/rehearsals';
import { useText, useWords } from '../words';
import { OneRehearsal } from './one';
import { goesOn, type Listed } from './rehearsal';
import { StartForm } from './start-form';

const EVERY_MS = 5_000;

/** The campaign before it starts: rehearsals asked for, under way, and what they found. */
export function RehearsalsPage() {
  const id = useParam('id');
  const words = useWords(rehearsalWords);
  const may = useMay();
  const [search, go] = useFilters();
  const query = { limit: 20, ...(search.cursor && { cursor: search.cursor }) };
  const read = useApi('listRehearsals', { params: { id }, query }, { every: EVERY_MS, keep: true });
  const status = useApi('getCampaign', { params: { id } }).data?.status;
  const possible = may('campaign.rehearse') && status !== undefined && ALLOWED.rehearse.includes(status);
  const newest = read.data?.items[0];
  const open = search.no ?? (newest && String(newest.id));
  return (
    <Page title={words.title} acts={<AsOf read={read} />}>
      <CampaignTabs id={id} />
      <Note tone="acc">
        <p className="b">{words.banner}</p>
        <p>{words.why}</p>
      </Note>
      <Loaded read={read} lines={6}>
        {({ items, next, ready }) => (
          <>
            {!ready && (
              <Note tone="warn">
                <p>{words.notSetUp}</p>
              </Note>
            )}
            {open && <OneRehearsal key={open} id={id} rehearsal={open} others={items} />}
            {ready && possible && !items.some(goesOn) && (
              <StartForm id={id} onStarted={(no) => go({ no, cursor: undefined })} />
            )}
            <Card title={words.list}>
              <Rehearsals items={items} open={open} />
              <Pager cursor={search.cursor} next={next} go={(cursor) => go({ cursor })} />
            </Card>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Rehearsals({ items, open }: { items: Listed[]; open: string | undefined }) {
  const words = useWords(rehearsalWords);
  const format = useFormat();
  const text = useText();
  const [search] = useFilters();
  return (
    <DataTable
      caption={words.list}
      rows={items}
      rowKey={(row) => row.id}
      current={(row) => String(row.id) === open}
      empty={<Empty>{words.empty}</Empty>}
      columns={[
        {
          head: words.no,
          cell: (row) => (
            <Link to="." search={{ ...search, no: String(row.id) }}>
              {format.number(row.id)}
            </Link>
          ),
          value: (row) => row.id,
        },
        {
          head: words.state,
          cell: (row) => (
            <>
              {text(rehearsalStatusTexts[row.status])} {row.outdated && <Chip>{words.outdated}</Chip>}
            </>
          ),
          value: (row) => text(rehearsalStatusTexts[row.status]),
        },
        { head: words.version, number: true, cell: (row) => format.number(row.version), value: (row) => row.version },
        {
          head: words.sample,
          number: true,
          cell: (row) => (row.sample === 'all' ? words.all : format.number(row.sample)),
          value: (row) => row.sample,
        },
        { head: words.seed, number: true, cell: (row) => String(row.seed), value: (row) => row.seed },
        {
          head: words.completed,
          number: true,
          cell: ({ completed }) => (completed ? format.percent(completed.likely, 1) : '—'),
          value: ({ completed }) => completed?.likely ?? null,
        },
        { head: words.at, cell: (row) => format.dayTime(row.createdAt), value: (row) => row.createdAt },
      ]}
    />
  );
}
