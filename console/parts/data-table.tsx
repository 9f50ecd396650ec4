import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useFormat } from '../format';
import { useKeys } from '../keys';
import { partWords } from '../texts/parts';
import { useWords } from '../words';
import { Button } from './button';
import { csvOf } from '../api/csv';
import { save } from '../api/save';

export interface Column<Row> {
  head: string;
  /** What is shown. */
  cell: (row: Row) => ReactNode;
  /** What is sorted, filtered and exported; null is empty. Default: not sorted, not exported. */
  value?: (row: Row) => string | number | null;
  number?: boolean;
}

interface Props<Row> {
  /** What the table lists, for readers of the screen and as the name of the CSV. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  /** Shown instead of an empty table: why, and what to do next. */
  empty: ReactNode;
  /** Marks the row that is open. */
  current?: (row: Row) => boolean;
  /** Beyond the rows shown. */
  more?: ReactNode;
  /** Short tables beside other content need no bar. */
  bar?: boolean;
}

/**
 * A table that filters, sorts and exports what it shows. `j` and `k` move between the rows' links and buttons. Lists
 * that go on are paged by the server: sorting and filtering here are of the page shown, and its bar says how many.
 */
export function DataTable<Row>({ caption, columns, rows, rowKey, empty, current, more, bar = true }: Props<Row>) {
  const words = useWords(partWords);
  const format = useFormat();
  const [sort, setSort] = useState<{ column: number; down: boolean } | null>(null);
  const [filter, setFilter] = useState('');
  const body = useRef<HTMLTableSectionElement>(null);
  const shown = useMemo(() => arrange(rows, columns, sort, filter), [rows, columns, sort, filter]);
  useKeys({ j: () => move(body.current, 1), k: () => move(body.current, -1) });
  if (rows.length === 0) return <>{empty}</>;
  const exported = columns.filter((column) => column.value);
  const download = (encoding: 'utf-8' | 'cp932') =>
    save(
      csvOf(
        [exported.map(({ head }) => head), ...shown.map((row) => exported.map(({ value }) => value!(row)))],
        encoding,
      ),
      `${caption}.csv`,
    );
  return (
    <div className="data-table">
      {bar && (
        <div className="row wrap bar-row">
          <input
            className="in filter"
            type="search"
            aria-label={words.filter}
            placeholder={words.filter}
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
          <span className="xs mut" role="status">
            {words.rows(format.number(shown.length))}
          </span>
          <span className="sp" />
          <Button look="quiet" onClick={() => download('utf-8')}>
            {words.csvUtf8}
          </Button>
          <Button look="quiet" onClick={() => download('cp932')}>
            {words.csvCp932}
          </Button>
        </div>
      )}
      <div className="scroll" tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption className="sr">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <Head key={column.head} {...{ column, index, sort, setSort }} />
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {shown.map((row) => (
              <tr key={rowKey(row)} aria-current={current?.(row) || undefined}>
                {columns.map((column) => (
                  <td key={column.head} className={column.number ? 'num' : undefined}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length === 0 && <p className="empty">{words.noMatch}</p>}
      {more}
    </div>
  );
}

interface HeadProps<Row> {
  column: Column<Row>;
  index: number;
  sort: { column: number; down: boolean } | null;
  setSort: (sort: { column: number; down: boolean } | null) => void;
}

function Head<Row>({ column, index, sort, setSort }: HeadProps<Row>) {
  const words = useWords(partWords);
  const own = sort?.column === index ? sort : null;
  const className = column.number ? 'num' : undefined;
  if (!column.value) {
    return (
      <th scope="col" className={className}>
        {column.head}
      </th>
    );
  }
  const next = own === null ? { column: index, down: false } : own.down ? null : { column: index, down: true };
  return (
    <th scope="col" className={className} aria-sort={own ? (own.down ? 'descending' : 'ascending') : 'none'}>
      <button type="button" className="sort" title={words.sortBy(column.head)} onClick={() => setSort(next)}>
        {column.head}
        <span aria-hidden="true">{own ? (own.down ? ' ▼' : ' ▲') : ''}</span>
      </button>
    </th>
  );
}

const folded = (value: string | number | null): string =>
  String(value ?? '')
    .normalize('NFKC')
    .toLowerCase();

function arrange<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: { column: number; down: boolean } | null,
  filter: string,
): readonly Row[] {
  const wanted = folded(filter.trim());
  const kept =
    wanted === ''
      ? rows
      : rows.filter((row) => columns.some(({ value }) => value && folded(value(row)).includes(wanted)));
  const by = sort && columns[sort.column]?.value;
  if (!by) return kept;
  const sign = sort.down ? -1 : 1;
  return [...kept].sort((a, b) => sign * compare(by(a), by(b)));
}

/** Empty values come last in either direction of reading; texts in the order of the language. */
function compare(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'ja');
}

function move(body: HTMLElement | null, by: 1 | -1): void {
  const rows = [...(body?.querySelectorAll('tr') ?? [])];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[at === -1 ? (by === 1 ? 0 : rows.length - 1) : at + by];
  next?.querySelector<HTMLElement>('a, button, input')?.focus();
}
