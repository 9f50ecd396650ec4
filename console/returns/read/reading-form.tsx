import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { tickedTexts } from '../../../domain/texts/names/desks';
import { useAct } from '../../api/act';
import { isComposing, useKeys } from '../../keys';
import { Button } from '../../parts/button';
import { ProblemNote } from '../../parts/note';
import { readingWords } from '../../texts/desks/reading';
import { useWords } from '../../words';
import { type Returned } from '../book/bookings';
import { readWrittenDate } from '../written-date';
import { AccountStep, accountOfDraft, HANKO_KEYS, HankoStep } from './asked-steps';
import { type Draft, draftOf, dropDraft, keepDraft } from './drafts';
import { Flags, SignedStep, TickStep, WrittenStep } from './reading-steps';
import { type FormDetail } from './read-mode';

const TICKS = Object.keys(tickedTexts) as (keyof typeof tickedTexts)[];

/** Where the digits go: the step that has the focus, else the first that is not filled in. */
function currentStep(draft: Draft, keys: string[]): string {
  const focused = document.activeElement?.closest<HTMLElement>('[data-step]')?.dataset.step;
  if (focused !== undefined) return focused;
  return keys.find((key) => draft.choices[key] === undefined) ?? (draft.signed === null ? 'signed' : 'written');
}

const focusStep = (form: HTMLElement | null, step: string): void =>
  form?.querySelector<HTMLElement>(`[data-step="${step}"] input`)?.focus();

/** What one person reads from a form, without seeing what another has read. Digits choose, Ctrl+Enter enters it. */
export function ReadingForm({ item, onSaved }: { item: FormDetail; onSaved: (item: Returned) => void }) {
  const words = useWords(readingWords);
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => draftOf(item.id));
  const [tried, setTried] = useState(false);
  const { run, busy, problem } = useAct('enterReturn');
  const keys = item.contracts.map(({ key }) => key);
  const { asks } = item;
  const steps = [...keys, 'written', 'signed', ...(asks.hanko ? ['hanko'] : []), ...(asks.account ? ['account'] : [])];
  const change = (part: Partial<Draft>) =>
    setDraft((now) => {
      const next = { ...now, ...part };
      keepDraft(item.id, next);
      return next;
    });
  const after = (step: string) => focusStep(form.current, steps[steps.indexOf(step) + 1] ?? step);
  const tick = (key: string, ticked: (typeof TICKS)[number]) => {
    change({ choices: { ...draft.choices, [key]: ticked } });
    after(key);
  };
  const digit = (n: number) => {
    const step = currentStep(draft, keys);
    if (step === 'signed' && n <= 2) change({ signed: n === 1 });
    else if (step === 'hanko' && HANKO_KEYS[n - 1]) change({ hanko: HANKO_KEYS[n - 1]! });
    else if (keys.includes(step) && TICKS[n - 1]) tick(step, TICKS[n - 1]!);
  };
  const written = readWrittenDate(draft.written, item.receivedOn);
  const account = accountOfDraft(draft);
  const wrong = wrongStep(draft, keys, 'problem' in written, asks);
  const submit = async () => {
    setTried(true);
    if (wrong !== null) return focusStep(form.current, wrong);
    const { choices, signed, otherPerson, illegible, remark } = draft;
    const writtenOn = 'date' in written ? written.date : null;
    const body = {
      ...{ choices: choices as Record<string, (typeof TICKS)[number]>, writtenOn, signed: signed! },
      ...{ otherPerson, illegible, remark },
      ...(asks.hanko && { hanko: draft.hanko! }),
      ...(asks.account && { account: account! }),
    };
    const answer = await run({ params: { id: item.id }, body });
    if (!answer) return;
    dropDraft(item.id);
    onSaved(answer.body);
  };
  useEffect(() => focusStep(form.current, keys[0]!), [item.id]);
  useKeys({
    ...Object.fromEntries([1, 2, 3, 4].map((n) => [String(n), () => digit(n)])),
    7: () => change({ otherPerson: !draft.otherPerson }),
    8: () => change({ illegible: !draft.illegible }),
    9: () => change({ remark: !draft.remark }),
    'ctrl+enter': () => void submit(),
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey || isComposing(event.nativeEvent)) return;
    if (event.target instanceof HTMLButtonElement) return;
    event.preventDefault(); // Enter goes on, it never sends
    after((event.target as HTMLElement).closest<HTMLElement>('[data-step]')?.dataset.step ?? 'signed');
  };
  const reading = item.status === 'mismatch' ? words.thirdReading : words.readingNo(String(item.entries + 1));
  return (
    <form
      ref={form}
      className="col"
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {item.contracts.map((contract, index) => (
        <TickStep
          key={contract.key}
          contract={contract}
          no={index + 1}
          value={draft.choices[contract.key]}
          onChange={(ticked) => tick(contract.key, ticked)}
          missing={tried && draft.choices[contract.key] === undefined}
        />
      ))}
      <WrittenStep
        text={draft.written}
        read={written}
        receivedOn={item.receivedOn}
        onChange={(text) => change({ written: text })}
        tried={tried}
      />
      <SignedStep
        value={draft.signed}
        onChange={(signed) => change({ signed })}
        missing={tried && draft.signed === null}
      />
      {asks.hanko && (
        <HankoStep
          value={draft.hanko}
          onChange={(hanko) => change({ hanko })}
          missing={tried && draft.hanko === null}
        />
      )}
      {asks.account && <AccountStep draft={draft} onChange={change} missing={tried && account === undefined} />}
      <Flags draft={draft} onChange={change} />
      <ProblemNote problem={problem} />
      <div className="row wrap">
        <Button type="submit" look="primary" shortcut="Ctrl+Enter" busy={busy}>
          {words.confirm(reading)}
        </Button>
        <span className="hint">{words.whatFollows}</span>
      </div>
    </form>
  );
}

/** The first step that is missing or cannot be read. */
function wrongStep(draft: Draft, keys: string[], badDate: boolean, asks: FormDetail['asks']): string | null {
  const open = keys.find((key) => draft.choices[key] === undefined);
  if (open !== undefined) return open;
  if (badDate) return 'written';
  if (draft.signed === null) return 'signed';
  if (asks.hanko && draft.hanko === null) return 'hanko';
  return asks.account && accountOfDraft(draft) === undefined ? 'account' : null;
}
