import { useState } from 'react';
import { useAct } from '../../api/act';
import { type Reply } from '../../api/client';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { Facts } from '../../parts/facts';
import { Field, ReasonField } from '../../parts/field';
import { say } from '../../parts/live';
import { ProblemNote } from '../../parts/note';
import { Card } from '../../parts/page';
import { issueAt } from '../../api/problem';
import { questionWords } from '../../texts/campaigns/questions';
import { useUnsaved } from '../../unsaved';
import { useWords } from '../../words';
import { QuestionState } from './question-state';

export type Question = Reply<'listQuestions'>['items'][number];

/** One question with its answer, and what its reader may do about it. */
export function QuestionDetail({ id, question, onClose }: { id: string; question: Question; onClose: () => void }) {
  const words = useWords(questionWords);
  const format = useFormat();
  const may = useMay();
  const confirm = useAct('confirmQuestion');
  const [withdrawing, setWithdrawing] = useState(false);
  const { no, status } = question;
  const stamp = (by: { name: string } | null, at: string | null) =>
    by && at ? `${by.name}　${format.fullTime(at)}` : null;
  const closed = stamp(question.closedBy, question.closedAt);
  return (
    <Card
      title={words.questionNo(format.number(no), question.subject)}
      aside={
        <>
          <QuestionState question={question} />
          <Button look="quiet" onClick={onClose}>
            {words.close}
          </Button>
        </>
      }
    >
      <div className="col">
        <p className="pre">{question.text}</p>
        <Facts
          items={[
            [words.dueOn, format.day(question.dueOn)],
            [words.askedBy, stamp(question.askedBy, question.askedAt)],
            closed !== null && [status === 'withdrawn' ? words.withdrawn : words.confirmed, closed],
            question.closeReason !== null && [words.withdrawn, question.closeReason],
          ]}
        />
        <h3 className="s b">{words.answer}</h3>
        {question.answer === null ? (
          <p className="sub">{words.noAnswer}</p>
        ) : (
          <>
            <p className="pre">{question.answer}</p>
            <p className="xs mut">{stamp(question.answeredBy, question.answeredAt)}</p>
          </>
        )}
        <ProblemNote problem={confirm.problem} />
        {status === 'open' && may('question.answer') && <Answer id={id} no={no} />}
        {may('question.ask') && (
          <div className="row wrap">
            {status === 'answered' && (
              <Button look="primary" busy={confirm.busy} onClick={() => void confirm.run({ params: { id, no } })}>
                {words.confirm}
              </Button>
            )}
            {status === 'open' && <Button onClick={() => setWithdrawing(true)}>{words.withdraw}</Button>}
          </div>
        )}
      </div>
      {withdrawing && <Withdraw id={id} no={no} onClose={() => setWithdrawing(false)} />}
    </Card>
  );
}

function Answer({ id, no }: { id: string; no: number }) {
  const words = useWords(questionWords);
  const act = useAct('answerQuestion');
  const [text, setText] = useState('');
  useUnsaved(text.trim() !== '');
  const wrong = issueAt(act.problem, 'text');
  const send = async () => {
    if (text.trim() === '') return;
    if (await act.run({ params: { id, no }, body: { text: text.trim() } })) say(words.answered);
  };
  return (
    <form
      className="col"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (!event.ctrlKey || event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        void send();
      }}
    >
      <Field label={words.answerThis} hint={`${words.textHint} ${words.answerWhy}`} error={wrong}>
        <textarea rows={5} maxLength={4_000} value={text} onChange={({ target }) => setText(target.value)} />
      </Field>
      <ProblemNote problem={wrong ? null : act.problem} />
      <div className="row wrap">
        <Button type="submit" look="primary" shortcut="Ctrl+Enter" busy={act.busy} disabled={text.trim() === ''}>
          {words.answerThis}
        </Button>
      </div>
    </form>
  );
}

function Withdraw({ id, no, onClose }: { id: string; no: number; onClose: () => void }) {
  const words = useWords(questionWords);
  const format = useFormat();
  const act = useAct('withdrawQuestion');
  const [reason, setReason] = useState('');
  const wrong = issueAt(act.problem, 'reason');
  const title = words.withdrawTitle(format.number(no));
  return (
    <ActDialog
      title={title}
      submit={title}
      onClose={onClose}
      busy={act.busy}
      problem={wrong ? null : act.problem}
      missing={reason.trim() === '' ? words.missingReason : null}
      onSubmit={() =>
        void act.run({ params: { id, no }, body: { reason: reason.trim() } }).then((answer) => answer && onClose())
      }
    >
      <p className="s sub">{words.withdrawWhy}</p>
      <ReasonField value={reason} onChange={setReason} error={wrong} />
    </ActDialog>
  );
}
