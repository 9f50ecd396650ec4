import { freshCodeGiven } from '../api/fresh-code';
import { take } from '../api/session';
import { Button } from '../parts/button';
import { Dialog } from '../parts/dialog';
import { partWords } from '../texts/parts';
import { signInWords } from '../texts/sign-in';
import { useWords } from '../words';
import { Code } from './code';

/** Asks for the code that an act needs; the act then goes on by itself. */
export function FreshCode() {
  const words = useWords(signInWords);
  const parts = useWords(partWords);
  return (
    <Dialog title={words.freshTitle} onClose={() => freshCodeGiven(false)}>
      <Code
        title={words.codeTitle}
        why={words.freshWhy}
        then={(state) => {
          take(state);
          freshCodeGiven(true);
        }}
      />
      <Button onClick={() => freshCodeGiven(false)}>{parts.cancel}</Button>
    </Dialog>
  );
}
