import { useEffect, useRef, useState } from 'react';
import { CALL_RESULTS, type CallResult } from '../../domain/calls/call-rules';
import { choiceTexts } from '../../domain/texts/names/journeys';
import { callResultTexts } from '../../domain/texts/names/desks';
import { useKeys } from '../keys';
import { Button } from '../parts/button';
import { Choices } from '../parts/choices';
import { Field } from '../parts/field';
import { ProblemNote } from '../parts/note';
import { Card } from '../parts/page';
import { callWords } from '../texts/desks/calls';
import { useText, useWords } from '../words';
import { CallbackFields } from './callback-fields';
import { callbackAt, callbackTrouble } from './callback';
import { useContractName } from './contract-name';
import { LeaseClock } from './lease-clock';
import { RESULT_KEYS } from './results';
import { type useCallDesk } from './use-call-desk';

/** What came of the call: a result by its key, what it needs, and Ctrl+Enter. Under each is what it leads to. */
export function ResultCard({ desk }: { desk: ReturnType<typeof useCallDesk> }) {
  const words = useWords(callWords);
  const text = useText();
  const { call, draft, setDraft, record, reporting, now } = desk;
  const { lease } = call!;
  const [tried, setTried] = useState(false);
  const more = useRef<HTMLDivElement>(null);
  const possible = CALL_RESULTS.filter((result) => lease.effects[result]);
  const choose = (result: CallResult) => {
    setTried(false);
    setDraft({ ...draft, result });
  };
  const trouble =
    draft.result === 'callback' ? callbackTrouble(lease, callbackAt(lease, draft.day, draft.time), now) : null;
  const unanswered =
    draft.result === 'completed' ? lease.contracts.filter(({ contractId }) => !draft.choices[contractId]) : [];
  const send = () => {
    if (draft.result === null) return;
    setTried(true);
    if (trouble || unanswered.length > 0) return void focusFirst(more.current);
    void record();
  };
  useKeys({
    ...Object.fromEntries(possible.map((result) => [RESULT_KEYS[result].toLowerCase(), () => choose(result)])),
    'ctrl+enter': send,
  });
  useEffect(() => {
    if (draft.result === 'callback' || draft.result === 'completed') focusFirst(more.current);
  }, [draft.result]);
  return (
    <Card title={words.results} aside={<LeaseClock until={lease.leaseUntil} now={now} />}>
      <div className="col">
        {Date.parse(lease.leaseUntil) <= now && (
          <p className="s warn-text" role="status">
            {words.timeOver}
          </p>
        )}
        <div className="results">
          <Choices
            legend={words.results}
            value={draft.result}
            onChange={choose}
            choices={possible.map((result) => ({
              value: result,
              label: text(callResultTexts[result]),
              more: text(lease.effects[result]!),
              shortcut: RESULT_KEYS[result],
            }))}
          />
        </div>
        <div ref={more} className="col">
          {draft.result === 'callback' && (
            <CallbackFields {...{ lease, draft, setDraft }} trouble={tried || draft.time !== '' ? trouble : null} />
          )}
          {draft.result === 'completed' && <ContractChoices desk={desk} missing={tried} />}
        </div>
        <details>
          <summary className="s">{words.recording}</summary>
          <Field label={words.recording} hint={words.recordingHint} optional>
            <input
              value={draft.recording}
              maxLength={100}
              autoComplete="off"
              onChange={(event) => setDraft({ ...draft, recording: event.target.value.trim() })}
            />
          </Field>
        </details>
        <ProblemNote problem={reporting.problem} />
        <div className="record-bar">
          {' '}
          <Button
            look="primary"
            shortcut="Ctrl+Enter"
            busy={reporting.busy}
            disabled={draft.result === null}
            onClick={send}
          >
            {draft.result === 'completed' ? words.recordOnly : words.record}
          </Button>
        </div>
      </div>
    </Card>
  );
}

/** One question per contract; the ones without an answer are named. */
function ContractChoices({ desk, missing }: { desk: ReturnType<typeof useCallDesk>; missing: boolean }) {
  const words = useWords(callWords);
  const text = useText();
  const nameOf = useContractName();
  const { call, draft, setDraft } = desk;
  return call!.lease.contracts.map((contract) => {
    const { contractId } = contract;
    const value = draft.choices[contractId] ?? null;
    return (
      <Choices
        key={contractId}
        legend={nameOf(contract)}
        value={value}
        error={missing && value === null ? `${nameOf(contract)}：${words.missingChoice}` : null}
        onChange={(choice) => setDraft({ ...draft, choices: { ...draft.choices, [contractId]: choice } })}
        choices={(['migrate', 'cancel'] as const).map((choice) => ({
          value: choice,
          label: text(choiceTexts[choice]),
        }))}
      />
    );
  });
}

/** The first field that is empty or wrong, else the first one. */
function focusFirst(within: HTMLElement | null): void {
  const wrong = within?.querySelector<HTMLElement>('[aria-invalid=true], fieldset:has(.err) input');
  (wrong ?? within?.querySelector<HTMLElement>('input'))?.focus();
}
