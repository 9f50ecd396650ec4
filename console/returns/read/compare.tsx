import { tickedTexts } from '../../../domain/texts/names/desks';
import { useApi } from '../../api/read';
import { useFormat } from '../../format';
import { Chip } from '../../parts/chip';
import { readingWords } from '../../texts/desks/reading';
import { useText, useWords } from '../../words';
import { type FormDetail } from './read-mode';

type Reading = FormDetail['readings'][number];

/** What each person has read, side by side; where they differ it says so. */
export function Compare({ item }: { item: FormDetail }) {
  const words = useWords(readingWords);
  const text = useText();
  const format = useFormat();
  const people = useApi('listPeople', { query: { limit: 200 } });
  const nameOf = (id: number) => people.data?.items.find((one) => one.id === id)?.name ?? '';
  const yes = (is: boolean) => (is ? words.yes : words.no);
  const rows: [string, (one: Reading) => string][] = [
    ...item.contracts.map(({ key, number, product }, index): [string, (one: Reading) => string] => [
      words.contract(String(index + 1), number, product === null ? '' : `・${product}`),
      ({ reading }) => text(tickedTexts[reading.choices[key] ?? 'none']),
    ]),
    [words.written, ({ reading }) => (reading.writtenOn ? format.day(reading.writtenOn) : words.writtenNone)],
    [words.signed, ({ reading }) => yes(reading.signed)],
    [words.otherPerson, ({ reading }) => yes(reading.otherPerson)],
    [words.illegible, ({ reading }) => yes(reading.illegible)],
    [words.remark, ({ reading }) => yes(reading.remark)],
  ];
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={words.compare}>
      <table className="compare">
        <caption className="s b">{words.compare}</caption>
        <thead>
          <tr>
            <th scope="col">{words.item}</th>
            {item.readings.map(({ no, by }) => (
              <th scope="col" key={no}>
                {words.readingNo(String(no))} {nameOf(by)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, cell]) => {
            const cells = item.readings.map(cell);
            const differs = new Set(cells).size > 1;
            return (
              <tr key={name} className={differs ? 'differs' : undefined}>
                <th scope="row">
                  {name} {differs && <Chip tone="warn">{words.differs}</Chip>}
                </th>
                {cells.map((said, index) => (
                  <td key={item.readings[index]!.no} className={differs ? 'b' : undefined}>
                    {said}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
