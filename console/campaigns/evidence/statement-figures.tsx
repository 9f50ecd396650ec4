import { useFormat } from '../../format';
import { DataTable } from '../../parts/data-table';
import { Facts } from '../../parts/facts';
import { evidenceWords } from '../../texts/campaigns/evidence';
import { useText, useWords } from '../../words';
import { type StatementHead } from './statement-card';

/** The figures of the statement: classes that add up to the contracts, reasons, contacts and the rows of the file. */
export function StatementFigures({ head }: { head: StatementHead }) {
  const words = useWords(evidenceWords);
  const text = useText();
  const format = useFormat();
  const { rows, contracts, byClass, byReason, messages } = head;
  return (
    <div className="grid2">
      <table>
        <caption className="sr">{words.class}</caption>
        <thead>
          <tr>
            <th scope="col">{words.class}</th>
            <th scope="col" className="num">
              {words.count}
            </th>
            <th scope="col" className="num">
              {words.share}
            </th>
          </tr>
        </thead>
        <tbody>
          {byClass.map((line) => (
            <tr key={line.class}>
              <th scope="row">{text(line.name)}</th>
              <td className="num">{format.number(line.count)}</td>
              <td className="num mut">{format.percent(line.count, contracts.total)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className="b">
              {words.total}
            </th>
            <td className="num b">{format.number(contracts.total)}</td>
            <td className="num mut">{format.percent(contracts.total, contracts.total)}</td>
          </tr>
        </tfoot>
      </table>
      <div className="col">
        <Facts
          items={[
            [words.asOf, format.fullTime(head.asOf)],
            [words.rowsTotal, format.number(rows.total)],
            [words.rowsContracts, format.number(rows.contracts)],
            [words.rowsRefused, format.number(rows.refused)],
            [words.rowsDoubles, format.number(rows.doubles)],
          ]}
        />
        <details>
          <summary>{words.byReason}</summary>
          <DataTable
            caption={words.byReason}
            bar={false}
            rows={byReason}
            rowKey={(row) => `${row.class} ${row.reason}`}
            empty={null}
            columns={[
              { head: words.class, cell: (row) => text(row.name), value: (row) => text(row.name) },
              { head: words.reason, cell: (row) => text(row.text), value: (row) => text(row.text) },
              { head: words.count, number: true, cell: (row) => format.number(row.count), value: (row) => row.count },
            ]}
          />
        </details>
        <details>
          <summary>{words.contacts}</summary>
          <DataTable
            caption={words.contacts}
            bar={false}
            rows={messages}
            rowKey={(row) => `${row.channel} ${row.status}`}
            empty={null}
            columns={[
              { head: words.channel, cell: (row) => text(row.channelText), value: (row) => text(row.channelText) },
              { head: words.status, cell: (row) => text(row.statusText), value: (row) => text(row.statusText) },
              { head: words.count, number: true, cell: (row) => format.number(row.count), value: (row) => row.count },
            ]}
          />
        </details>
      </div>
    </div>
  );
}
