import { createContext, useContext, useEffect, useState } from 'react';
import { whyNotTexts } from '../../../domain/texts/names/access';
import { type Reply } from '../../api/client';
import { type Problem } from '../../api/problem';
import { useKeys } from '../../keys';
import { Button } from '../../parts/button';
import { Field } from '../../parts/field';
import { say } from '../../parts/live';
import { Note, ProblemNote } from '../../parts/note';
import { Card } from '../../parts/page';
import { useUnsaved } from '../../unsaved';
import { decisionWords } from '../../texts/decisions';
import { useText, useWords } from '../../words';

export type Decision = Reply<'listDecisions'>['items'][number];

/** What follows a decision of the reader. */
export const OnDecided = createContext<() => void>(() => undefined);

interface Act {
  verb: string;
  run: (comment: string) => Promise<unknown>;
  busy: boolean;
  problem: Problem | null;
  /** Said when it is done. */
  done?: string;
}

/** Yes or no with a comment, or in words why another person decides. A no needs the comment. */
export function Verdict({
  decision: { may, whyNot },
  yes,
  no,
  noNeeds,
  comments = true,
}: {
  decision: Pick<Decision, 'may' | 'whyNot'>;
  yes: Act;
  no: Act;
  /** What to say when no comment is given with a no. */
  noNeeds?: string;
  comments?: boolean;
}) {
  const words = useWords(decisionWords);
  const text = useText();
  const [comment, setComment] = useState('');
  const [missing, setMissing] = useState(false);
  const [decided, setDecided] = useState(false);
  const onDecided = useContext(OnDecided);
  useUnsaved(comment.trim() !== '');
  // after the comment has been cleared, which else would hold the page back
  useEffect(() => {
    if (decided) onDecided();
    setDecided(false);
  }, [decided, onDecided]);
  const act = async ({ run, done }: Act, needsComment: boolean) => {
    if (needsComment && comment.trim() === '') return setMissing(true);
    setMissing(false);
    if (!(await run(comment.trim()))) return;
    setComment('');
    say(done ?? words.done);
    setDecided(true);
  };
  // a key held down must not decide the next one as well
  useKeys(may ? { 'ctrl+enter': ({ repeat }) => void (!repeat && act(yes, false)) } : {});
  if (!may) {
    return (
      <Card title={words.decide}>
        <Note role="status">{text(whyNot ? whyNotTexts[whyNot] : whyNotTexts.role)}</Note>
      </Card>
    );
  }
  return (
    <Card title={words.decide}>
      <div className="col">
        {comments && (
          <Field label={words.comment} hint={words.commentHint} error={missing ? noNeeds : null} optional>
            <textarea rows={3} maxLength={2000} value={comment} onChange={({ target }) => setComment(target.value)} />
          </Field>
        )}
        <div className="row wrap">
          <Button look="primary" busy={yes.busy} shortcut="Ctrl+Enter" onClick={() => void act(yes, false)}>
            {yes.verb}
          </Button>
          <Button look="danger" busy={no.busy} onClick={() => void act(no, noNeeds !== undefined)}>
            {no.verb}
          </Button>
        </div>
        <ProblemNote problem={yes.problem ?? no.problem} />
      </div>
    </Card>
  );
}
