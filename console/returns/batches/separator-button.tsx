import { useDownload } from '../../api/file';
import { Button } from '../../parts/button';
import { ProblemNote } from '../../parts/note';
import { batchWords } from '../../texts/desks/batches';
import { useWords } from '../../words';

/** The sheet to lay between the envelopes of a stack before it is scanned. */
export function SeparatorButton() {
  const words = useWords(batchWords);
  const { run, busy, problem } = useDownload('getSeparatorSheet');
  return (
    <>
      <Button busy={busy} onClick={() => void run({}, 'application/pdf', 'separator.pdf')}>
        {words.separatorSheet}
      </Button>
      <ProblemNote problem={problem} />
    </>
  );
}
