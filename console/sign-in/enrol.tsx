import { useEffect, useState } from 'react';
import { type Reply } from '../api/client';
import { take } from '../api/session';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import { signInWords } from '../texts/sign-in';
import { useWords } from '../words';
import { Step } from './step';
import { useStep } from './use-step';

/** Sets up an authenticator, then shows the recovery codes once. `then` gets the state of the sign-in. */
export function Enrol({ then = take }: { then?: (state: Reply<'confirmSecondFactor'>['session']) => void }) {
  const words = useWords(signInWords);
  const proposing = useStep();
  const { busy, problem, run } = useStep();
  const [proposal, setProposal] = useState<Reply<'proposeSecondFactor'> | null>(null);
  const [confirmed, setConfirmed] = useState<Reply<'confirmSecondFactor'> | null>(null);
  const [code, setCode] = useState('');
  useEffect(() => {
    void proposing.run('proposeSecondFactor', {}, setProposal);
  }, []); // once: each proposal replaces the one before
  if (confirmed) return <RecoveryCodes codes={confirmed.recoveryCodes} onNoted={() => then(confirmed.session)} />;
  return (
    <Step
      title={words.enrolTitle}
      why={words.enrolHow}
      busy={busy}
      problem={proposing.problem ?? problem}
      onSubmit={() => void run('confirmSecondFactor', { body: { code } }, setConfirmed)}
    >
      {proposal && (
        <>
          <img
            className="qr"
            alt={words.enrolQr}
            src={`data:image/svg+xml,${encodeURIComponent(proposal.qr)}`}
            width="200"
            height="200"
          />
          <details className="s">
            <summary>{words.enrolSecret}</summary>
            <span className="mono hash">{proposal.secret.match(/.{1,4}/g)?.join(' ')}</span>
          </details>
        </>
      )}
      <Field label={words.code}>
        <input
          inputMode="numeric"
          autoComplete="one-time-code"
          className="mono code"
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </Field>
    </Step>
  );
}

/** The codes for a lost authenticator: shown once, until the reader says that they have noted them. */
export function RecoveryCodes({ codes, onNoted }: { codes: readonly string[]; onNoted: () => void }) {
  const words = useWords(signInWords);
  return (
    <div className="col step">
      <h2>{words.recoveryTitle}</h2>
      <p className="s sub">{words.recoveryWhy}</p>
      <ol className="codes mono">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="row">
        <Button onClick={() => void navigator.clipboard.writeText(codes.join('\n'))}>{words.copy}</Button>
        <Button look="primary" onClick={onNoted} autoFocus>
          {words.noted}
        </Button>
      </div>
    </div>
  );
}
