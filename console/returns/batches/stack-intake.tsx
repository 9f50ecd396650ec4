import { useState } from 'react';
import { useAct } from '../../api/act';
import { useApi } from '../../api/read';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { Button } from '../../parts/button';
import { Field } from '../../parts/field';
import { say } from '../../parts/live';
import { ProblemNote } from '../../parts/note';
import { batchWords } from '../../texts/desks/batches';
import { mailRoomWords } from '../../texts/desks/mail-room';
import { useWords } from '../../words';
import { type BatchDetail } from './batch-view';

/** Names the intake with which the paper of a stack came, where none was named when it was scanned. */
export function StackIntake({ batch }: { batch: BatchDetail }) {
  const words = useWords(batchWords);
  const room = useWords(mailRoomWords);
  const format = useFormat();
  const may = useMay();
  const open = batch.intake === null && may('mail_room.read');
  const read = useApi('listIntakes', { query: { limit: 50 } }, { every: 30_000, enabled: open });
  const [chosen, setChosen] = useState('');
  const { run, busy, problem } = useAct('nameScanIntake');
  const choices = read.data?.items.filter(({ left }) => left !== 0) ?? [];
  if (!open || choices.length === 0) return null;
  const submit = async () => {
    if (chosen === '') return;
    if (await run({ params: { id: batch.id }, body: { intake: Number(chosen) } })) say(words.intakeNamed(chosen));
  };
  return (
    <form
      className="col tight"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="row wrap">
        <Field label={words.intake} hint={words.intakeWhy}>
          <select value={chosen} onChange={(event) => setChosen(event.target.value)}>
            <option value="">{room.noneChosen}</option>
            {choices.map(({ id, receivedOn, left }) => (
              <option key={id} value={id}>
                {room.intakeOption(String(id), format.shortDay(receivedOn), left === null ? '?' : format.number(left))}
              </option>
            ))}
          </select>
        </Field>
        <Button type="submit" busy={busy} disabled={chosen === ''}>
          {words.nameIntake}
        </Button>
      </div>
      <ProblemNote problem={problem} />
    </form>
  );
}
