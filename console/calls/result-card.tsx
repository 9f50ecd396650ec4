import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { type CallResult } from '../../domain/calls/call-rules';
import { choiceTexts } from '../../domain/texts/names/journeys';
import { useKeys } from '../keys';
import { Button } from '../parts/button';
import { Choices } from '../parts/choices';
import { Note, ProblemNote } from '../parts/note';
import { Card } from '../parts/page';
import { callWords } from '../texts/desks/calls';
import { useText, useWords } from '../words';
import { CallbackFields } from './callback-fields';
import { callbackAt, callbackTrouble } from './callback';
import { useContractName } from './contract-name';
import { LeaseClock } from './lease-clock';
import { LanguageField, RecordingFields } from './result-fields';
import { ResultChoices } from './result-choices';
import { type useCallDesk } from './use-call-desk';

const ComplaintFields = lazy(async () => ({ default: (await import('./complaint-fields')).ComplaintFields }));

/** What came of the call: a result by its digit, what it needs, and Ctrl+Enter. Under each is what it leads to. */
export function ResultCard({ desk }: { desk: ReturnType<typeof useCallDesk> }) {
  const words = useWords(callWords);
  const { call, draft, setDraft, record, reporting, now } = desk;
  const { lease } = call!;
  const [tried, setTried] = useState(false);
  const more = useRef<HTMLDivElement>(null);
  const choose = (result: CallResult) => {
    setTried(false);
    setDraft({ ...draft, result });
  };
  const trouble =
    draft.result === 'callback' ? callbackTrouble(lease, callbackAt(lease, draft.day, draft.time), now) : null;
  const send = () => {
    if (draft.result === null) return;
    setTried(true);
    if (trouble || isMissing(desk)) return void focusFirst(more.current);
    void record();
  };
  useKeys({ 'ctrl+enter': send });
  useEffect(() => {
    if (draft.result !== null && ASKS.includes(draft.result)) focusFirst(more.current);
  }, [draft.result]);
  return (
    <Card title={words.results} aside={<LeaseClock until={lease.leaseUntil} now={now} />}>
      <div className="col">
        {Date.parse(lease.leaseUntil) <= now && (
          <p className="s warn-text" role="status">
            {words.timeOver}
          </p>
        )}
        <ResultChoices lease={lease} value={draft.result} onChange={choose} />
        <div ref={more} className="col">
          {draft.result === 'callback' && (
            <CallbackFields {...{ lease, draft, setDraft }} trouble={tried || draft.time !== '' ? trouble : null} />
          )}
          {draft.result === 'completed' && !lease.identified && <Note tone="warn">{words.identifyFirst}</Note>}
          {draft.result === 'completed' && <ContractChoices desk={desk} missing={tried} />}
          {draft.result === 'language' && <LanguageField desk={desk} missing={tried} />}
          <Suspense>{draft.result === 'complaint' && <ComplaintFields desk={desk} missing={tried} />}</Suspense>
        </div>
        <RecordingFields desk={desk} />
        <ProblemNote problem={reporting.problem} />
        <div className="record-bar">
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

/** Results that ask for more. */
const ASKS: CallResult[] = ['callback', 'completed', 'language'];

function isMissing({ call, draft }: ReturnType<typeof useCallDesk>): boolean {
  const { lease } = call!;
  if (draft.result === 'language') return draft.language === '';
  if (draft.result === 'complaint') return draft.about === '' || draft.said.trim() === '';
  if (draft.result !== 'completed') return false;
  return !lease.identified || lease.contracts.some(({ contractId }) => !draft.choices[contractId]);
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
  (wrong ?? within?.querySelector<HTMLElement>('input, select'))?.focus();
}
