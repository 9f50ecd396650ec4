import { useState } from 'react';
import { type Reply } from '../../api/client';
import { useDownload } from '../../api/file';
import { type Read, useApi } from '../../api/read';
import { useMay, useSession } from '../../api/session';
import { useFormat } from '../../format';
import { Button } from '../../parts/button';
import { DataTable } from '../../parts/data-table';
import { Hash } from '../../parts/facts';
import { Loaded } from '../../parts/loaded';
import { Note, ProblemNote } from '../../parts/note';
import { Card, Empty } from '../../parts/page';
import { evidenceWords } from '../../texts/campaigns/evidence';
import { useWords } from '../../words';
import { PrepareStatement, SignStatement } from './statement-acts';
import { StatementFigures } from './statement-figures';

export type StatementHead = Reply<'getStatement'>;
type Document = Reply<'listSupplements'>['items'][number];
const TYPES = { pdf: 'application/pdf', csv: 'text/csv' } as const;

/** The statement: its figures, the documents that were drawn up, and what is next for them. */
export function StatementCard({ id, head }: { id: string; head: Read<StatementHead> }) {
  const words = useWords(evidenceWords);
  const download = useDownload('getStatement');
  const paper = useDownload('getPaperRecord');
  return (
    <Card
      title={words.statement}
      aside={
        <>
          <span className="xs mut">
            {head.data && (head.data.kind === 'current' ? words.asItStands : words.signedAs)}
          </span>
          {(['pdf', 'csv'] as const).map((format) => (
            <Button
              key={format}
              busy={download.busy}
              onClick={() =>
                void download.run({ params: { id }, query: { format } }, TYPES[format], `statement-${id}.${format}`)
              }
            >
              {words[format]}
            </Button>
          ))}
          <Button busy={paper.busy} onClick={() => void paper.run({ params: { id } }, 'text/csv', `paper-${id}.csv`)}>
            {words.paperRecord}
          </Button>
        </>
      }
    >
      <div className="col">
        <ProblemNote problem={download.problem ?? paper.problem} />
        <Loaded read={head} lines={8}>
          {(data) => <StatementFigures head={data} />}
        </Loaded>
        <Documents id={id} balanced={head.data?.balanced ?? false} ended={isEnded(head.data)} />
      </div>
    </Card>
  );
}

const isEnded = (head: StatementHead | undefined): boolean =>
  head?.status === 'completed' || head?.status === 'stopped';

function Documents({ id, balanced, ended }: { id: string; balanced: boolean; ended: boolean }) {
  const words = useWords(evidenceWords);
  const format = useFormat();
  const may = useMay();
  const { state } = useSession();
  const me = state && state.stage !== 'signed_out' ? state.person.id : undefined;
  const read = useApi('listSupplements', { params: { id } });
  const download = useDownload('getSupplement');
  const numbers = useDownload('getStatementWithNumbers');
  const [open, setOpen] = useState<'prepare' | 'sign' | null>(null);
  const nameOf = (no: number) => (no === 0 ? words.main : words.supplement(format.number(no)));
  const save = (document: Document, kind: 'pdf' | 'csv') =>
    void download.run(
      { params: { id, no: document.no }, query: { format: kind } },
      TYPES[kind],
      `statement-${id}-${document.no}.${kind}`,
    );
  return (
    <Loaded read={read} lines={2}>
      {({ items, pending }) => {
        const waits = items.find((item) => item.signedAt === null);
        const canPrepare =
          may('statement.prepare') && ended && balanced && !waits && (items.length === 0 || pending > 0);
        return (
          <>
            <div className="row wrap">
              <h3 className="s b">{words.documents}</h3>
              <span className="sp" />
              {canPrepare && (
                <Button onClick={() => setOpen('prepare')}>
                  {items.length === 0 ? words.prepare : words.prepareSupplement(format.number(pending))}
                </Button>
              )}
              {waits && may('statement.sign') && waits.preparedBy.id !== me && (
                <Button look="primary" onClick={() => setOpen('sign')}>
                  {words.sign}
                </Button>
              )}
            </div>
            {waits && may('statement.sign') && waits.preparedBy.id === me && <p className="s sub">{words.signOwn}</p>}
            {pending > 0 && (
              <Note tone="warn" role="status">
                <p>{words.pending(format.number(pending))}</p>
              </Note>
            )}
            <ProblemNote problem={download.problem ?? numbers.problem} />
            <DataTable
              caption={words.documents}
              bar={false}
              rows={items}
              rowKey={(item) => item.no}
              empty={<Empty>{words.noDocument}</Empty>}
              columns={[
                { head: words.document, cell: (item) => nameOf(item.no), value: (item) => nameOf(item.no) },
                { head: words.asOf, cell: (item) => format.fullTime(item.asOf), value: (item) => item.asOf },
                {
                  head: words.lines,
                  number: true,
                  cell: (item) => format.number(item.lines),
                  value: (item) => item.lines,
                },
                {
                  head: words.prepared,
                  cell: (item) => `${format.fullTime(item.preparedAt)} ${item.preparedBy.name}`,
                  value: (item) => item.preparedBy.name,
                },
                {
                  head: words.signed,
                  cell: (item) =>
                    item.signedAt ? `${format.fullTime(item.signedAt)} ${item.signedBy?.name}` : words.unsigned,
                  value: (item) => item.signedBy?.name ?? words.unsigned,
                },
                {
                  head: words.hash,
                  cell: (item) => (
                    <details className="xs">
                      <summary className="mono">{item.hash.slice(0, 8)}…</summary>
                      <Hash value={item.hash} />
                    </details>
                  ),
                  value: (item) => item.hash,
                },
                {
                  head: words.download,
                  cell: (item) => (
                    <span className="row wrap">
                      <Button look="quiet" onClick={() => save(item, 'pdf')}>
                        {words.pdf}
                      </Button>
                      <Button look="quiet" onClick={() => save(item, 'csv')}>
                        {words.csv}
                      </Button>
                      {may('statement.numbers') && item.signedAt && (
                        <Button
                          look="quiet"
                          onClick={() =>
                            void numbers.run(
                              { params: { id, no: item.no } },
                              TYPES.csv,
                              `statement-${id}-${item.no}-numbers.csv`,
                            )
                          }
                        >
                          {words.withNumbers}
                        </Button>
                      )}
                    </span>
                  ),
                },
              ]}
            />
            {open === 'prepare' && (
              <PrepareStatement id={id} pending={items.length === 0 ? null : pending} onClose={() => setOpen(null)} />
            )}
            {open === 'sign' && waits && (
              <SignStatement id={id} document={waits} name={nameOf(waits.no)} onClose={() => setOpen(null)} />
            )}
          </>
        );
      }}
    </Loaded>
  );
}
