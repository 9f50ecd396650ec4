import { useState } from 'react';
import { type SessionState, take } from '../api/session';
import { signInWords } from '../texts/sign-in';
import { useWords } from '../words';
import { NewPasswordField, PasswordField } from './fields';
import { Step } from './step';
import { issueAt } from '../api/problem';
import { useStep } from './use-step';

/** A new password where the present one must no longer be used, or by choice. */
export function NewPassword({ title, then = take }: { title?: string; then?: (state: SessionState) => void }) {
  const words = useWords(signInWords);
  const { busy, problem, run } = useStep();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const wrong = issueAt(problem, 'password');
  return (
    <Step
      title={title ?? words.changeTitle}
      busy={busy}
      problem={problem}
      atField={wrong !== null}
      onSubmit={() => void run('changePassword', { body: { current, password } }, then)}
    >
      <PasswordField label={words.currentPassword} value={current} onChange={setCurrent} />
      <NewPasswordField value={password} onChange={setPassword} error={wrong} />
    </Step>
  );
}
