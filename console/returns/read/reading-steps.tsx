import { type Ticked } from '../../../domain/returns/return-rules';
import { tickedTexts } from '../../../domain/texts/names/desks';
import { useFormat } from '../../format';
import { Field } from '../../parts/field';
import { Key } from '../../parts/key';
import { readingWords } from '../../texts/desks/reading';
import { useText, useWords } from '../../words';
import { type WrittenDate } from '../written-date';
import { type Draft } from './drafts';
import { type FormDetail } from './read-mode';

const DATE_PROBLEMS = { missing: 'missingDate', unreadable: 'badDate', after_receipt: 'laterDate' } as const;

const TICKS = Object.keys(tickedTexts) as Ticked[];

interface OptionProps {
  name: string;
  digit: string;
  label: string;
  checked: boolean;
  onChange: () => void;
}

/** One of the choices of a step, with the digit that chooses it. */
export function Option({ name, digit, label, checked, onChange }: OptionProps) {
  return (
    <label className={checked ? 'choice on' : 'choice'}>
      <input type="radio" name={name} checked={checked} onChange={onChange} aria-keyshortcuts={digit} />
      <Key name={digit} />
      {label}
    </label>
  );
}

/** Says what is not filled in. */
export const Missing = ({ children }: { children: string }) => (
  <span className="err" role="alert">
    {children}
  </span>
);

/** What is ticked for one contract. */
export function TickStep({
  contract,
  no,
  value,
  onChange,
  missing,
}: {
  contract: FormDetail['contracts'][number];
  no: number;
  value: Ticked | undefined;
  onChange: (ticked: Ticked) => void;
  missing: boolean;
}) {
  const words = useWords(readingWords);
  const text = useText();
  const { key, number, product, excluded } = contract;
  return (
    <fieldset className="step" data-step={key}>
      <legend>
        {words.contract(String(no), number, product === null ? '' : `・${product}`)}
        {excluded && <span className="hint"> {words.excluded}</span>}
      </legend>
      <div className="ticks">
        {TICKS.map((ticked, index) => (
          <Option
            key={ticked}
            name={`tick-${key}`}
            digit={String(index + 1)}
            label={text(tickedTexts[ticked])}
            checked={value === ticked}
            onChange={() => onChange(ticked)}
          />
        ))}
      </div>
      {missing && <Missing>{words.missingChoice}</Missing>}
    </fieldset>
  );
}

/** The date on the form, typed as it is written; the day that is understood is shown beside it. */
export function WrittenStep({
  text,
  read,
  receivedOn,
  onChange,
  tried,
}: {
  text: string;
  read: WrittenDate;
  receivedOn: string;
  onChange: (text: string) => void;
  tried: boolean;
}) {
  const words = useWords(readingWords);
  const format = useFormat();
  const problem = 'problem' in read ? read.problem : null;
  const shown =
    'date' in read
      ? read.date > receivedOn
        ? words.writtenLate(format.day(read.date))
        : format.day(read.date)
      : 'none' in read
        ? words.writtenNone
        : words.writtenHint;
  return (
    <div data-step="written">
      <Field
        label={words.written}
        hint={shown}
        error={tried && problem !== null ? words[DATE_PROBLEMS[problem]] : null}
      >
        <input
          className="written"
          inputMode="numeric"
          autoComplete="off"
          maxLength={20}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
    </div>
  );
}

/** Whether it is signed. */
export function SignedStep({
  value,
  onChange,
  missing,
}: {
  value: boolean | null;
  onChange: (signed: boolean) => void;
  missing: boolean;
}) {
  const words = useWords(readingWords);
  return (
    <fieldset className="step" data-step="signed">
      <legend>{words.signed}</legend>
      <div className="ticks">
        <Option name="signed" digit="1" label={words.yes} checked={value === true} onChange={() => onChange(true)} />
        <Option name="signed" digit="2" label={words.no} checked={value === false} onChange={() => onChange(false)} />
      </div>
      {missing && <Missing>{words.missingSigned}</Missing>}
    </fieldset>
  );
}

/** What seldom is: by key from anywhere outside the date. */
export function Flags({ draft, onChange }: { draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  const words = useWords(readingWords);
  const flags = [
    ['otherPerson', '7'],
    ['illegible', '8'],
    ['remark', '9'],
  ] as const;
  return (
    <fieldset className="step">
      <legend>{words.others}</legend>
      <div className="ticks">
        {flags.map(([flag, digit]) => (
          <label key={flag} className={draft[flag] ? 'choice on' : 'choice'}>
            <input
              type="checkbox"
              checked={draft[flag]}
              aria-keyshortcuts={digit}
              onChange={(event) => onChange({ [flag]: event.target.checked })}
            />
            <Key name={digit} />
            {words[flag]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
