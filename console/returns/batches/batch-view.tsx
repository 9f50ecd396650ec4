import { pageReasonTexts, disposalTexts } from '../../../domain/texts/names/desks';
import { type Reply } from '../../api/client';
import { useFormat } from '../../format';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { DataTable } from '../../parts/data-table';
import { Note } from '../../parts/note';
import { Card, Empty } from '../../parts/page';
import { batchWords } from '../../texts/desks/batches';
import { useText, useWords } from '../../words';
import { StackIntake } from './stack-intake';
import { useBatchStatus } from './status';
import { Thumb } from './thumb';
import { WaitingPages } from './waiting-pages';

export type BatchDetail = Reply<'getScanBatch'>;
export type Sheet = BatchDetail['sheets'][number];

/** A stack: every page accounted for, what waits for a person, and what was booked. */
export function BatchView({ batch, read }: { batch: BatchDetail; read: (id: number) => void }) {
  const words = useWords(batchWords);
  const format = useFormat();
  const { said, tone } = useBatchStatus()(batch);
  const { matched, blank, separators, people, disposed } = batch;
  const counts = [batch.read, matched, batch.items, blank, separators, people, disposed].map(format.number);
  const balanced = batch.read === matched + blank + separators + people + disposed && batch.read === batch.pages;
  return (
    <div className="col">
      <div className="row wrap" role="status">
        <h2 className="m">{words.no(format.number(batch.id))}</h2>
        <Chip tone={tone}>{said}</Chip>
        {batch.intake !== null && <Chip>{words.ofIntake(String(batch.intake))}</Chip>}
        <span className="s">{words.sum(...(counts as [string, string, string, string, string, string, string]))}</span>
        {batch.status === 'done' && (
          <Chip tone={balanced ? 'ok' : 'danger'}>{balanced ? words.balanced : words.unbalanced}</Chip>
        )}
      </div>
      {batch.status === 'receiving' && <Note>{words.waitsForFiles}</Note>}
      {batch.filesUnreadable > 0 && (
        <Note tone="warn" role="alert">
          {words.unreadable(format.number(batch.filesUnreadable))}
        </Note>
      )}
      <StackIntake batch={batch} />
      <WaitingPages batch={batch} />
      <Booked batch={batch} read={read} />
      <NotBooked batch={batch} />
    </div>
  );
}

interface Item {
  returnId: number;
  receipt: string;
  sheets: Sheet[];
}

function Booked({ batch, read }: { batch: BatchDetail; read: (id: number) => void }) {
  const words = useWords(batchWords);
  const items = new Map<number, Item>();
  for (const sheet of batch.sheets) {
    if (sheet.returnId === null) continue;
    const item = items.get(sheet.returnId) ?? { returnId: sheet.returnId, receipt: sheet.receipt!, sheets: [] };
    items.set(sheet.returnId, { ...item, sheets: [...item.sheets, sheet] });
  }
  const pagesOf = ({ sheets }: Item) => sheets.map(({ no }) => no).join('、');
  return (
    <Card title={words.sorted}>
      <DataTable
        caption={words.sorted}
        rows={[...items.values()]}
        rowKey={(row) => row.returnId}
        empty={<Empty>{words.noneBooked}</Empty>}
        columns={[
          { head: words.pages, value: (row) => row.sheets[0]!.no, cell: pagesOf },
          {
            head: words.picture,
            cell: ({ returnId, sheets }) => (
              <span className="row nw">
                {sheets.map(
                  ({ no, page }) =>
                    page !== null && <Thumb key={no} returnId={returnId} page={page} alt={words.pageAlt(String(no))} />,
                )}
              </span>
            ),
          },
          {
            head: words.receipt,
            value: (row) => row.receipt,
            cell: (row) => <span className="mono">{row.receipt}</span>,
          },
          {
            head: words.code,
            value: ({ sheets }) => sheets.find(({ code }) => code)?.code ?? '',
            cell: ({ sheets }) => <span className="mono">{sheets.find(({ code }) => code)?.code}</span>,
          },
          {
            head: words.acts,
            cell: (row) => (
              <Button look="quiet" onClick={() => read(row.returnId)} aria-label={`${row.receipt} ${words.read}`}>
                {words.read}
              </Button>
            ),
          },
        ]}
      />
    </Card>
  );
}

function NotBooked({ batch }: { batch: BatchDetail }) {
  const words = useWords(batchWords);
  const text = useText();
  const format = useFormat();
  const rows = batch.sheets.filter(({ state }) => state === 'blank' || state === 'separator' || state === 'disposed');
  if (rows.length === 0) return null;
  const what = ({ state, reason, because }: Sheet): string => {
    if (state === 'blank') return words.blank;
    if (state === 'separator') return words.separator;
    return [because && text(disposalTexts[because]), reason && text(pageReasonTexts[reason])]
      .filter(Boolean)
      .join(' / ');
  };
  return (
    <Card title={words.other}>
      <DataTable
        caption={words.other}
        rows={rows}
        rowKey={(row) => row.no}
        bar={false}
        empty={null}
        columns={[
          { head: words.pages, number: true, value: (row) => row.no, cell: (row) => format.number(row.no) },
          { head: words.what, value: what, cell: what },
        ]}
      />
    </Card>
  );
}
