import { useState } from 'react';
import { type SessionState } from '../api/session';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import { signInWords } from '../texts/sign-in';
import { useWords } from '../words';
import { Step } from './step';
import { useStep } from './use-step';

/** The second factor: the authenticator's six digits, or one of the recovery codes. */
export function Code({ title, why, then }: { title?: string; why?: string; then: (state: SessionState) => void }) {
  const words = useWords(signInWords);
  const { busy, problem, run } = useStep();
  const [recovering, setRecovering] = useState(false);
  const [typed, setTyped] = useState('');
  const send = () =>
    void run('giveSecondFactor', { body: recovering ? { recoveryCode: typed.trim() } : { code: typed } }, then);
  return (
    <Step title={title ?? words.codeTitle} why={why} busy={busy} problem={problem} onSubmit={send}>
      <Field
        label={recovering ? words.recoveryCode : words.code}
        hint={recovering ? words.recoveryHint : words.codeHint}
      >
        <input
          key={String(recovering)}
          inputMode={recovering ? 'text' : 'numeric'}
          autoComplete="one-time-code"
          className="mono code"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <Button
        look="quiet"
        onClick={() => {
          setTyped('');
          setRecovering(!recovering);
        }}
      >
        {recovering ? words.useCode : words.useRecovery}
      </Button>
    </Step>
  );
}
