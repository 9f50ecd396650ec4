import '../../styles/steering.css';
import { useState } from 'react';
import { useAct } from '../../api/act';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Choices } from '../../parts/choices';
import { Field, ReasonField } from '../../parts/field';
import { say } from '../../parts/live';
import { pauseWords } from '../../texts/campaigns/pause';
import { useWords } from '../../words';
import { useScopeName } from '../scope-name';
import { EffectFigures, heldBy, usePauseEffect } from './pause-effect';
import { NO_SCOPE, scopeIn, ScopeFields } from './pause-scope';

interface Draft {
  until: 'time' | 'ended' | null;
  day: string;
  time: string;
  waits: 'extend' | 'keep' | null;
  instead: 'yes' | 'no';
  reason: string;
}

/** Pauses a part of a campaign: four questions, what it touches, the reason, and then the act with its number. */
export function PauseDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const words = useWords(pauseWords);
  const format = useFormat();
  const nameOf = useScopeName();
  const [scopeDraft, setScope] = useState(NO_SCOPE);
  const [draft, setDraft] = useState<Draft>({
    until: null,
    day: '',
    time: '09:00',
    waits: null,
    instead: 'no',
    reason: '',
  });
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const scope = scopeIn(scopeDraft);
  const { effect, problem } = usePauseEffect(id, scope);
  const pause = useAct('openPause');
  const untilGiven = draft.until === 'ended' || (draft.until === 'time' && draft.day !== '' && draft.time !== '');
  const missing =
    (!scope && words.missingWhat) ||
    (!untilGiven && words.missingUntil) ||
    (draft.waits === null && words.missingWaits) ||
    (draft.reason.trim() === '' && words.missingReason) ||
    (!effect && words.missingCount) ||
    null;
  const run = async () => {
    const until = draft.until === 'time' ? new Date(`${draft.day}T${draft.time}:00+09:00`).toISOString() : null;
    const body = {
      scope: scope!,
      extendWaits: draft.waits === 'extend',
      until,
      fallThrough: draft.instead === 'yes',
      reason: draft.reason.trim(),
    };
    if (await pause.run({ params: { id }, body })) {
      say(words.done);
      onClose();
    }
  };
  return (
    <ActDialog
      title={words.title}
      submit={scope && effect ? words.doIt(nameOf(scope), format.number(heldBy(effect))) : words.doItWithout}
      missing={missing}
      onSubmit={() => void run()}
      busy={pause.busy}
      problem={pause.problem}
      onClose={onClose}
    >
      <div className="pause-form">
        <p className="s sub">{words.lead}</p>
        <ScopeFields id={id} draft={scopeDraft} onChange={(part) => setScope((before) => ({ ...before, ...part }))} />
        <Choices
          legend={words.how}
          value={draft.until}
          onChange={(until) => change({ until })}
          choices={[
            { value: 'time', label: words.untilTime },
            { value: 'ended', label: words.untilEnded },
          ]}
        />
        {draft.until === 'time' && (
          <div className="row">
            <Field label={words.untilDay}>
              <input type="date" value={draft.day} onChange={(event) => change({ day: event.target.value })} />
            </Field>
            <Field label={words.untilHour}>
              <input type="time" value={draft.time} onChange={(event) => change({ time: event.target.value })} />
            </Field>
          </div>
        )}
        <Choices
          legend={words.waits}
          value={draft.waits}
          onChange={(waits) => change({ waits })}
          choices={[
            {
              value: 'extend',
              label: words.extend,
              more: effect && effect.lettersGone > 0 ? words.printed(format.number(effect.lettersGone)) : undefined,
            },
            { value: 'keep', label: words.keep, more: words.keepMore },
          ]}
        />
        {scopeDraft.what === 'channel' && (
          <Choices
            legend={words.instead}
            value={draft.instead}
            onChange={(instead) => change({ instead })}
            choices={[
              { value: 'no', label: words.insteadNo },
              { value: 'yes', label: words.insteadYes },
            ]}
          />
        )}
        {scope && <EffectFigures effect={effect} problem={problem} />}
        <ReasonField value={draft.reason} onChange={(reason) => change({ reason })} />
      </div>
    </ActDialog>
  );
}
