import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useAct } from '../api/act';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useGrant, useMay } from '../api/session';
import { useFormat } from '../format';
import { AsOf } from '../parts/as-of';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { DataTable } from '../parts/data-table';
import { say } from '../parts/live';
import { Loaded } from '../parts/loaded';
import { ProblemNote } from '../parts/note';
import { Card, Empty, Page } from '../parts/page';
import { Pager } from '../parts/pager';
import { type Search } from '../routes';
import { alertWords } from '../texts/alerts';
import { useText, useWords } from '../words';

type Alert = Reply<'listAlerts'>['items'][number];

const EVERY_MS = 15_000;
/** Where an alert is dealt with, by the kind of thing that it is about. */
const PLACES: Record<string, (id: string) => string> = {
  lane: () => '/lanes',
  print_run: (id) => `/print-runs/${id}`,
  campaign: (id) => `/campaigns/${id}`,
  journey: (id) => `/journeys/${id}`,
  daybook: () => '/mail-room',
  customer: (id) => `/customers/${id}`,
};
const placeOf = ({ subject }: Alert): string | undefined => {
  const [kind = '', id = ''] = subject.split(':');
  return /^\d+$/.test(id) ? PLACES[kind]?.(id) : undefined;
};

/** What needs a person's attention, with what to do about it. */
export function AlertsPage() {
  const words = useWords(alertWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const { role } = useGrant();
  const navigate = useNavigate();
  const search: Search = useSearch({ strict: false });
  const all = search.state === 'all';
  const go = (change: Search) => void navigate({ to: '.', search: { ...search, ...change } });
  const query = {
    limit: 50,
    state: all ? ('all' as const) : ('open' as const),
    ...(search.cursor && { cursor: search.cursor }),
  };
  const read = useApi('listAlerts', { query }, { every: EVERY_MS, keep: true });
  const people = useApi('listPeople', { query: { limit: 200 } }, { enabled: may('people.read') });
  const act = useAct('acknowledgeAlert');
  const nameOf = (id: number | null) => people.data?.items.find((one) => one.id === id)?.name ?? words.someone;
  const mayAcknowledge = (alert: Alert) =>
    alert.acknowledgedAt === null && may('alert.acknowledge') && (!alert.shared || role === 'administrator');
  const stateOf = (alert: Alert) =>
    alert.acknowledgedAt === null
      ? words.unacknowledged
      : words.acknowledged(format.fullTime(alert.acknowledgedAt), nameOf(alert.acknowledgedBy));
  const acknowledge = async (alert: Alert) => {
    if (await act.run({ params: { id: alert.id } })) say(words.said);
  };
  return (
    <Page title={words.title} acts={<AsOf read={read} />}>
      <p className="s sub">
        {words.acknowledgeWhy} {role !== 'administrator' && words.sharedHint}
      </p>
      <div className="seg" role="group" aria-label={words.which}>
        <Button aria-pressed={!all} onClick={() => go({ state: undefined, cursor: undefined })}>
          {words.open}
        </Button>
        <Button aria-pressed={all} onClick={() => go({ state: 'all', cursor: undefined })}>
          {words.all}
        </Button>
      </div>
      <Card>
        <ProblemNote problem={act.problem} />
        <Loaded read={read} lines={6}>
          {({ items, next }) => (
            <>
              <DataTable
                caption={words.title}
                rows={items}
                rowKey={(row) => row.id}
                empty={<Empty>{all ? words.noneAtAll : words.none}</Empty>}
                columns={[
                  {
                    head: words.alert,
                    cell: (row) => <What alert={row} />,
                    value: (row) => `${text(row.title)} ${text(row.advice)}`,
                  },
                  {
                    head: words.openedAt,
                    cell: (row) => <span className="nw">{format.dayTime(row.openedAt)}</span>,
                    value: (row) => row.openedAt,
                  },
                  {
                    head: words.closedAt,
                    cell: (row) =>
                      row.closedAt ? format.dayTime(row.closedAt) : <Chip tone="warn">{words.stillOpen}</Chip>,
                    value: (row) => row.closedAt,
                  },
                  {
                    head: words.state,
                    cell: (row) =>
                      mayAcknowledge(row) ? (
                        <Button busy={act.busy} onClick={() => void acknowledge(row)}>
                          {words.acknowledge}
                        </Button>
                      ) : (
                        <span className="s">{stateOf(row)}</span>
                      ),
                    value: stateOf,
                  },
                ]}
              />
              <Pager cursor={search.cursor} next={next} go={(cursor) => go({ cursor })} />
            </>
          )}
        </Loaded>
      </Card>
    </Page>
  );
}

function What({ alert }: { alert: Alert }) {
  const words = useWords(alertWords);
  const text = useText();
  const place = placeOf(alert);
  const title = text(alert.title);
  return (
    <>
      <span className="b">{place ? <Link to={place}>{title}</Link> : title}</span>{' '}
      {alert.shared && <Chip>{words.shared}</Chip>}
      <span className="hint block">{text(alert.advice)}</span>
    </>
  );
}
