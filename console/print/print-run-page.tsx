import { useState } from 'react';
import { printedTracking } from '../../domain/print/tracking';
import { printRunStatusTexts, undeliverableTexts } from '../../domain/texts/names/desks';
import { carrierResultTexts, envelopeNoteTexts, postalText } from '../../domain/texts/names/postal';
import { type Reply } from '../api/client';
import { useDownload } from '../api/file';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { AsOf } from '../parts/as-of';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { DataTable } from '../parts/data-table';
import { Facts, Hash } from '../parts/facts';
import { Loaded } from '../parts/loaded';
import { NeedsRole } from '../parts/needs-role';
import { ProblemNote } from '../parts/note';
import { Card, Empty, Page } from '../parts/page';
import { Pager } from '../parts/pager';
import { usePreferences } from '../preferences';
import { useFilters, useParam } from '../search';
import { printWords } from '../texts/desks/print';
import { useText, useWords } from '../words';
import { BalanceCard } from './balance-card';
import { CostsCard } from './costs-card';
import { DeliveryCard } from './delivery-card';
import { LetterDrawer } from './letter-drawer';
import { OriginalsCard } from './originals-card';
import { ReportCard } from './report-card';
import { runTone } from './run-tone';
import { SplitDialog } from './split-dialog';

export type Run = Reply<'getPrintRun'>;
export type Envelope = Run['envelopes']['items'][number];
const EVERY_MS = 30_000;
/** Before the print shop has it. */
const NOT_LEFT: Run['status'][] = ['open', 'rendered'];

/** One print run: both sides' figures, its files with their hashes, its envelopes with their letters. */
export function PrintRunPage() {
  const words = useWords(printWords);
  const text = useText();
  const may = useMay();
  const id = useParam('id');
  const [{ cursor }, filter] = useFilters();
  const [shown, setShown] = useState<Envelope | null>(null);
  const [split, setSplit] = useState<Envelope | null>(null);
  const allowed = may('print.read');
  const read = useApi(
    'getPrintRun',
    { params: { id }, query: { cursor, limit: 50 } },
    { every: EVERY_MS, enabled: allowed, keep: true },
  );
  if (!allowed) {
    return (
      <Page title={words.title}>
        <NeedsRole action="print.read" />
      </Page>
    );
  }
  const run = read.data;
  return (
    <Page
      title={words.run(run?.key ?? id)}
      state={run && <Chip tone={runTone(run.status)}>{text(printRunStatusTexts[run.status])}</Chip>}
      acts={<AsOf read={read} />}
    >
      <Loaded read={read} lines={10}>
        {(data) => (
          <>
            <ReportCard run={data} />
            <BalanceCard run={data} />
            <OriginalsCard id={id} />
            <DeliveryCard run={data} />
            <CostsCard run={data} />
            <Files run={data} />
            <Card title={words.envelopes}>
              <Envelopes
                rows={data.envelopes.items}
                show={may('letter.read') ? setShown : undefined}
                split={may('print.work') && NOT_LEFT.includes(data.status) ? setSplit : undefined}
              />
              <Pager cursor={cursor} next={data.envelopes.next} go={(to) => filter({ cursor: to })} />
            </Card>
          </>
        )}
      </Loaded>
      {shown && <LetterDrawer code={shown.code} pages={shown.pages ?? 1} onClose={() => setShown(null)} />}
      {split && run && <SplitDialog id={run.id} row={split} onClose={() => setSplit(null)} />}
    </Page>
  );
}

function Files({ run }: { run: Run }) {
  const words = useWords(printWords);
  const format = useFormat();
  if (run.files.length === 0) return null;
  return (
    <Card title={words.files} aside={<Sheets run={run} />}>
      <div className="col">
        <Facts items={[run.manifestHash !== null && [words.manifest, <Hash key="hash" value={run.manifestHash} />]]} />
        <DataTable
          caption={words.files}
          bar={false}
          rows={run.files}
          rowKey={({ name }) => name}
          empty={null}
          columns={[
            { head: words.file, cell: ({ name }) => <span className="mono">{name}</span> },
            { head: words.pieces, cell: ({ pieces }) => format.number(pieces), number: true },
            { head: words.pages, cell: ({ pages }) => format.number(pages), number: true },
            { head: words.hash, cell: ({ sha256 }) => <Hash value={sha256} /> },
          ]}
        />
      </div>
    </Card>
  );
}

/** What goes with the run on paper. */
function Sheets({ run: { id, key } }: { run: Run }) {
  const words = useWords(printWords);
  const sheet = useDownload('getControlSheet');
  const slip = useDownload('getPostingSlip');
  const params = { id };
  const get = (format: 'pdf' | 'csv', type: string) =>
    void sheet.run({ params, query: { format } }, type, `control-sheet-${key}.${format}`);
  return (
    <>
      <Button busy={sheet.busy} onClick={() => get('pdf', 'application/pdf')}>
        {words.controlSheet} PDF
      </Button>
      <Button busy={sheet.busy} onClick={() => get('csv', 'text/csv')}>
        {words.controlSheet} CSV
      </Button>
      <Button busy={slip.busy} onClick={() => void slip.run({ params }, 'application/pdf', `posting-slip-${key}.pdf`)}>
        {words.postingSlip}
      </Button>
      <ProblemNote problem={sheet.problem ?? slip.problem} />
    </>
  );
}

interface Shown {
  rows: readonly Envelope[];
  show: ((row: Envelope) => void) | undefined;
  split: ((row: Envelope) => void) | undefined;
}

function Envelopes({ rows, show, split }: Shown) {
  const words = useWords(printWords);
  const text = useText();
  const { lang } = usePreferences();
  const format = useFormat();
  return (
    <DataTable
      caption={words.envelopes}
      rows={rows}
      rowKey={({ code }) => code}
      empty={<Empty>{words.noEnvelopes}</Empty>}
      columns={[
        {
          head: words.no,
          value: ({ no }) => no,
          cell: ({ no }) => (no === null ? '—' : format.number(no)),
          number: true,
        },
        {
          head: words.code,
          value: ({ code }) => code,
          cell: (row) =>
            show && row.removedReason === null ? (
              <Button look="quiet" onClick={() => show(row)} aria-label={`${row.code} ${words.show}`}>
                <span className="mono">{row.code}</span> {words.show}
              </Button>
            ) : (
              <span className="mono">{row.code}</span>
            ),
        },
        {
          head: words.letters,
          value: ({ letters }) => letters,
          cell: (row) => (
            <>
              {format.number(row.letters)}
              {split && row.letters > 1 && row.removedReason === null && (
                <Button look="quiet" onClick={() => split(row)} aria-label={words.splitOf(row.code)}>
                  {words.split}
                </Button>
              )}
            </>
          ),
          number: true,
        },
        {
          head: words.postal,
          value: ({ postal }) => postal && postalText(postal, lang),
          cell: ({ postal }) => (postal === null ? '—' : postalText(postal, lang)),
        },
        {
          head: words.pages,
          value: ({ pages }) => pages,
          cell: ({ pages }) => (pages === null ? '—' : format.number(pages)),
          number: true,
        },
        {
          head: words.posted,
          value: ({ postedAt }) => postedAt,
          cell: ({ postedAt }) => (postedAt === null ? '—' : format.dayTime(postedAt)),
        },
        {
          head: words.trackingNo,
          value: ({ trackingNo }) => trackingNo,
          cell: ({ trackingNo }) => trackingNo && <span className="mono">{printedTracking(trackingNo)}</span>,
        },
        {
          head: words.result,
          value: ({ delivery }) => delivery && text(carrierResultTexts[delivery.result]),
          cell: ({ delivery }) => delivery && <Result delivery={delivery} />,
        },
        {
          head: words.notes,
          value: ({ notes }) => notes.map((note) => text(envelopeNoteTexts[note])).join(' '),
          cell: ({ notes }) => notes.map((note) => text(envelopeNoteTexts[note])).join(' ・ '),
        },
        {
          head: words.reprinted,
          value: ({ reprinted }) => reprinted,
          cell: ({ reprinted }) => (reprinted === 0 ? null : format.number(reprinted)),
          number: true,
        },
        {
          head: words.removed,
          value: ({ removedReason }) => removedReason,
          cell: (row) => <Removed row={row} />,
        },
      ]}
    />
  );
}

function Result({ delivery: { result, at, reason } }: { delivery: NonNullable<Envelope['delivery']> }) {
  const text = useText();
  const format = useFormat();
  const why = reason && reason !== 'refused' ? `（${text(undeliverableTexts[reason])}）` : '';
  return (
    <span>
      {text(carrierResultTexts[result])}
      {why} {format.shortDay(at)}
    </span>
  );
}

function Removed({ row }: { row: Envelope }) {
  const words = useWords(printWords);
  const text = useText();
  if (row.removedText === null) return null;
  return <span>{row.removedReason === 'merged' ? words.merged : text(row.removedText)}</span>;
}
