import { IDENTITY_ITEMS, type IdentityItem } from '../../../domain/customers/caller-identity';
import { identityItemTexts } from '../../../domain/texts/names/customers';
import { useFormat } from '../../format';
import { Field } from '../../parts/field';
import { identityWords } from '../../texts/desks/identity';
import { useText, useWords } from '../../words';

/** An item and what the caller said of it; both may still be empty. */
export interface SaidRow {
  item: IdentityItem | '';
  said: string;
}

/** A number that was dialled proves nothing when the one who answers knows it. */
const itemsFor = (outgoing: boolean) => IDENTITY_ITEMS.filter((item) => !(outgoing && item === 'phone'));

/** Two rows to fill in, with the items that are asked most. */
export const startRows = (outgoing: boolean): SaidRow[] =>
  itemsFor(outgoing)
    .slice(0, 2)
    .map((item) => ({ item, said: '' }));

interface Props {
  rows: SaidRow[];
  /** The number on file was dialled. */
  outgoing: boolean;
  onChange: (rows: SaidRow[]) => void;
}

/** Two different items, each as the caller says it. */
export function ItemFields({ rows, outgoing, onChange }: Props) {
  const words = useWords(identityWords);
  const text = useText();
  const format = useFormat();
  const change = (at: number, part: Partial<SaidRow>) =>
    onChange(rows.map((row, n) => (n === at ? { ...row, ...part } : row)));
  return rows.map((row, at) => (
    <div key={at} className="said-row">
      <Field label={words.item(format.number(at + 1))}>
        <select value={row.item} onChange={(event) => change(at, { item: event.target.value as IdentityItem })}>
          {itemsFor(outgoing)
            .filter((item) => item === row.item || rows.every((one) => one.item !== item))
            .map((item) => (
              <option key={item} value={item}>
                {text(identityItemTexts[item])}
              </option>
            ))}
        </select>
      </Field>
      <Field label={words.said}>
        <input
          value={row.said}
          maxLength={100}
          autoComplete="off"
          onChange={(event) => change(at, { said: event.target.value })}
        />
      </Field>
    </div>
  ));
}
