import { type ReactNode, useEffect, useRef, useState } from 'react';
import { changeFileStatusTexts, changeVerdictTexts } from '../../domain/texts/names/exchange';
import { usePersonName } from '../access/use-person-name';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { Sum } from '../audience/sums';
import { useFormat } from '../format';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { type Column, DataTable } from '../parts/data-table';
import { Facts, Hash } from '../parts/facts';
import { Loaded } from '../parts/loaded';
import { exchangeWords } from '../texts/campaigns/exchange';
import { useText, useWords } from '../words';
import { ChangeDecision } from './change-decision';
import { STATUS_TONES } from './change-files';
import { ChangeFindings } from './change-findings';
import { ChangeRows } from './change-rows';

type File = Reply<'getChangeFile'>;

/** One change file: what it would do, or did, what was found in it, and the decision about it. */
export function ChangeFile({ id, onClose }: { id: string; onClose: () => void }) {
  const words = useWords(exchangeWords);
  const read = useApi('getChangeFile', { params: { id } }, { every: 10_000 });
  const [detailed, setDetailed] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    // the button that decided it is gone
    if (document.activeElement === document.body) heading.current?.focus();
  }, [read.data?.status]);
  return (
    <section className="card" aria-labelledby="change-file">
      <div className="hd">
        <h2 id="change-file" ref={heading} tabIndex={-1}>
          {words.fileTitle(id)}
        </h2>
        {read.data && <Status file={read.data} />}
        <span className="sp" />
        <Button look="quiet" onClick={onClose}>
          {words.close}
        </Button>
      </div>
      <div className="bd col">
        <Loaded read={read} lines={10}>
          {(file) => (
            <>
              <ChangeDecision file={file} />
              <Rows file={file} />
              <Kinds file={file} />
              <h3 className="s">{words.findings}</h3>
              <ChangeFindings file={file} />
              <Origin file={file} />
              <details onToggle={({ currentTarget }) => setDetailed(currentTarget.open)}>
                <summary>{words.lines}</summary>
                {detailed && <ChangeRows id={id} />}
              </details>
            </>
          )}
        </Loaded>
      </div>
    </section>
  );
}

function Status({ file: { status } }: { file: File }): ReactNode {
  const text = useText();
  return <Chip tone={STATUS_TONES[status]}>{text(changeFileStatusTexts[status])}</Chip>;
}

const sumOf = (file: File, key: 'planned' | 'done' | 'nothingToDo' | 'refused' | 'unknown'): number =>
  file.byKind.reduce((sum, kind) => sum + kind[key], 0);

/** The rows of the file by what they do; they add up to its totals. */
function Rows({ file }: { file: File }) {
  const words = useWords(exchangeWords);
  const text = useText();
  return (
    <Sum
      total={[words.rows, file.totals.rows]}
      parts={[
        [text(changeVerdictTexts.planned), sumOf(file, 'planned')],
        [text(changeVerdictTexts.done), sumOf(file, 'done')],
        [text(changeVerdictTexts.nothing_to_do), sumOf(file, 'nothingToDo')],
        [text(changeVerdictTexts.refused), sumOf(file, 'refused')],
        [text(changeVerdictTexts.unknown_contract), sumOf(file, 'unknown')],
      ]}
    />
  );
}

function Kinds({ file }: { file: File }) {
  const words = useWords(exchangeWords);
  const text = useText();
  const format = useFormat();
  type Kind = File['byKind'][number];
  const number = (head: string, value: (kind: Kind) => number): Column<Kind> => ({
    head,
    number: true,
    cell: (kind) => format.number(value(kind)),
    value,
  });
  const columns: Column<Kind>[] = [
    { head: words.kind, cell: ({ name }) => text(name), value: ({ name }) => text(name) },
    number(words.rows, ({ rows }) => rows),
    number(text(changeVerdictTexts.planned), ({ planned }) => planned),
    number(text(changeVerdictTexts.done), ({ done }) => done),
    number(text(changeVerdictTexts.nothing_to_do), ({ nothingToDo }) => nothingToDo),
    number(text(changeVerdictTexts.refused), ({ refused }) => refused),
    number(text(changeVerdictTexts.unknown_contract), ({ unknown }) => unknown),
  ];
  return (
    <DataTable
      caption={words.byKind}
      columns={columns}
      rows={file.byKind}
      rowKey={({ kind }) => kind}
      empty={null}
      bar={false}
    />
  );
}

function Origin({ file }: { file: File }) {
  const words = useWords(exchangeWords);
  const format = useFormat();
  const nameOf = usePersonName();
  const { rows, controlTotal } = file.totals;
  return (
    <Facts
      items={[
        [words.controlTotal, words.totals(format.number(rows), format.number(controlTotal))],
        [words.limit, words.limitOf(format.number(file.planned), format.number(file.limit))],
        [words.encoding, file.encoding.toUpperCase()],
        [words.sentAt, `${format.fullTime(file.sentAt)}　${nameOf(file.sentBy) ?? ''}`],
        file.appliedAt !== null && [
          words.appliedAt,
          `${format.fullTime(file.appliedAt)}　${nameOf(file.appliedBy) ?? ''}`,
        ],
        [words.hash, <Hash key="hash" value={file.fileHash} />],
      ]}
    />
  );
}
