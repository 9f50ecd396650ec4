import { useState } from 'react';
import { printedReceipt } from '../../../domain/journeys/receipt-number';
import { useAct } from '../../api/act';
import { useFormat } from '../../format';
import { Button } from '../../parts/button';
import { Field } from '../../parts/field';
import { say } from '../../parts/live';
import { ProblemNote } from '../../parts/note';
import { batchWords } from '../../texts/desks/batches';
import { useWords } from '../../words';

/** Adds pages that wait to an item that is booked, by its receipt number. */
export function AttachForm({ batch, pages }: { batch: { id: number }; pages: number[] }) {
  const words = useWords(batchWords);
  const format = useFormat();
  const [typed, setTyped] = useState('');
  const { run, busy, problem } = useAct('attachScannedPages');
  const submit = async () => {
    if (typed.trim() === '') return;
    const receipt = printedReceipt(typed);
    const no = pages.map(format.number).join('・');
    if (await run({ params: { id: batch.id }, body: { receipt, pages } })) say(words.attached(no, receipt));
  };
  return (
    <form
      className="col"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field label={words.receipt} hint={words.attachHint}>
        <input
          className="mono"
          autoComplete="off"
          spellCheck={false}
          maxLength={20}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <ProblemNote problem={problem} />
      <div>
        <Button type="submit" busy={busy}>
          {words.attach}
        </Button>
      </div>
    </form>
  );
}
