import { useState } from 'react';
import { originalStateTexts } from '../../domain/texts/names/mail-room';
import { useAct } from '../api/act';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { ActDialog } from '../parts/act-dialog';
import { AsOf } from '../parts/as-of';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { DataTable } from '../parts/data-table';
import { Field } from '../parts/field';
import { ProblemNote } from '../parts/note';
import { Card } from '../parts/page';
import { followUpWords } from '../texts/desks/follow-up';
import { useText, useWords } from '../words';

type Original = Reply<'listOriginals'>['items'][number];
const EVERY_MS = 15_000;
const TONES = { due: 'warn', put: 'warn', witnessed: 'ok', kept: 'acc' } as const;

/** Which original goes into which envelope of the run; nothing is shown of a run without any. */
export function OriginalsCard({ id }: { id: string }) {
  const words = useWords(followUpWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const read = useApi('listOriginals', { params: { id } }, { every: EVERY_MS });
  const [putting, setPutting] = useState<Original | null>(null);
  const witness = useAct('witnessOriginal');
  const keep = useAct('keepOriginal');
  if (!read.data || read.data.total === 0) return null;
  const { items, total, put, witnessed, kept, due } = read.data;
  const [all, inside, seen, left, open] = [total, put, witnessed, kept, due].map((count) => format.number(count));
  return (
    <Card title={words.originals} aside={<AsOf read={read} />}>
      <p className="s sub">{words.originalsWhy}</p>
      <p className="b">{words.balance(all!, inside!, seen!, left!, open!)}</p>
      <ProblemNote problem={witness.problem ?? keep.problem} />
      <DataTable
        caption={words.originals}
        rows={items}
        rowKey={(row) => row.returnId}
        empty={null}
        columns={[
          { head: words.no, number: true, value: (row) => row.no, cell: (row) => row.no ?? '—' },
          { head: words.code, value: (row) => row.code, cell: (row) => <span className="mono">{row.code}</span> },
          {
            head: words.receipt,
            value: (row) => row.receipt,
            cell: (row) => <span className="mono">{row.receipt}</span>,
          },
          {
            head: words.state,
            value: (row) => text(originalStateTexts[row.state]),
            cell: (row) => (
              <>
                <Chip tone={TONES[row.state]}>{text(originalStateTexts[row.state])}</Chip>{' '}
                {!row.hasImage && <span className="err">{words.notScanned}</span>}
              </>
            ),
          },
          ...(may('return.work')
            ? [
                {
                  head: words.acts,
                  cell: (row: Original) => (
                    <span className="row">
                      {row.state === 'due' && row.hasImage && (
                        <Button onClick={() => setPutting(row)}>{words.put}</Button>
                      )}
                      {row.state === 'due' && (
                        <Button
                          look="quiet"
                          busy={keep.busy}
                          onClick={() => void keep.run({ params: { id: row.returnId } })}
                        >
                          {words.keep}
                        </Button>
                      )}
                      {row.state === 'put' && (
                        <Button busy={witness.busy} onClick={() => void witness.run({ params: { id: row.returnId } })}>
                          {words.witness}
                        </Button>
                      )}
                    </span>
                  ),
                },
              ]
            : []),
        ]}
      />
      {putting && <Put original={putting} onClose={() => setPutting(null)} />}
    </Card>
  );
}

function Put({ original: { returnId, receipt }, onClose }: { original: Original; onClose: () => void }) {
  const words = useWords(followUpWords);
  const act = useAct('putOriginal');
  const [code, setCode] = useState('');
  return (
    <ActDialog
      title={words.putTitle(receipt)}
      submit={words.put}
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      missing={code.trim().length < 12 ? words.putMissing : null}
      onSubmit={() => void act.run({ params: { id: returnId }, body: { code } }).then((answer) => answer && onClose())}
    >
      <Field label={words.putCode}>
        <input autoComplete="off" maxLength={40} value={code} onChange={(event) => setCode(event.target.value)} />
      </Field>
    </ActDialog>
  );
}
