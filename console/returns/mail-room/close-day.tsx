import { useState } from 'react';
import { useAct } from '../../api/act';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Field } from '../../parts/field';
import { say } from '../../parts/live';
import { mailRoomWords } from '../../texts/desks/mail-room';
import { useWords } from '../../words';

/** Closes the day with what a person has counted by hand; the figure of the books is not shown before. */
export function CloseDay({ day, onClose }: { day: string; onClose: () => void }) {
  const words = useWords(mailRoomWords);
  const format = useFormat();
  const [typed, setTyped] = useState('');
  const { run, busy, problem } = useAct('closeDaybook');
  const submit = async () => {
    const answer = await run({ body: { leftOver: Number(typed) } });
    if (!answer) return;
    const { leftOver, expected, balanced } = answer.body.closing!;
    say(balanced ? words.closedWell : words.closedOpen(format.number(leftOver), format.number(expected)));
    onClose();
  };
  return (
    <ActDialog
      title={words.closeTitle(format.day(day))}
      onClose={onClose}
      submit={words.closeAct}
      onSubmit={() => void submit()}
      busy={busy}
      problem={problem}
      missing={/^\d{1,6}$/.test(typed) ? null : words.numberMissing}
    >
      <p className="s sub">{words.closeWhy}</p>
      <Field label={words.leftCounted}>
        <input inputMode="numeric" value={typed} onChange={(event) => setTyped(event.target.value.normalize('NFKC'))} />
      </Field>
    </ActDialog>
  );
}
