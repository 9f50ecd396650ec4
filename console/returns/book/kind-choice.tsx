import { UNDELIVERABLE, type Undeliverable } from '../../../domain/returns/return-rules';
import { undeliverableTexts } from '../../../domain/texts/names/desks';
import { useFormat } from '../../format';
import { Field } from '../../parts/field';
import { Key } from '../../parts/key';
import { returnWords } from '../../texts/desks/returns';
import { useText, useWords } from '../../words';

/** What the next envelopes are booked as. */
export type ItemKind = { kind: 'form' } | { kind: 'undeliverable'; reason: Undeliverable };

/** A digit instead of a code: 0 is a form, 1 to 7 the reasons on the post's slip. */
export function kindOfDigit(text: string): ItemKind | undefined {
  const digit = text.normalize('NFKC').trim();
  if (!/^[0-7]$/.test(digit)) return undefined;
  return digit === '0' ? { kind: 'form' } : { kind: 'undeliverable', reason: UNDELIVERABLE[Number(digit) - 1]! };
}

interface Props {
  value: ItemKind;
  onChange: (kind: ItemKind) => void;
  dates: { receivedOn: string; postmarkOn: string };
  setDates: (dates: { receivedOn: string; postmarkOn: string }) => void;
  today: string;
}

/** Form or undeliverable letter with its reason, and the days that are noted with it. It stays until it is changed. */
export function KindChoice({ value, onChange, dates, setDates, today }: Props) {
  const words = useWords(returnWords);
  const text = useText();
  const format = useFormat();
  const options: [string, string, ItemKind][] = [
    ['0', words.asForm, { kind: 'form' }],
    ...UNDELIVERABLE.map((reason, index): [string, string, ItemKind] => [
      String(index + 1),
      text(undeliverableTexts[reason]),
      { kind: 'undeliverable', reason },
    ]),
  ];
  const chosen = value.kind === 'form' ? '0' : String(UNDELIVERABLE.indexOf(value.reason) + 1);
  const received = dates.receivedOn ? format.shortDay(dates.receivedOn) : words.today;
  const postmark = dates.postmarkOn ? format.shortDay(dates.postmarkOn) : words.noPostmark;
  return (
    <div className="col">
      <fieldset className="kinds">
        <legend>{words.kindLegend}</legend>
        {options.map(([digit, label, kind]) => (
          <label key={digit} className={digit === chosen ? 'choice on' : 'choice'}>
            <input type="radio" name="kind" checked={digit === chosen} onChange={() => onChange(kind)} />
            <Key name={digit} always />
            {label}
          </label>
        ))}
      </fieldset>
      <details className="dates">
        <summary>
          {words.dates} <span className="mut">{words.datesNow(received, postmark)}</span>
        </summary>
        <div className="row wrap">
          <Field label={words.receivedOn}>
            <input
              type="date"
              max={today}
              value={dates.receivedOn}
              onChange={(event) => setDates({ ...dates, receivedOn: event.target.value })}
            />
          </Field>
          <Field label={words.postmarkOn} hint={words.datesHint}>
            <input
              type="date"
              max={dates.receivedOn || today}
              value={dates.postmarkOn}
              onChange={(event) => setDates({ ...dates, postmarkOn: event.target.value })}
            />
          </Field>
        </div>
      </details>
    </div>
  );
}
