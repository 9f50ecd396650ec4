import { useState } from 'react';
import { type Reply } from '../api/client';
import { useAct } from '../api/act';
import { useFormat } from '../format';
import { ActDialog } from '../parts/act-dialog';
import { Choices } from '../parts/choices';
import { Field, ReasonField } from '../parts/field';
import { journeyWords } from '../texts/desks/journey';
import { useWords } from '../words';

interface Props {
  journey: Reply<'getJourney'>;
  onClose: () => void;
  /** Says what was done. */
  onDone: (sentence: string) => void;
}

/** Pauses one customer: until when, and whether waits grow by the pause. */
export function PauseJourney({ journey, onClose, onDone }: Props) {
  const words = useWords(journeyWords);
  const format = useFormat();
  const [waits, setWaits] = useState<'extend' | 'run' | null>(null);
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const pausing = useAct('pauseJourney');
  const pause = async () => {
    const answer = await pausing.run({
      params: { id: journey.id },
      body: {
        extendWaits: waits === 'extend',
        until: until === '' ? null : new Date(`${until}:00+09:00`).toISOString(),
        reason,
      },
    });
    if (answer) onDone(words.steered(format.number(answer.body.inFlight)));
  };
  return (
    <ActDialog
      title={words.pause}
      submit={words.pause}
      onClose={onClose}
      onSubmit={() => void pause()}
      busy={pausing.busy}
      problem={pausing.problem}
      missing={waits === null || reason.trim() === '' ? words.missingChoice : null}
    >
      <p className="s sub">{words.pauseMore}</p>
      <Choices
        legend={words.waits}
        value={waits}
        onChange={setWaits}
        choices={[
          { value: 'extend', label: words.waitsExtend },
          { value: 'run', label: words.waitsRun },
        ]}
      />
      <Field label={words.until} hint={words.untilHint} optional>
        <input type="datetime-local" value={until} onChange={(event) => setUntil(event.target.value)} />
      </Field>
      <ReasonField value={reason} onChange={setReason} />
    </ActDialog>
  );
}

/** Resumes or stops one customer, with the reason. */
export function EndJourney({ journey, onClose, onDone, act }: Props & { act: 'resume' | 'stop' }) {
  const words = useWords(journeyWords);
  const format = useFormat();
  const [reason, setReason] = useState('');
  const acting = useAct(act === 'stop' ? 'stopJourney' : 'resumeJourney');
  const run = async () => {
    const answer = await acting.run({ params: { id: journey.id }, body: { reason } });
    if (answer) onDone(words.steered(format.number(answer.body.inFlight)));
  };
  return (
    <ActDialog
      title={words[act]}
      submit={words[act]}
      danger={act === 'stop'}
      onClose={onClose}
      onSubmit={() => void run()}
      busy={acting.busy}
      problem={acting.problem}
      missing={reason.trim() === '' ? words.missingReason : null}
    >
      <p className="s sub">{act === 'stop' ? words.stopMore : words.resumeMore}</p>
      <ReasonField value={reason} onChange={setReason} />
    </ActDialog>
  );
}
