import { ACCOUNT_TYPES, type BankAccount } from '../../../domain/returns/bank-account';
import { type Seal } from '../../../domain/returns/form-rules';
import { accountTypeTexts, sealTexts } from '../../../domain/texts/names/desks';
import { Field } from '../../parts/field';
import { readingWords } from '../../texts/desks/reading';
import { useText, useWords } from '../../words';
import { type Draft } from './drafts';
import { Missing, Option } from './reading-steps';

export const SEAL_KEYS = Object.keys(sealTexts) as Seal[];

/** The stamped seal, compared with the client's record of it. */
export function SealStep({
  value,
  onChange,
  missing,
}: {
  value: Seal | null;
  onChange: (seal: Seal) => void;
  missing: boolean;
}) {
  const words = useWords(readingWords);
  const text = useText();
  return (
    <fieldset className="step" data-step="seal">
      <legend>{words.seal}</legend>
      <div className="ticks">
        {SEAL_KEYS.map((seal, index) => (
          <Option
            key={seal}
            name="seal"
            digit={String(index + 1)}
            label={text(sealTexts[seal])}
            checked={value === seal}
            onChange={() => onChange(seal)}
          />
        ))}
      </div>
      <span className="hint">{words.sealHint}</span>
      {missing && <Missing>{words.missingSeal}</Missing>}
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
  return (
    <fieldset className="step" data-step="account">
      <legend>{words.account}</legend>
      {!noAccount && (
        <>
          {TEXTS.map((field) => (
            <Field key={field} label={words[field]} hint={field === 'holder' ? words.holderHint : undefined}>
              <input
                autoComplete="off"
                maxLength={60}
                {...(field === 'number' && { inputMode: 'numeric' as const })}
                value={account[field]}
                onChange={(event) => change({ [field]: event.target.value })}
              />
            </Field>
          ))}
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
        </>
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
