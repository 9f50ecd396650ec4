import { type Reply } from '../api/client';
import { useAct } from '../api/act';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { usePersonName } from '../access/use-person-name';
import { useFormat } from '../format';
import { Button } from '../parts/button';
import { type Column, DataTable } from '../parts/data-table';
import { Facts } from '../parts/facts';
import { Loaded } from '../parts/loaded';
import { Note, ProblemNote } from '../parts/note';
import { exchangeWords } from '../texts/exchange';
import { useText, useWords } from '../words';

type File = Reply<'getChangeFile'>;
type Kind = File['byKind'][number];
type Finding = File['findings'][number];

/** One file of changes: its totals, what it would do by kind, its findings; then applied or discarded. */
export function ChangeFile({ id }: { id: string }) {
  const read = useApi('getChangeFile', { params: { id } }, { every: 10_000 });
  return (
    <Loaded read={read} lines={6}>
      {(file) => <Shown file={file} />}
    </Loaded>
  );
}

function Shown({ file }: { file: File }) {
  const words = useWords(exchangeWords);
  const format = useFormat();
  const nameOf = usePersonName();
  const may = useMay();
  const apply = useAct('applyChanges');
  const discard = useAct('discardChanges');
  const { fileId, totals, totalsHash, needsSecondPerson, limit, planned, status, findings, findingCount } = file;
  const params = { id: fileId };
  return (
    <section className="col">
      <h3>{words.file(String(fileId))}</h3>
      <Facts
        items={[
          [words.rows, format.number(totals.rows)],
          [words.controlTotal, format.number(totals.controlTotal)],
          [words.by, nameOf(file.sentBy)],
          [words.planned, format.number(planned)],
        ]}
      />
      {needsSecondPerson && status === 'preview' && <Note tone="warn">{words.second(format.number(limit))}</Note>}
      <Kinds kinds={file.byKind} />
      {findings.length > 0 && <Findings findings={findings} count={findingCount} />}
      {status === 'preview' && (
        <div className="row wrap">
          {may('exchange.apply') && (
            <Button look="primary" busy={apply.busy} onClick={() => void apply.run({ params, body: { totalsHash } })}>
              {words.apply(format.number(planned))}
            </Button>
          )}
          {may('exchange.work') && (
            <Button look="danger" busy={discard.busy} onClick={() => void discard.run({ params })}>
              {words.discard}
            </Button>
          )}
        </div>
      )}
      <ProblemNote problem={apply.problem ?? discard.problem} />
    </section>
  );
}

function Kinds({ kinds }: { kinds: Kind[] }) {
  const words = useWords(exchangeWords);
  const text = useText();
  const format = useFormat();
  const figure = (head: string, of: (kind: Kind) => number): Column<Kind> => ({
    head,
    number: true,
    cell: (kind) => format.number(of(kind)),
    value: of,
  });
  const columns: Column<Kind>[] = [
    { head: words.kind, cell: ({ name }) => text(name), value: ({ name }) => text(name) },
    figure(words.rows, ({ rows }) => rows),
    figure(words.planned, ({ planned }) => planned),
    figure(words.done, ({ done }) => done),
    figure(words.nothing, ({ nothingToDo }) => nothingToDo),
    figure(words.refusedRows, ({ refused }) => refused),
    figure(words.unknown, ({ unknown }) => unknown),
  ];
  return (
    <DataTable
      caption={words.kind}
      columns={columns}
      rows={kinds}
      rowKey={({ kind }) => kind}
      empty={null}
      bar={false}
    />
  );
}

function Findings({ findings, count }: { findings: Finding[]; count: number }) {
  const words = useWords(exchangeWords);
  const text = useText();
  const format = useFormat();
  const caption = words.findings(format.number(count));
  const columns: Column<Finding>[] = [
    { head: words.line, number: true, cell: ({ line }) => format.number(line), value: ({ line }) => line },
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
    <details open>
      <summary>{caption}</summary>
      <DataTable
        caption={caption}
        columns={columns}
        rows={findings}
        rowKey={({ line, code, column }) => `${line} ${code} ${column}`}
        empty={null}
      />
    </details>
  );
}
