import { useState } from 'react';
import { useAct } from '../../api/act';
import { useToday } from '../../clock';
import { ActDialog } from '../../parts/act-dialog';
import { Field } from '../../parts/field';
import { say } from '../../parts/live';
import { issueAt } from '../../api/problem';
import { questionWords } from '../../texts/campaigns/questions';
import { useWords } from '../../words';

/** Asks the client a question. What may not be written is said at its field. */
export function Ask({ id, onClose }: { id: string; onClose: () => void }) {
  const words = useWords(questionWords);
  const act = useAct('askQuestion');
  const today = useToday();
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const [dueOn, setDueOn] = useState('');
  const incomplete = subject.trim() === '' || text.trim() === '' || dueOn === '';
  const run = async () => {
    const body = { subject: subject.trim(), text: text.trim(), dueOn };
    const answer = await act.run({ params: { id }, body });
    if (!answer) return;
    say(words.asked(String(answer.body.no)));
    onClose();
  };
  const atField = ['subject', 'text'].some((field) => issueAt(act.problem, field));
  return (
    <ActDialog
      title={words.ask}
      submit={words.ask}
      onClose={onClose}
      busy={act.busy}
      problem={atField ? null : act.problem}
      missing={incomplete ? words.missing : null}
      onSubmit={() => void run()}
    >
      <Field label={words.subject} error={issueAt(act.problem, 'subject')}>
        <input value={subject} maxLength={100} autoFocus onChange={({ target }) => setSubject(target.value)} />
      </Field>
      <Field label={words.text} hint={words.textHint} error={issueAt(act.problem, 'text')}>
        <textarea rows={6} maxLength={4_000} value={text} onChange={({ target }) => setText(target.value)} />
      </Field>
      <Field label={words.dueOn}>
        <input
          type="date"
          className="short"
          min={today}
          value={dueOn}
          onChange={({ target }) => setDueOn(target.value)}
        />
      </Field>
    </ActDialog>
  );
}
