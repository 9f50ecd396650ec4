import { useState } from 'react';
import { call } from '../api/client';
import { take } from '../api/session';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import { signInWords } from '../texts/sign-in';
import { useWords } from '../words';
import { LoginField, NewPasswordField, PasswordField } from './fields';
import { Step } from './step';
import { issueAt } from '../api/problem';
import { useStep } from './use-step';

/** First step: login and password, the company account, or the code of an invitation. */
export function WithPassword({ oidc }: { oidc: boolean }) {
  const words = useWords(signInWords);
  const [redeeming, setRedeeming] = useState(false);
  if (redeeming) return <Redeem back={() => setRedeeming(false)} />;
  return (
    <>
      <SignIn />
      <div className="col below">
        {oidc && <CompanyAccount />}
        <Button look="quiet" onClick={() => setRedeeming(true)}>
          {words.invited}
        </Button>
      </div>
    </>
  );
}

function SignIn() {
  const words = useWords(signInWords);
  const { busy, problem, run } = useStep();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  return (
    <Step
      title={words.title}
      busy={busy}
      problem={problem}
      onSubmit={() => void run('signIn', { body: { login, password } }, take)}
    >
      <LoginField value={login} onChange={setLogin} />
      <PasswordField value={password} onChange={setPassword} />
    </Step>
  );
}

function CompanyAccount() {
  const words = useWords(signInWords);
  const start = async () => location.assign((await call('startOidc', {})).body.url);
  return <Button onClick={() => void start()}>{words.oidc}</Button>;
}

function Redeem({ back }: { back: () => void }) {
  const words = useWords(signInWords);
  const { busy, problem, run } = useStep();
  const [login, setLogin] = useState('');
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const wrong = issueAt(problem, 'password');
  return (
    <>
      <Step
        title={words.redeemTitle}
        busy={busy}
        problem={problem}
        atField={wrong !== null}
        onSubmit={() => void run('redeemCode', { body: { login, code, password } }, take)}
      >
        <LoginField value={login} onChange={setLogin} />
        <Field label={words.oneTimeCode} hint={words.oneTimeHint}>
          <input
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </Field>
        <NewPasswordField value={password} onChange={setPassword} error={wrong} />
      </Step>
      <div className="col below">
        <Button look="quiet" onClick={back}>
          {words.back}
        </Button>
      </div>
    </>
  );
}
