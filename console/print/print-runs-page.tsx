import { Link } from '@tanstack/react-router';
import { printRunStatusTexts } from '../../domain/texts/names/desks';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { AsOf } from '../parts/as-of';
import { Chip } from '../parts/chip';
import { DataTable } from '../parts/data-table';
import { Loaded } from '../parts/loaded';
import { NeedsRole } from '../parts/needs-role';
import { Note } from '../parts/note';
import { Card, Empty, Page } from '../parts/page';
import { Pager } from '../parts/pager';
import { useFilters } from '../search';
import { printWords } from '../texts/desks/print';
import { useText, useWords } from '../words';
import { DayCard } from './day-card';
import { runTone } from './run-tone';

type Run = Reply<'listPrintRuns'>['items'][number];
const EVERY_MS = 30_000;

/** Letters on their way through the print shop: what does not agree with its report comes first. */
export function PrintRunsPage() {
  const words = useWords(printWords);
  const may = useMay();
  const [{ cursor, campaign }, filter] = useFilters();
  const allowed = may('print.read');
  const scope = campaign === undefined ? {} : { campaign: Number(campaign) };
  const differing = useApi(
    'listPrintRuns',
    { query: { ...scope, status: 'differs', limit: 50 } },
    { every: EVERY_MS, enabled: allowed },
  );
  const list = useApi(
    'listPrintRuns',
    { query: { ...scope, cursor, limit: 50 } },
    { every: EVERY_MS, enabled: allowed, keep: true },
  );
  if (!allowed) {
    return (
      <Page title={words.title}>
        <NeedsRole action="print.read" />
      </Page>
    );
  }
  return (
    <Page title={words.title} acts={<AsOf read={list} />}>
      <Card title={words.differ}>
        <Loaded read={differing} lines={2}>
          {({ items }) =>
            items.length === 0 ? (
              <Note tone="ok">{words.differNone}</Note>
            ) : (
              <Runs rows={items} caption={words.differ} />
            )
          }
        </Loaded>
      </Card>
      <DayCard />
      <Card title={words.all}>
        <Loaded read={list}>
          {({ items, next }) => (
            <>
              <Runs rows={items} caption={words.title} />
              <Pager cursor={cursor} next={next} go={(to) => filter({ cursor: to })} />
            </>
          )}
        </Loaded>
      </Card>
    </Page>
  );
}

function Runs({ rows, caption }: { rows: readonly Run[]; caption: string }) {
  const words = useWords(printWords);
  const text = useText();
  const format = useFormat();
  const at = (value: string | null) => (value === null ? null : format.dayTime(value));
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={(run) => run.id}
      empty={<Empty>{words.empty}</Empty>}
      columns={[
        {
          head: words.key,
          value: (run) => run.key,
          cell: (run) => (
            <Link to={'/print-runs/$id' as never} params={{ id: String(run.id) } as never} className="mono">
              {run.key}
            </Link>
          ),
        },
        { head: words.runOn, value: (run) => run.runOn, cell: (run) => format.shortDay(run.runOn) },
        {
          head: words.status,
          value: (run) => text(printRunStatusTexts[run.status]),
          cell: (run) => <Chip tone={runTone(run.status)}>{text(printRunStatusTexts[run.status])}</Chip>,
        },
        { head: words.pieces, value: (run) => run.pieces, cell: (run) => format.number(run.pieces), number: true },
        { head: words.pages, value: (run) => run.pages, cell: (run) => format.number(run.pages), number: true },
        { head: words.handedOver, value: (run) => run.handedOverAt, cell: (run) => at(run.handedOverAt) ?? '—' },
        { head: words.posted, value: (run) => run.postedAt, cell: (run) => at(run.postedAt) ?? '—' },
      ]}
    />
  );
}
