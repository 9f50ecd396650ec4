import { useState } from 'react';
import { outcomeTexts } from '../../domain/texts/names/journeys';
import { useAct } from '../api/act';
import { type Input, type Reply } from '../api/client';
import { ActDialog } from '../parts/act-dialog';
import { Field, ReasonField } from '../parts/field';
import { journeyWords } from '../texts/desks/journey';
import { useText, useWords } from '../words';

type Outcome = Input<'proposeCorrection'>['body']['outcome'];
const OUTCOMES: readonly Outcome[] = ['migrated', 'cancelled', 'lapsed', 'unreachable', 'excluded', 'stopped', 'open'];
const DECLARED: readonly Outcome[] = ['migrated', 'cancelled'];

interface Props {
  journey: Reply<'getJourney'>;
  onClose: () => void;
  onDone: (sentence: string) => void;
}

/** Asks for the correction of a contract's outcome; another person confirms it. */
export function CorrectOutcome({ journey, onClose, onDone }: Props) {
  const words = useWords(journeyWords);
  const text = useText();
  const [contractId, setContractId] = useState(journey.contracts[0]?.contractId ?? 0);
  const [outcome, setOutcome] = useState<Outcome | ''>('');
  const [declared, setDeclared] = useState('');
  const [reason, setReason] = useState('');
  const proposing = useAct('proposeCorrection');
  const needsTime = outcome !== '' && DECLARED.includes(outcome);
  const propose = async () => {
    if (outcome === '') return;
    const declaredAt = needsTime ? new Date(`${declared}:00+09:00`).toISOString() : null;
    const answer = await proposing.run({
      params: { id: journey.id },
      body: { contractId, outcome, declaredAt, reason },
    });
    if (answer) onDone(words.corrected);
  };
  return (
    <ActDialog
      title={words.correct}
      submit={words.correct}
      onClose={onClose}
      onSubmit={() => void propose()}
      busy={proposing.busy}
      problem={proposing.problem}
      missing={
        outcome === '' || reason.trim() === '' || (needsTime && declared === '') ? words.missingCorrection : null
      }
    >
      <p className="s sub">{words.correctMore}</p>
      <Field label={words.contract}>
        <select value={contractId} onChange={(event) => setContractId(Number(event.target.value))}>
          {journey.contracts.map((contract) => (
            <option key={contract.contractId} value={contract.contractId}>
              {words.contractNo(String(contract.contractId))}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.outcome}>
        <select value={outcome} onChange={(event) => setOutcome(event.target.value as Outcome | '')}>
          <option value="" />
          {OUTCOMES.map((one) => (
            <option key={one} value={one}>
              {text(outcomeTexts[one])}
            </option>
          ))}
        </select>
      </Field>
      {needsTime && (
        <Field label={words.declaredAt}>
          <input type="datetime-local" value={declared} onChange={(event) => setDeclared(event.target.value)} />
        </Field>
      )}
      <ReasonField value={reason} onChange={setReason} />
    </ActDialog>
  );
}
