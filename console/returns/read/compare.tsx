import { tickedTexts } from '../../../domain/texts/names/desks';
import { accountOfTexts, accountTypeTexts, hankoTexts } from '../../../domain/texts/names/mail-room';
import { ACCOUNT_FIELDS } from '../../../domain/returns/bank-account';
import { type Text } from '../../../domain/campaigns/campaign';
import { useApi } from '../../api/read';
import { useFormat } from '../../format';
import { Chip } from '../../parts/chip';
import { readingWords } from '../../texts/desks/reading';
import { useText, useWords } from '../../words';
import { type FormDetail } from './read-mode';

type Reading = FormDetail['readings'][number];
/** What it is, how a reading has it, and the part of the account whose difference masking may hide. */
type Row = [name: string, cell: (one: Reading) => string, field?: (typeof ACCOUNT_FIELDS)[number]];

type Said = ReturnType<typeof useWords<typeof readingWords>>;

/** The account part by part, masked; and whose it is. */
function accountRows(words: Said, text: (text: Text) => string): Row[] {
  const shown = ({ account }: Reading, field: (typeof ACCOUNT_FIELDS)[number]) =>
    account === null ? '－' : field === 'type' ? text(accountTypeTexts[account.type]) : account[field];
  return [
    ...ACCOUNT_FIELDS.map((field): Row => [
      words[field === 'type' ? 'accountType' : field],
      (one) => shown(one, field),
      field,
    ]),
    [words.accountIs, ({ reading }) => text(accountOfTexts[reading.account ?? 'none'])],
  ];
}

/** What each person has read, side by side; where they differ it says so. */
export function Compare({ item }: { item: FormDetail }) {
  const words = useWords(readingWords);
  const text = useText();
  const format = useFormat();
  const people = useApi('listPeople', { query: { limit: 200 } });
  const nameOf = (id: number) => people.data?.items.find((one) => one.id === id)?.name ?? '';
  const yes = (is: boolean) => (is ? words.yes : words.no);
  const rows: Row[] = [
    ...item.contracts.map(({ key, number, product }, index): Row => [
      words.contract(String(index + 1), number, product === null ? '' : `・${product}`),
      ({ reading }) => text(tickedTexts[reading.choices[key] ?? 'none']),
    ]),
    [words.written, ({ reading }) => (reading.writtenOn ? format.day(reading.writtenOn) : words.writtenNone)],
    [words.signed, ({ reading }) => yes(reading.signed)],
    ...(item.asks.hanko ? [[words.hanko, ({ reading }) => text(hankoTexts[reading.hanko ?? 'none'])] as Row] : []),
    ...(item.asks.account ? accountRows(words, text) : []),
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
          {rows.map(([name, cell, field]) => {
            const cells = item.readings.map(cell);
            const differs = new Set(cells).size > 1 || (field !== undefined && item.accountDiffers.includes(field));
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
