import { useState } from 'react';
import { useApi } from '../../api/read';
import { useFormat } from '../../format';
import { AsOf } from '../../parts/as-of';
import { Chip } from '../../parts/chip';
import { Field } from '../../parts/field';
import { Loaded } from '../../parts/loaded';
import { Card } from '../../parts/page';
import { returnWords } from '../../texts/desks/returns';
import { useWords } from '../../words';

const EVERY_MS = 10_000;

/** One day of the desk: what came in on the left, what became of it on the right; both sides are counted on their own. */
export function DaybookCard({ today }: { today: string }) {
  const words = useWords(returnWords);
  const format = useFormat();
  const [date, setDate] = useState('');
  const query = date === '' || date === today ? {} : { date };
  const read = useApi('getDaybook', { query }, { every: EVERY_MS, keep: true });
  return (
    <Card title={words.daybook} aside={<AsOf read={read} />}>
      <Field label={words.day}>
        <input type="date" max={today} value={date || today} onChange={(event) => setDate(event.target.value)} />
      </Field>
      <Loaded read={read} lines={8}>
        {(book) => {
          const { carried, received, accepted, late, defect, undeliverable, withdrawn, open } = book;
          const lines: [string, number, string?][] = [
            [words.carried, carried],
            [words.received, received, '＋'],
            [words.accepted, accepted, '＝'],
            [words.late, late, '＋'],
            [words.defect, defect, '＋'],
            [words.undeliverable, undeliverable, '＋'],
            [words.withdrawnCount, withdrawn, '＋'],
            [words.openCount, open, '＋'],
          ];
          const right = accepted + late + defect + undeliverable + withdrawn + open;
          return (
            <div className="col daybook">
              <table>
                <caption className="sr">{words.daybook}</caption>
                <tbody>
                  {lines.map(([name, count, sign]) => (
                    <tr key={name}>
                      <th scope="row">
                        <span aria-hidden="true">{sign}</span> {name}
                      </th>
                      <td className="num">{format.number(count)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <p className="s">
                <Chip tone={book.balanced ? 'ok' : 'danger'}>{book.balanced ? words.balanced : words.unbalanced}</Chip>{' '}
                {words.daybookSum(format.number(carried + received), format.number(right))}
              </p>
            </div>
          );
        }}
      </Loaded>
    </Card>
  );
}
