import '../styles/calls.css';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { callResultTexts } from '../../domain/texts/names/desks';
import { useFormat } from '../format';
import { useKeys } from '../keys';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { say } from '../parts/live';
import { Note, ProblemNote } from '../parts/note';
import { Card, Empty, Page } from '../parts/page';
import { prefer } from '../preferences';
import { useWork } from '../shell/work';
import { callWords } from '../texts/desks/calls';
import { useUnsaved } from '../unsaved';
import { useText, useWords } from '../words';
import { GiveBack } from './give-back';
import { IdentityCard } from './identity-card';
import { LostCall } from './lost-call';
import { ResultCard } from './result-card';
import { ScriptCard } from './script-card';
import { useCallDesk } from './use-call-desk';
import { WhoCard } from './who-card';

const Followups = lazy(async () => ({ default: (await import('./followups')).Followups }));
const Incoming = lazy(async () => ({ default: (await import('./incoming')).Incoming }));
const PhoneChip = lazy(async () => ({ default: (await import('../delivery/phone/phone-today')).PhoneChip }));

/** The call desk: one call at a time, whom, what to say, and what came of it. */
export function CallsPage() {
  const words = useWords(callWords);
  const text = useText();
  const format = useFormat();
  const desk = useCallDesk();
  const work = useWork();
  const [givingBack, setGivingBack] = useState(false);
  const [incoming, setIncoming] = useState(false);
  const { call, lost, last, taking } = desk;
  const mayTake = call === null || lost !== null;
  const next = () => void desk.next();
  const receive = () => setIncoming(true);
  useKeys({
    n: mayTake ? next : undefined,
    r: mayTake ? receive : undefined,
    b: mayTake ? undefined : () => setGivingBack(true),
  });
  useUnsaved(call !== null && lost === null && desk.draft.result !== null);
  useEffect(() => prefer({ desk: '/calls' }), []);
  const heading = useRef<HTMLDivElement>(null);
  const callId = call?.task.id;
  useEffect(() => {
    if (callId === undefined) return;
    scrollTo({ top: 0 });
    heading.current?.focus({ preventScroll: true });
    if (last) say(words.recorded(text(callResultTexts[last])));
  }, [callId]); // said once for each call that comes
  return (
    <Page
      title={words.title}
      state={
        <>
          {work.data?.calls && <Chip>{words.due(format.number(work.data.calls.due))}</Chip>}
          <Suspense>
            <PhoneChip />
          </Suspense>
        </>
      }
      acts={
        mayTake ? (
          <>
            <Button shortcut="R" onClick={receive}>
              {words.incoming}
            </Button>
            <Button look="primary" shortcut="N" busy={taking.busy} onClick={next}>
              {words.next}
            </Button>
          </>
        ) : (
          <Button shortcut="B" onClick={() => setGivingBack(true)}>
            {words.giveBack}
          </Button>
        )
      }
    >
      <ProblemNote problem={taking.problem} />
      {call === null && <Between desk={desk} mine={work.data?.calls?.mine ?? 0} />}
      <Suspense>{call === null && <Followups />}</Suspense>
      {lost !== null && <LostCall desk={desk} />}
      {call !== null && lost === null && (
        <div className="desk" ref={heading} tabIndex={-1} aria-label={words.ask} role="group">
          <div className="col">
            <WhoCard call={call} now={desk.now} />
            <IdentityCard desk={desk} />
          </div>
          <ScriptCard call={call} />
          <ResultCard key={call.task.id} desk={desk} />
        </div>
      )}
      <Suspense>
        {incoming && <Incoming desk={desk} onClose={() => setIncoming(false)} />}
        {givingBack && call && <GiveBack desk={desk} onClose={() => setGivingBack(false)} />}
      </Suspense>
    </Page>
  );
}

/** Between two calls: how to begin, the receipt number of the last one, or why there is none. */
function Between({ desk: { desk }, mine }: { desk: ReturnType<typeof useCallDesk>; mine: number }) {
  const words = useWords(callWords);
  const text = useText();
  const format = useFormat();
  if (desk.is === 'booked') {
    return (
      <Note tone="ok" role="status">
        {desk.receipt === null ? (
          <p className="b">{words.kept}</p>
        ) : (
          <>
            <p className="s">{words.receipt}</p>
            <p className="receipt">{desk.receipt}</p>
            <p>{words.readOut}</p>
          </>
        )}
      </Note>
    );
  }
  return (
    <Card>
      {desk.is === 'none' ? (
        <Empty>
          <span role="status">
            {words.none} {desk.nextAt === null ? words.noneLeft : words.nextAt(format.dayTime(desk.nextAt))}
            {desk.why && <span className="block sub">{words.why(text(desk.why))}</span>}
          </span>
        </Empty>
      ) : (
        <Empty>{mine > 0 ? words.mine : words.start}</Empty>
      )}
    </Card>
  );
}
