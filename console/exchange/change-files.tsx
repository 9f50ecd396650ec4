import { useRef } from 'react';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useUpload } from '../api/upload';
import { useFormat } from '../format';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { type Column, DataTable } from '../parts/data-table';
import { Loaded } from '../parts/loaded';
import { ProblemNote } from '../parts/note';
import { Card, Empty } from '../parts/page';
import { Pager } from '../parts/pager';
import { useFilters } from '../search';
import { exchangeWords } from '../texts/exchange';
import { useWords } from '../words';
import { ChangeFile } from './change-file';

type File = Reply<'listChangeFiles'>['items'][number];
export const FILE_STATUS = {
  preview: 'previewed',
  applying: 'applying',
  applied: 'applied',
  discarded: 'discarded',
} as const;

/** Files of changes from the client: received and checked first, applied afterwards. */
export function ChangeFiles({ campaign }: { campaign: number }) {
  const words = useWords(exchangeWords);
  const format = useFormat();
  const may = useMay();
  const [{ file, files: cursor }, go] = useFilters();
  const read = useApi('listChangeFiles', { query: { campaign, cursor, limit: 20 } }, { keep: true });
  const upload = useUpload('sendChanges');
  const input = useRef<HTMLInputElement>(null);
  const send = async (chosen: globalThis.File | undefined) => {
    if (!chosen) return;
    const body = new Blob([chosen], { type: 'text/csv' });
    const answer = await upload.run({ query: { campaign, name: chosen.name }, body });
    if (answer) go({ file: String(answer.fileId) });
  };
  const columns: Column<File>[] = [
    {
      head: words.sentAt,
      cell: ({ fileId, sentAt }) => (
        <button type="button" className="link" onClick={() => go({ file: String(fileId) })}>
          {format.dayTime(sentAt)}
        </button>
      ),
      value: ({ sentAt }) => sentAt,
    },
    {
      head: words.status,
      cell: ({ status }) => (
        <Chip tone={status === 'preview' ? 'warn' : status === 'applied' ? 'ok' : 'plain'}>
          {words[FILE_STATUS[status]]}
        </Chip>
      ),
      value: ({ status }) => words[FILE_STATUS[status]],
    },
    {
      head: words.rows,
      number: true,
      cell: ({ totals }) => format.number(totals.rows),
      value: ({ totals }) => totals.rows,
    },
    {
      head: words.planned,
      number: true,
      cell: ({ planned }) => format.number(planned),
      value: ({ planned }) => planned,
    },
    { head: words.open, number: true, cell: ({ open }) => format.number(open), value: ({ open }) => open },
  ];
  return (
    <Card title={words.changes}>
      <div className="col">
        {may('exchange.work') && (
          <div className="row wrap">
            <Button busy={upload.progress !== null} onClick={() => input.current?.click()}>
              {upload.progress ? words.sending : words.choose}
            </Button>
            <span className="hint">{words.changesWhy}</span>
            <input
              ref={input}
              type="file"
              className="sr"
              tabIndex={-1}
              aria-hidden="true"
              accept=".csv,text/csv"
              onChange={({ target }) => {
                void send(target.files?.[0]);
                target.value = '';
              }}
            />
          </div>
        )}
        <ProblemNote problem={upload.problem} />
        <Loaded read={read} lines={3}>
          {({ items, next }) => (
            <DataTable
              caption={words.changes}
              columns={columns}
              rows={items}
              rowKey={({ fileId }) => fileId}
              current={({ fileId }) => String(fileId) === file}
              empty={<Empty>{words.noFiles}</Empty>}
              more={<Pager cursor={cursor} next={next} go={(to) => go({ files: to })} />}
            />
          )}
        </Loaded>
        {file !== undefined && <ChangeFile key={file} id={file} />}
      </div>
    </Card>
  );
}
