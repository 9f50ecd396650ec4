import { postalText } from '../../domain/texts/names/postal';
import { useFormat } from '../format';
import { DataTable } from '../parts/data-table';
import { Facts } from '../parts/facts';
import { Card } from '../parts/page';
import { usePreferences } from '../preferences';
import { printWords } from '../texts/desks/print';
import { useWords } from '../words';
import { type Run } from './print-run-page';

/** What the posted pieces cost by class, and by which prices. */
export function CostsCard({ run: { costs, prices } }: { run: Run }) {
  const words = useWords(printWords);
  const format = useFormat();
  const { lang } = usePreferences();
  if (costs.length === 0) return null;
  const unpriced = costs.reduce((sum, one) => sum + one.unpriced, 0);
  return (
    <Card title={words.costs}>
      <div className="col">
        <Facts
          items={[
            [words.costSum, words.yen(format.number(costs.reduce((sum, { yen }) => sum + yen, 0)))],
            unpriced > 0 && [words.unpriced, format.number(unpriced)],
            prices !== null && [words.prices, prices],
          ]}
        />
        <DataTable
          caption={words.costs}
          bar={false}
          rows={costs}
          rowKey={({ postal }) => postalText(postal, 'en')}
          empty={null}
          columns={[
            { head: words.postal, cell: ({ postal }) => postalText(postal, lang) },
            { head: words.pieces, cell: ({ pieces }) => format.number(pieces), number: true },
            { head: words.sheets, cell: ({ sheets }) => format.number(sheets), number: true },
            { head: words.costs, cell: ({ yen }) => words.yen(format.number(yen)), number: true },
          ]}
        />
      </div>
    </Card>
  );
}
