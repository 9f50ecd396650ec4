import { useState } from 'react';
import { type Reply } from '../api/client';
import { useDownload } from '../api/file';
import { useApi } from '../api/read';
import { useFormat } from '../format';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { type Column, DataTable } from '../parts/data-table';
import { Dialog } from '../parts/dialog';
import { Loaded } from '../parts/loaded';
import { ProblemNote } from '../parts/note';
import { Card, Empty } from '../parts/page';
import { Pager } from '../parts/pager';
import { audienceWords } from '../texts/campaigns/audience';
import { useText, useWords } from '../words';

type Kind = Reply<'getAudience'>['findings'][number];
type Finding = Reply<'listFindings'>['items'][number];
const TONES = { refused: 'danger', held: 'warn', warning: 'warn', info: 'plain' } as const;
const ORDER = ['refused', 'held', 'warning', 'info'];

/** What the import found, grouped by kind; each kind opens its lines. */
export function Findings({ id, kinds }: { id: string; kinds: Kind[] }) {
  const words = useWords(audienceWords);
  const format = useFormat();
  const text = useText();
  const csv = useDownload('listFindings');
  const [open, setOpen] = useState<Kind | null>(null);
  const nameOf = (kind: Kind) => text(kind.text);
  const rows = [...kinds].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || b.count - a.count);
  const columns: Column<Kind>[] = [
    {
      head: words.severity,
      cell: ({ severity, severityText }) => <Chip tone={TONES[severity]}>{text(severityText)}</Chip>,
      value: ({ severityText }) => text(severityText),
    },
    {
      head: words.kindOf,
      cell: (kind) => (
        <button type="button" className="link" onClick={() => setOpen(kind)}>
          {nameOf(kind)}
        </button>
      ),
      value: nameOf,
    },
    { head: words.count, number: true, cell: ({ count }) => format.number(count), value: ({ count }) => count },
  ];
  return (
    <Card
      title={words.findings}
      aside={
        kinds.length > 0 && (
          <Button
            look="quiet"
            busy={csv.busy}
            onClick={() => void csv.run({ params: { id }, query: { format: 'csv' } }, 'text/csv', 'findings.csv')}
          >
            {words.csv}
          </Button>
        )
      }
    >
      <ProblemNote problem={csv.problem} />
      <DataTable
        caption={words.findings}
        columns={columns}
        rows={rows}
        rowKey={({ code, severity }) => `${code} ${severity}`}
        empty={<Empty>{words.noFindings}</Empty>}
      />
      {open && (
        <Dialog title={nameOf(open)} drawer onClose={() => setOpen(null)}>
          <Lines id={id} code={open.code} />
        </Dialog>
      )}
    </Card>
  );
}

function Lines({ id, code }: { id: string; code: string }) {
  const words = useWords(audienceWords);
  const text = useText();
  const format = useFormat();
  const [cursor, setCursor] = useState<string>();
  const read = useApi('listFindings', { params: { id }, query: { code, cursor, limit: 50 } }, { keep: true });
  const columns: Column<Finding>[] = [
    { head: words.lineHead, number: true, cell: ({ line }) => format.number(line), value: ({ line }) => line },
    { head: words.columnHead, cell: ({ column }) => column ?? '—', value: ({ column }) => column },
    {
      head: words.what,
      cell: ({ message, advice }) => (
        <>
          {text(message)}
          <span className="sub s block">{text(advice)}</span>
        </>
      ),
      value: ({ message, advice }) => `${text(message)} ${text(advice)}`,
    },
  ];
  return (
    <Loaded read={read} lines={8}>
      {({ items, next }) => (
        <DataTable
          caption={words.findings}
          columns={columns}
          rows={items}
          rowKey={({ no }) => no}
          empty={<Empty>{words.noFindings}</Empty>}
          more={<Pager cursor={cursor} next={next} go={setCursor} />}
        />
      )}
    </Loaded>
  );
}
