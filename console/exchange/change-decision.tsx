import { useState } from 'react';
import { type Reply } from '../api/client';
import { useAct } from '../api/act';
import { useGrant, useMay, useSession } from '../api/session';
import { useFormat } from '../format';
import { ActDialog } from '../parts/act-dialog';
import { Button } from '../parts/button';
import { say } from '../parts/live';
import { Note } from '../parts/note';
import { exchangeWords } from '../texts/campaigns/exchange';
import { useWords } from '../words';

type File = Reply<'getChangeFile'>;

/** Applies or discards a previewed file; above the limit another person than its sender applies it. */
export function ChangeDecision({ file }: { file: File }) {
  const words = useWords(exchangeWords);
  const format = useFormat();
  const may = useMay();
  const mine = useOwn(file);
  const { role } = useGrant();
  const [asking, setAsking] = useState<'apply' | 'discard' | null>(null);
  if (file.status === 'applying') return <Note role="status">{words.applying(format.number(file.open))}</Note>;
  if (file.status !== 'preview') return null;
  const second = !mine && (role === 'manager' || role === 'approver');
  const mayApply = may('exchange.apply') && (!file.needsSecondPerson || second);
  return (
    <>
      {file.needsSecondPerson && (
        <Note tone="acc">{words.second(format.number(file.planned), format.number(file.limit))}</Note>
      )}
      {file.open === 0 && <Note>{words.nothing}</Note>}
      <div className="row wrap">
        {mayApply && (
          <Button look="primary" onClick={() => setAsking('apply')}>
            {words.apply}
          </Button>
        )}
        {may('exchange.work') && <Button onClick={() => setAsking('discard')}>{words.discard}</Button>}
      </div>
      {asking === 'apply' && <Apply file={file} onClose={() => setAsking(null)} />}
      {asking === 'discard' && <Discard file={file} onClose={() => setAsking(null)} />}
    </>
  );
}

function useOwn({ sentBy }: File): boolean {
  const { state } = useSession();
  return state?.stage === 'open' && state.person.id === sentBy;
}

function Apply({ file, onClose }: { file: File; onClose: () => void }) {
  const words = useWords(exchangeWords);
  const format = useFormat();
  const act = useAct('applyChanges');
  const others = file.totals.rows - file.open;
  const run = async () => {
    const answer = await act.run({ params: { id: file.fileId }, body: { totalsHash: file.totalsHash } });
    if (!answer) return;
    const left = answer.body.open;
    say(left > 0 ? words.applying(format.number(left)) : words.applied(format.number(file.open)));
    onClose();
  };
  return (
    <ActDialog
      title={words.applyTitle}
      submit={words.applyDo(format.number(file.open))}
      onSubmit={() => void run()}
      busy={act.busy}
      problem={act.problem}
      onClose={onClose}
    >
      <p>{words.applyWhy}</p>
      {others > 0 && <p className="s sub">{words.leftOut(format.number(others))}</p>}
    </ActDialog>
  );
}

function Discard({ file, onClose }: { file: File; onClose: () => void }) {
  const words = useWords(exchangeWords);
  const format = useFormat();
  const act = useAct('discardChanges');
  const run = async () => {
    if (!(await act.run({ params: { id: file.fileId } }))) return;
    say(words.discarded);
    onClose();
  };
  return (
    <ActDialog
      title={words.discardTitle}
      submit={words.discardDo(format.number(file.totals.rows))}
      danger
      onSubmit={() => void run()}
      busy={act.busy}
      problem={act.problem}
      onClose={onClose}
    >
      <p>{words.discardWhy}</p>
    </ActDialog>
  );
}
