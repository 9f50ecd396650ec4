import { useState } from 'react';
import { severityTexts } from '../../domain/texts/names/audience';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useFormat } from '../format';
import { Chip } from '../parts/chip';
import { type Column, DataTable } from '../parts/data-table';
import { Loaded } from '../parts/loaded';
import { Empty } from '../parts/page';
import { Pager } from '../parts/pager';
import { exchangeWords } from '../texts/campaigns/exchange';
import { useText, useWords } from '../words';

type Finding = Reply<'listChangeFindings'>['items'][number];
const TONES = { refused: 'danger', warning: 'warn', info: 'plain' } as const;
const LIMIT = 50;

/** What was found in a change file, by line, and how to mend it. It never holds a value of the file. */
export function ChangeFindings({ file }: { file: Reply<'getChangeFile'> }) {
  const words = useWords(exchangeWords);
  const text = useText();
  const format = useFormat();
  const [cursor, setCursor] = useState<string>();
  const read = useApi(
    'listChangeFindings',
    { params: { id: file.fileId }, query: { cursor, limit: LIMIT } },
    { keep: true, enabled: file.findingCount > 0 },
  );
  if (file.findingCount === 0) return <p className="s sub">{words.noFindings}</p>;
  const columns: Column<Finding>[] = [
    { head: words.line, number: true, cell: ({ line }) => format.number(line), value: ({ line }) => line },
    { head: words.column, cell: ({ column }) => column ?? '—', value: ({ column }) => column },
    {
      head: words.severity,
      cell: ({ severity }) => <Chip tone={TONES[severity]}>{text(severityTexts[severity])}</Chip>,
      value: ({ severity }) => text(severityTexts[severity]),
    },
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
    <Loaded read={read} lines={3}>
      {({ items, next }) => (
        <DataTable
          caption={words.findings}
          columns={columns}
          rows={items}
          rowKey={({ line, code, column }) => `${line} ${code} ${column}`}
          empty={<Empty>{words.noFindings}</Empty>}
          more={<Pager cursor={cursor} next={next} go={setCursor} />}
        />
      )}
    </Loaded>
  );
}
