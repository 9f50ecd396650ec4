import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { type Reply } from '../api/client';
import { useAct } from '../api/act';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { useKeys } from '../keys';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { Choices } from '../parts/choices';
import { ReasonField } from '../parts/field';
import { say } from '../parts/live';
import { Loaded, Skeleton } from '../parts/loaded';
import { ProblemNote } from '../parts/note';
import { Card, Empty } from '../parts/page';
import { audienceWords, excludeReasons, otherReason, releaseReasons } from '../texts/campaigns/audience';
import { useText, useWords } from '../words';

type Row = Reply<'listHeld'>['items'][number];
type Decision = 'release' | 'exclude';

const NOTHING = { rows: new Set<number>(), left: null };

/** The held rows, one by one: R or X, then a reason by digit; the next row comes by itself. */
export function Held({ id, held, editable }: { id: string; held: number; editable: boolean }) {
  const words = useWords(audienceWords);
  const format = useFormat();
  const read = useApi('listHeld', { params: { id }, query: { limit: 20 } });
  // decided just now: gone at once, before the list is read again
  const [decided, setDecided] = useState<{ rows: ReadonlySet<number>; left: number | null }>(NOTHING);
  const left = decided.left === null ? held : Math.min(held, decided.left);
  return (
    <Card title={words.decide(format.number(left))}>
      <Loaded read={read} lines={5}>
        {({ items }) => {
          const row = items.find(({ contractId }) => !decided.rows.has(contractId));
          if (row) {
            const onDecided = (now: number) =>
              setDecided({ rows: new Set([...decided.rows, row.contractId]), left: now });
            return <HeldRow key={row.contractId} {...{ id, row, editable, onDecided }} />;
          }
          if (left > 0) return <Skeleton lines={5} />;
          return (
            <Empty
              act={
                <Link to="/campaigns/$id/file" params={{ id }}>
                  {words.toFile}
                </Link>
              }
            >
              {words.decideNone} {words.decideNext}
            </Empty>
          );
        }}
      </Loaded>
    </Card>
  );
}

function HeldRow({
  id,
  row,
  editable,
  onDecided,
}: {
  id: string;
  row: Row;
  editable: boolean;
  /** With the number of rows that are still held. */
  onDecided: (left: number) => void;
}) {
  const words = useWords(audienceWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const decide = useAct('decideHeld');
  const [decision, setDecision] = useState<Decision | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [written, setWritten] = useState('');
  const [terms, setTerms] = useState<{ noPhone?: boolean; largePrint?: boolean; protect?: boolean }>({});
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // the next row takes the focus where the last one was decided, not when the page opens
    if (document.activeElement === document.body) box.current?.focus();
  }, []);
  const act = async (made: Decision, reason: string) => {
    if (reason.trim() === '') return;
    const asked = Object.keys(terms).length > 0 && made === 'release' ? { terms } : {};
    const body = { decision: made, reason, ...asked };
    const answer = await decide.run({ params: { id, contractId: row.contractId }, body });
    if (!answer) return;
    say(made === 'release' ? words.released : words.excludedNow);
    onDecided(answer.body.undecided);
  };
  const reasons = decision === null ? [] : [...(decision === 'release' ? releaseReasons : excludeReasons), otherReason];
  const choose = (index: number) => {
    const reason = reasons[index];
    if (!reason || decision === null) return;
    setChosen(String(index));
    if (reason !== otherReason) void act(decision, reason.ja);
  };
  const mayDecide = editable && may('audience.decide');
  useKeys(
    mayDecide
      ? {
          r: () => setDecision('release'),
          x: () => setDecision('exclude'),
          ...Object.fromEntries(reasons.map((_, index) => [`${index + 1}`, () => choose(index)])),
          'ctrl+enter': () => void (decision && written && act(decision, written)),
        }
      : {},
  );
  return (
    <div className="col" ref={box} tabIndex={-1}>
      <div className="row wrap">
        <span className="b">{words.row(format.number(row.line), row.number)}</span>
        {row.hasRemark && <Chip tone="warn">{words.remark}</Chip>}
      </div>
      <p>{text(row.message)}</p>
      <p className="s sub">{text(row.advice)}</p>
      {may('personal.masked') && (
        <Link to="/customers/$id" params={{ id: String(row.customerId) }}>
          {words.customer}
        </Link>
      )}
      {!mayDecide && <p className="s sub">{words.readOnly}</p>}
      {mayDecide && (
        <div className="row wrap">
          <Button
            look={decision === 'release' ? 'primary' : 'plain'}
            aria-pressed={decision === 'release'}
            shortcut="R"
            onClick={() => setDecision('release')}
          >
            {words.release}
          </Button>
          <Button
            look={decision === 'exclude' ? 'primary' : 'plain'}
            aria-pressed={decision === 'exclude'}
            shortcut="X"
            onClick={() => setDecision('exclude')}
          >
            {words.exclude}
          </Button>
        </div>
      )}
      {decision === 'release' && <Terms terms={terms} setTerms={setTerms} />}
      {decision !== null && (
        <Choices
          legend={words.why}
          value={chosen}
          onChange={(value) => choose(Number(value))}
          choices={reasons.map((reason, index) => ({
            value: String(index),
            label: text(reason),
            shortcut: `${index + 1}`,
          }))}
        />
      )}
      {decision !== null && chosen !== null && reasons[Number(chosen)] === otherReason && (
        <>
          <ReasonField label={words.otherReason} value={written} onChange={setWritten} />
          <div>
            <Button
              look="primary"
              busy={decide.busy}
              disabled={written.trim() === ''}
              shortcut="Ctrl+Enter"
              onClick={() => void act(decision, written)}
            >
              {words.record}
            </Button>
          </div>
        </>
      )}
      <ProblemNote problem={decide.problem} />
    </div>
  );
}

type TermsValue = { noPhone?: boolean; largePrint?: boolean; protect?: boolean };

/** What the remark asks for, so that it holds from the first contact. */
function Terms({ terms, setTerms }: { terms: TermsValue; setTerms: (terms: TermsValue) => void }) {
  const words = useWords(audienceWords);
  return (
    <fieldset className="choices">
      <legend>{words.terms}</legend>
      <div className="row wrap">
        {(['noPhone', 'largePrint', 'protect'] as const).map((name) => (
          <label key={name} className="row check">
            <input
              type="checkbox"
              checked={terms[name] ?? false}
              onChange={({ target }) => {
                const { [name]: _, ...others } = terms;
                setTerms(target.checked ? { ...others, [name]: true } : others);
              }}
            />
            {words[name]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
