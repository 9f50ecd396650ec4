import { useState } from 'react';
import { stageTexts } from '../../domain/texts/exchange';
import { notifiedOutcomeTexts } from '../../domain/texts/names/exchange';
import { type Reply } from '../api/client';
import { useDownload } from '../api/file';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { ExportRequest } from '../campaigns/evidence/export-request';
import { useFormat } from '../format';
import { Button } from '../parts/button';
import { type Column, DataTable } from '../parts/data-table';
import { Dialog } from '../parts/dialog';
import { Facts, Hash } from '../parts/facts';
import { Field } from '../parts/field';
import { Loaded } from '../parts/loaded';
import { Note, ProblemNote } from '../parts/note';
import { Empty } from '../parts/page';
import { Pager } from '../parts/pager';
import { evidenceWords } from '../texts/campaigns/evidence';
import { exchangeWords } from '../texts/campaigns/exchange';
import { useText, useWords } from '../words';
import { type Delivery } from './deliveries';

type Result = Reply<'listResults'>['items'][number];
const STAGES = ['sent', 'reflected', 'rejected'] as const;

/** One delivery: its file, and its rows without personal values. */
export function DeliveryDrawer({
  campaign,
  delivery,
  onClose,
}: {
  campaign: string;
  delivery: Delivery;
  onClose: () => void;
}) {
  const words = useWords(exchangeWords);
  const format = useFormat();
  const may = useMay();
  const { fileId, totals } = delivery;
  return (
    <Dialog title={words.delivery(String(fileId))} drawer onClose={onClose}>
      <div className="col">
        <Facts
          items={[
            [words.count, format.number(totals.rows)],
            [words.controlTotal, format.number(totals.controlTotal)],
            [words.createdAt, format.fullTime(delivery.sentAt)],
            delivery.acknowledgedAt !== null && [words.acknowledgedAt, format.fullTime(delivery.acknowledgedAt)],
            ['SHA-256', <Hash key="hash" value={delivery.sha256} />],
          ]}
        />
        {may('exchange.work') && <SaveCsv campaign={campaign} fileId={fileId} />}
        <Results fileId={fileId} />
        <div>
          <Button onClick={onClose}>{words.close}</Button>
        </div>
      </div>
    </Dialog>
  );
}

function SaveCsv({ campaign, fileId }: { campaign: string; fileId: number }) {
  const words = useWords(exchangeWords);
  const evidence = useWords(evidenceWords);
  const format = useFormat();
  const may = useMay();
  const csv = useDownload('getResults');
  const [asking, setAsking] = useState(false);
  const [asked, setAsked] = useState<number | null>(null);
  const locked = csv.problem?.code === 'export_not_released';
  return (
    <>
      <p className="s sub">{words.downloadWhy}</p>
      <div className="row wrap">
        <Button
          busy={csv.busy}
          onClick={() => void csv.run({ params: { id: fileId } }, 'text/csv', `results-${fileId}.csv`)}
        >
          {words.download}
        </Button>
        {locked && may('export.ask') && <Button onClick={() => setAsking(true)}>{evidence.askExport}</Button>}
      </div>
      <ProblemNote problem={csv.problem} />
      {asked !== null && (
        <Note tone="ok" role="status">
          {evidence.exportAsked(format.number(asked))}
        </Note>
      )}
      {asking && (
        <ExportRequest
          id={campaign}
          first="results"
          onClose={() => setAsking(false)}
          onAsked={(requestId) => {
            setAsking(false);
            setAsked(requestId);
          }}
        />
      )}
    </>
  );
}

function Results({ fileId }: { fileId: number }) {
  const words = useWords(exchangeWords);
  const text = useText();
  const format = useFormat();
  const [stage, setStage] = useState<(typeof STAGES)[number]>();
  const [cursor, setCursor] = useState<string>();
  const read = useApi('listResults', { params: { id: fileId }, query: { cursor, stage, limit: 50 } }, { keep: true });
  const said = (head: string, value: (row: Result) => string | null): Column<Result> => ({
    head,
    cell: (row) => value(row) ?? '—',
    value,
  });
  const columns: Column<Result>[] = [
    { head: words.contract, number: true, cell: ({ contractId }) => contractId, value: (row) => row.contractId },
    said(words.outcome, ({ outcome }) => text(notifiedOutcomeTexts[outcome])),
    said(words.reason, ({ reasonText }) => text(reasonText)),
    said(words.stage, ({ stageText }) => text(stageText)),
    said(words.rejection, ({ rejection }) => rejection),
    said(words.receipt, ({ receipt }) => receipt),
    { head: words.decidedAt, cell: (row) => format.dayTime(row.decidedAt), value: (row) => row.decidedAt },
  ];
  return (
    <>
      <Field label={words.stageFilter}>
        <select
          className="short"
          value={stage ?? ''}
          onChange={({ target }) => {
            setCursor(undefined);
            setStage((target.value || undefined) as typeof stage);
          }}
        >
          <option value="">{words.all}</option>
          {STAGES.map((value) => (
            <option key={value} value={value}>
              {text(stageTexts[value])}
            </option>
          ))}
        </select>
      </Field>
      <Loaded read={read} lines={5}>
        {({ items, next }) => (
          <DataTable
            caption={words.results}
            columns={columns}
            rows={items}
            rowKey={({ contractId }) => contractId}
            empty={<Empty>{words.noLines}</Empty>}
            more={<Pager cursor={cursor} next={next} go={setCursor} />}
          />
        )}
      </Loaded>
    </>
  );
}
