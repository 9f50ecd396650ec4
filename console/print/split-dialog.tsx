import { useState } from 'react';
import { useAct } from '../api/act';
import { useFormat } from '../format';
import { ActDialog } from '../parts/act-dialog';
import { Field } from '../parts/field';
import { say } from '../parts/live';
import { printWords } from '../texts/desks/print';
import { useWords } from '../words';
import { type Envelope } from './print-run-page';

/** Asks for the letters of an envelope to go in envelopes of their own, with the reason. */
export function SplitDialog({ id, row, onClose }: { id: number; row: Envelope; onClose: () => void }) {
  const words = useWords(printWords);
  const format = useFormat();
  const act = useAct('splitEnvelope');
  const [reason, setReason] = useState('');
  const submit = async () => {
    const { code } = row;
    if (!(await act.run({ params: { id, code }, body: { reason: reason.trim() } }))) return;
    say(words.splitDone);
    onClose();
  };
  return (
    <ActDialog
      title={words.splitOf(row.code)}
      submit={words.split}
      onClose={onClose}
      onSubmit={() => void submit()}
      busy={act.busy}
      problem={act.problem}
      missing={reason.trim() === '' ? words.reasonMissing : null}
    >
      <p>{words.splitWhat(format.number(row.letters))}</p>
      <Field label={words.reason}>
        <textarea rows={2} maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
      </Field>
    </ActDialog>
  );
}
