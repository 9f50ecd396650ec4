import { useId } from 'react';
import { Key } from './key';

export interface Choice<Value extends string> {
  value: Value;
  label: string;
  /** What choosing it leads to. */
  more?: string;
  /** The key that chooses it, printed before it; the page handles it with useKeys. */
  shortcut?: string;
}

/** A question with a few answers, all visible, none chosen beforehand. */
export function Choices<Value extends string>({
  legend,
  choices,
  value,
  onChange,
  error,
}: {
  legend: string;
  choices: readonly Choice<Value>[];
  value: Value | null;
  onChange: (value: Value) => void;
  error?: string | null;
}) {
  const name = useId();
  return (
    <fieldset className="choices" aria-describedby={error ? `${name}-error` : undefined}>
      <legend>{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className={choice.value === value ? 'choice on' : 'choice'}>
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            aria-keyshortcuts={choice.shortcut}
            onChange={() => onChange(choice.value)}
          />
          {choice.shortcut && <Key name={choice.shortcut} />}
          <span>
            {choice.label}
            {choice.more && <span className="hint block">{choice.more}</span>}
          </span>
        </label>
      ))}
      {error && (
        <span className="err" id={`${name}-error`} role="alert">
          {error}
        </span>
      )}
    </fieldset>
  );
}
