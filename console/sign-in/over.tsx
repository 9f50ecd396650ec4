import { Dialog } from '../parts/dialog';
import { signInWords } from '../texts/sign-in';
import { useWords } from '../words';
import { SignInSteps } from './steps';

/** The sign-in over a page whose session has ended: what is typed there stays, and acts wait until the person is back. */
export function SignInOver() {
  const words = useWords(signInWords);
  return (
    <Dialog title={words.again} mustAnswer onClose={() => undefined}>
      <p className="s sub">{words.againWhy}</p>
      <SignInSteps />
    </Dialog>
  );
}
