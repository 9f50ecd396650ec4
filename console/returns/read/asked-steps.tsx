import { accountTypeTexts, hankoTexts } from '../../../domain/texts/names/mail-room';
import { ACCOUNT_TYPES, type BankAccount } from '../../../domain/returns/bank-account';
import { type Hanko } from '../../../domain/returns/form-rules';
import { Field } from '../../parts/field';
import { readingWords } from '../../texts/desks/reading';
import { useText, useWords } from '../../words';
import { type Draft } from './drafts';
import { Missing, Option } from './reading-steps';

export const HANKO_KEYS = Object.keys(hankoTexts) as Hanko[];

/** The stamped hanko, compared with the client's record of it. */
export function HankoStep({
  value,
  onChange,
  missing,
}: {
  value: Hanko | null;
  onChange: (hanko: Hanko) => void;
  missing: boolean;
}) {
  const words = useWords(readingWords);
  const text = useText();
  return (
    <fieldset className="step" data-step="hanko">
      <legend>{words.hanko}</legend>
      <div className="ticks">
        {HANKO_KEYS.map((hanko, index) => (
          <Option
            key={hanko}
            name="hanko"
            digit={String(index + 1)}
            label={text(hankoTexts[hanko])}
            checked={value === hanko}
            onChange={() => onChange(hanko)}
          />
        ))}
      </div>
      <span className="hint">{words.hankoHint}</span>
      {missing && <Missing>{words.missingHanko}</Missing>}
    </fieldset>
  );
}

const TEXTS = ['bank', 'branch', 'number', 'holder'] as const;

/** The account that is read, null if the form lacks it or a part of it, undefined while the draft is not filled in. */
export function accountOfDraft({ account, noAccount }: Draft): BankAccount | null | undefined {
  if (noAccount) return null;
  const number = account.number.normalize('NFKC').replace(/\D/g, '');
  const { type } = account;
  const whole = TEXTS.every((field) => account[field].trim() !== '') && /^\d{4,7}$/.test(number);
  return whole && type !== null ? { ...account, type, number } : undefined;
}

/** The bank account as written, part by part; or that it is missing, incomplete or illegible. */
export function AccountStep({
  draft,
  onChange,
  missing,
}: {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  missing: boolean;
}) {
  const words = useWords(readingWords);
  const text = useText();
  const { account, noAccount } = draft;
  const change = (part: Partial<Draft['account']>) => onChange({ account: { ...account, ...part } });
  const textField = (field: (typeof TEXTS)[number]) => (
    <Field label={words[field]} hint={field === 'holder' ? words.holderHint : undefined}>
      <input
        autoComplete="off"
        maxLength={60}
        {...(field === 'number' && { inputMode: 'numeric' as const })}
        value={account[field]}
        onChange={(event) => change({ [field]: event.target.value })}
      />
    </Field>
  );
  return (
    <fieldset className="step" data-step="account">
      <legend>{words.account}</legend>
      {!noAccount && (
        <div className="col">
          {textField('bank')}
          {textField('branch')}
          <Field label={words.accountType}>
            <select
              value={account.type ?? ''}
              onChange={(event) => change({ type: (event.target.value || null) as BankAccount['type'] | null })}
            >
              <option value="">{words.choose}</option>
              {ACCOUNT_TYPES.map((type) => (
                <option key={type} value={type}>
                  {text(accountTypeTexts[type])}
                </option>
              ))}
            </select>
          </Field>
          {textField('number')}
          {textField('holder')}
        </div>
      )}
      <label className={noAccount ? 'choice on' : 'choice'}>
        <input
          type="checkbox"
          checked={noAccount}
          onChange={(event) => onChange({ noAccount: event.target.checked })}
        />
        {words.noAccount}
      </label>
      {missing && <Missing>{words.missingAccount}</Missing>}
    </fieldset>
  );
}
