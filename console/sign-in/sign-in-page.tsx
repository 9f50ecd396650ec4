import { useEffect } from 'react';
import { Problem } from '../api/problem';
import { ProblemNote } from '../parts/note';
import { Language } from '../shell/top';
import { shellWords } from '../texts/shell';
import { signInWords } from '../texts/sign-in';
import { useWords } from '../words';
import { SignInSteps } from './steps';

/** The console before the sign-in: one thing to do. The identity provider's refusal comes back in the address. */
export function SignInPage() {
  const words = useWords(signInWords);
  const shell = useWords(shellWords);
  const refused = new URLSearchParams(location.search).get('signIn');
  useEffect(() => {
    document.title = `${words.title} — ${shell.product}`;
  }, [words, shell]);
  return (
    <div className="sign-in">
      <main className="card" id="main">
        <div className="row">
          <img src="/mark.svg" alt="" width="32" height="32" />
          <h1>{shell.product}</h1>
          <span className="sp" />
          <Language />
        </div>
        {refused && <ProblemNote problem={new Problem(403, refused)} />}
        <SignInSteps />
      </main>
    </div>
  );
}
