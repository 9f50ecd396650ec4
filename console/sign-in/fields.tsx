import { Field } from '../parts/field';
import { signInWords } from '../texts/sign-in';
import { useWords } from '../words';

interface Props {
  value: string;
  onChange: (value: string) => void;
}

export function LoginField({ value, onChange }: Props) {
  const words = useWords(signInWords);
  return (
    <Field label={words.login}>
      <input
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </Field>
  );
}

/** The password in use, or by `label` the one that is to be replaced. */
export function PasswordField({ value, onChange, label }: Props & { label?: string }) {
  const words = useWords(signInWords);
  return (
    <Field label={label ?? words.password}>
      <input
        type="password"
        autoComplete="current-password"
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </Field>
  );
}

/** A password to choose, with what is wrong with it. */
export function NewPasswordField({ value, onChange, error }: Props & { error: string | null }) {
  const words = useWords(signInWords);
  return (
    <Field label={words.newPassword} hint={words.newPasswordHint} error={error}>
      <input
        type="password"
        autoComplete="new-password"
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </Field>
  );
}
