import { useState } from 'react';
import { useKeys } from '../keys';
import { ActDialog } from '../parts/act-dialog';
import { Choices } from '../parts/choices';
import { say } from '../parts/live';
import { callWords } from '../texts/desks/calls';
import { useWords } from '../words';
import { type useCallDesk } from './use-call-desk';

/** Asks why a call is given back; digits choose, Ctrl+Enter does it. */
export function GiveBack({ desk, onClose }: { desk: ReturnType<typeof useCallDesk>; onClose: () => void }) {
  const words = useWords(callWords);
  const [why, setWhy] = useState<'break' | 'unable' | null>(null);
  useKeys({ '1': () => setWhy('break'), '2': () => setWhy('unable') }, true);
  const act = async () => {
    if (!(await desk.giveBack(why!))) return;
    say(words.gaveBack);
    onClose();
  };
  return (
    <ActDialog
      title={words.giveBackTitle}
      submit={words.giveBack}
      onClose={onClose}
      onSubmit={() => void act()}
      busy={desk.giving.busy}
      problem={desk.giving.problem}
      missing={why === null ? words.whyBack : null}
    >
      <p className="s sub">{words.giveBackMore}</p>
      <Choices
        legend={words.whyBack}
        value={why}
        onChange={setWhy}
        choices={[
          { value: 'break', label: words.break, shortcut: '1' },
          { value: 'unable', label: words.unable, more: words.unableMore, shortcut: '2' },
        ]}
      />
    </ActDialog>
  );
}
