import { useState } from 'react';
import { HOLD_REASONS, type OpenedHold } from '../../../domain/customers/hold-rules';
import { holdReasonTexts } from '../../../domain/texts/names/customers';
import { useAct } from '../../api/act';
import { useKeys } from '../../keys';
import { Button } from '../../parts/button';
import { Choices } from '../../parts/choices';
import { Field, ReasonField } from '../../parts/field';
import { Note, ProblemNote } from '../../parts/note';
import { readingWords } from '../../texts/desks/reading';
import { useText, useWords } from '../../words';
import { type Returned } from '../book/bookings';
import { type FormDetail } from './read-mode';

type Decision = 'as_ticked' | 'defect' | 'hold';

/** Handwriting beside the boxes: a person has read it and says what it means. */
export function RemarkForm({ item, onSaved }: { item: FormDetail; onSaved: (item: Returned) => void }) {
  const words = useWords(readingWords);
  const text = useText();
  const [decision, setDecision] = useState<Decision | null>(null);
  const [reason, setReason] = useState('');
  const [hold, setHold] = useState<{ reason: OpenedHold | ''; reviewOn: string }>({ reason: '', reviewOn: '' });
  const { run, busy, problem } = useAct('decideRemark');
  const missing =
    decision === null
      ? words.missingDecision
      : decision === 'hold' && (hold.reason === '' || hold.reviewOn === '')
        ? words.missingReview
        : reason.trim() === ''
          ? words.missingReason
          : null;
  const submit = async () => {
    if (missing !== null || busy) return;
    const opened = decision === 'hold' && { hold: { reason: hold.reason as OpenedHold, reviewOn: hold.reviewOn } };
    const answer = await run({ params: { id: item.id }, body: { decision: decision!, reason, ...opened } });
    if (answer) onSaved(answer.body);
  };
  useKeys({
    1: () => setDecision('as_ticked'),
    2: () => setDecision('defect'),
    3: () => setDecision('hold'),
    'ctrl+enter': () => void submit(),
  });
  return (
    <form
      className="col"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {item.notes.map(({ code, text: note }) => (
        <Note key={code} tone="acc">
          {text(note)}
        </Note>
      ))}
      <Choices
        legend={words.decision}
        value={decision}
        onChange={setDecision}
        choices={[
          { value: 'as_ticked', label: words.asTicked, more: words.asTickedMore, shortcut: '1' },
          { value: 'defect', label: words.asDefect, more: words.asDefectMore, shortcut: '2' },
          { value: 'hold', label: words.asHold, more: words.asHoldMore, shortcut: '3' },
        ]}
      />
      {decision === 'hold' && (
        <div className="row wrap">
          <Field label={words.holdReason}>
            <select
              value={hold.reason}
              onChange={(event) => setHold({ ...hold, reason: event.target.value as OpenedHold })}
            >
              <option value="" />
              {HOLD_REASONS.map((one) => (
                <option key={one} value={one}>
                  {text(holdReasonTexts[one])}
                </option>
              ))}
            </select>
          </Field>
          <Field label={words.reviewOn}>
            <input
              type="date"
              value={hold.reviewOn}
              onChange={(event) => setHold({ ...hold, reviewOn: event.target.value })}
            />
          </Field>
        </div>
      )}
      <ReasonField value={reason} onChange={setReason} label={words.concluded} />
      <ProblemNote problem={problem} />
      <div className="row wrap">
        <Button type="submit" look="primary" shortcut="Ctrl+Enter" busy={busy} disabled={missing !== null}>
          {words.decide}
        </Button>
        {missing !== null && <span className="s sub">{missing}</span>}
      </div>
    </form>
  );
}
