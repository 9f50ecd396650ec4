import { useState } from 'react';
import { outcomeTexts } from '../../../domain/texts/names/journeys';
import { useAct } from '../../api/act';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { Field, ReasonField } from '../../parts/field';
import { say } from '../../parts/live';
import { Card } from '../../parts/page';
import { steeringWords } from '../../texts/campaigns/steering';
import { useText, useWords } from '../../words';
import { CORRECTED, type CorrectedOutcome, correctionsIn, instantIn } from './correction-lines';

/** Corrects outcomes, one contract or many; another person confirms. */
export function Corrections({ id }: { id: string }) {
  const words = useWords(steeringWords);
  const [asking, setAsking] = useState<'one' | 'many' | null>(null);
  return (
    <Card title={words.corrections}>
      <p className="s sub">{words.correctionsLead}</p>
      <div className="row wrap found">
        <Button onClick={() => setAsking('one')}>{words.correctOne}</Button>
        <Button onClick={() => setAsking('many')}>{words.correctMany}</Button>
      </div>
      {asking === 'one' && <CorrectOne onClose={() => setAsking(null)} />}
      {asking === 'many' && <CorrectMany id={id} onClose={() => setAsking(null)} />}
    </Card>
  );
}

function CorrectOne({ onClose }: { onClose: () => void }) {
  const words = useWords(steeringWords);
  const text = useText();
  const [draft, setDraft] = useState({ journey: '', contract: '', outcome: '', declared: '', reason: '' });
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const propose = useAct('proposeCorrection');
  const declared = draft.outcome === 'migrated' || draft.outcome === 'cancelled';
  const complete =
    /^\d+$/.test(draft.journey) &&
    /^\d+$/.test(draft.contract) &&
    draft.outcome !== '' &&
    (!declared || draft.declared !== '');
  const run = async () => {
    const body = {
      contractId: Number(draft.contract),
      outcome: draft.outcome as CorrectedOutcome,
      declaredAt: (declared && instantIn(draft.declared)) || null,
      reason: draft.reason.trim(),
    };
    if (await propose.run({ params: { id: draft.journey }, body })) {
      say(words.asked2);
      onClose();
    }
  };
  return (
    <ActDialog
      title={words.correctOne}
      submit={words.correctDo(draft.contract)}
      missing={(!complete && words.missing) || (draft.reason.trim() === '' && words.missingReason) || null}
      onSubmit={() => void run()}
      busy={propose.busy}
      problem={propose.problem}
      onClose={onClose}
    >
      <Field label={words.journey}>
        <input
          inputMode="numeric"
          value={draft.journey}
          onChange={(event) => change({ journey: event.target.value.trim() })}
        />
      </Field>
      <Field label={words.contract}>
        <input
          inputMode="numeric"
          value={draft.contract}
          onChange={(event) => change({ contract: event.target.value.trim() })}
        />
      </Field>
      <Field label={words.outcome}>
        <select value={draft.outcome} onChange={(event) => change({ outcome: event.target.value })}>
          <option value="">{words.choose}</option>
          {CORRECTED.map((outcome) => (
            <option key={outcome} value={outcome}>
              {text(outcomeTexts[outcome])}
            </option>
          ))}
        </select>
      </Field>
      {declared && (
        <Field label={words.declaredOn} hint={words.declaredHint}>
          <input
            type="datetime-local"
            value={draft.declared}
            onChange={(event) => change({ declared: event.target.value })}
          />
        </Field>
      )}
      <ReasonField value={draft.reason} onChange={(reason) => change({ reason })} />
    </ActDialog>
  );
}

function CorrectMany({ id, onClose }: { id: string; onClose: () => void }) {
  const words = useWords(steeringWords);
  const format = useFormat();
  const [lines, setLines] = useState('');
  const [reason, setReason] = useState('');
  const ask = useAct('askCorrections');
  const found = correctionsIn(lines);
  const items = 'items' in found ? found.items : [];
  const wrong = 'wrong' in found ? words.lineWrong(format.number(found.wrong)) : null;
  const run = async () => {
    if (await ask.run({ params: { id }, body: { items, reason: reason.trim() } })) {
      say(words.asked2);
      onClose();
    }
  };
  return (
    <ActDialog
      title={words.correctMany}
      submit={words.manyDo(format.number(items.length))}
      missing={
        wrong ?? ((items.length === 0 && words.missing) || (reason.trim() === '' && words.missingReason) || null)
      }
      onSubmit={() => void run()}
      busy={ask.busy}
      problem={ask.problem}
      onClose={onClose}
    >
      <Field label={words.lines} hint={words.linesHint} error={wrong}>
        <textarea rows={8} value={lines} onChange={(event) => setLines(event.target.value)} spellCheck={false} />
      </Field>
      <ReasonField value={reason} onChange={setReason} />
    </ActDialog>
  );
}
