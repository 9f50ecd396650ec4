import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { changeKindTexts } from '../../domain/texts/exchange';
import { changeVerdictTexts } from '../../domain/texts/names/exchange';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { type Column, DataTable } from '../parts/data-table';
import { Field } from '../parts/field';
import { Loaded } from '../parts/loaded';
import { Empty } from '../parts/page';
import { Pager } from '../parts/pager';
import { exchangeWords } from '../texts/campaigns/exchange';
import { useText, useWords } from '../words';

type Row = Reply<'listChanges'>['items'][number];
const VERDICTS = Object.keys(changeVerdictTexts) as Row['verdict'][];

/** The rows of a change file, without personal values: what each would do, or did. */
export function ChangeRows({ id }: { id: string }) {
  const words = useWords(exchangeWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const [verdict, setVerdict] = useState<Row['verdict']>();
  const [cursor, setCursor] = useState<string>();
  const read = useApi('listChanges', { params: { id }, query: { cursor, verdict, limit: 50 } }, { keep: true });
  const kindOf = ({ kind }: Row) => (kind === 'unreadable' ? words.unreadable : text(changeKindTexts[kind]));
  const columns: Column<Row>[] = [
    { head: words.line, number: true, cell: ({ line }) => format.number(line), value: ({ line }) => line },
    { head: words.kind, cell: kindOf, value: kindOf },
    {
      head: words.effectiveOn,
      cell: ({ effectiveOn }) => (effectiveOn === null ? '—' : format.day(effectiveOn)),
      value: ({ effectiveOn }) => effectiveOn,
    },
    {
      head: words.verdict,
      cell: (row) => text(changeVerdictTexts[row.verdict]),
      value: (row) => text(changeVerdictTexts[row.verdict]),
    },
    { head: words.contract, cell: ({ contractId }) => contractId ?? '—', value: ({ contractId }) => contractId },
    {
      head: words.customer,
      cell: ({ customerId }) =>
        customerId === null ? (
          '—'
        ) : may('personal.masked') ? (
          <Link to="/customers/$id" params={{ id: String(customerId) }}>
            {customerId}
          </Link>
        ) : (
          customerId
        ),
      value: ({ customerId }) => customerId,
    },
  ];
  return (
    <div className="col">
      <Field label={words.verdictFilter}>
        <select
          className="short"
          value={verdict ?? ''}
          onChange={({ target }) => {
            setCursor(undefined);
            setVerdict((target.value || undefined) as Row['verdict'] | undefined);
          }}
        >
          <option value="">{words.all}</option>
          {VERDICTS.map((value) => (
            <option key={value} value={value}>
              {text(changeVerdictTexts[value])}
            </option>
          ))}
        </select>
      </Field>
      <Loaded read={read} lines={5}>
        {({ items, next }) => (
          <DataTable
            caption={words.lines}
            columns={columns}
            rows={items}
            rowKey={({ line }) => line}
            empty={<Empty>{words.noLines}</Empty>}
            more={<Pager cursor={cursor} next={next} go={setCursor} />}
          />
        )}
      </Loaded>
    </div>
  );
}
