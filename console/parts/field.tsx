import { cloneElement, type ReactElement, type ReactNode, useId } from 'react';
import { partWords } from '../texts/parts';
import { useWords } from '../words';

interface ControlProps {
  id?: string;
  className?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
  required?: boolean;
}

interface Props {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong, in words; said aloud when it appears. */
  error?: string | null;
  optional?: boolean;
  /** One input, select or textarea. */
  children: ReactElement<ControlProps>;
}

/** A labelled control with its hint, and what is wrong with it at the place. */
export function Field({ label, hint, error, optional = false, children }: Props) {
  const id = useId();
  const words = useWords(partWords);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="fld">
      <label htmlFor={id}>
        {label}
        {optional && <span className="hint"> {words.optional}</span>}
      </label>
      {cloneElement(children, {
        id,
        className: `in ${children.props.className ?? ''}`.trim(),
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hint && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && (
        <span className="err" id={`${id}-error`} role="alert">
          {error}
        </span>
      )}
    </div>
  );
}

/** The reason of an act, which the ledger keeps. */
export function ReasonField({
  value,
  onChange,
  error,
  label,
}: {
  value: string;
  onChange: (value: string) => void;
  error?: string | null;
  label?: string;
}) {
  const words = useWords(partWords);
  return (
    <Field label={label ?? words.reason} hint={words.reasonHint} error={error}>
      <textarea rows={2} maxLength={500} value={value} onChange={(event) => onChange(event.target.value)} />
    </Field>
  );
}
