import { useState } from 'react';
import { useAct } from '../../api/act';
import { type Reply } from '../../api/client';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { ReasonField } from '../../parts/field';
import { say } from '../../parts/live';
import { Note } from '../../parts/note';
import { usePeople } from '../../people';
import { goWords } from '../../texts/campaigns/go';
import { useText, useWords } from '../../words';

type Wave = Reply<'listWaves'>['items'][number];
type Trial = NonNullable<Wave['trial']>;

/** Who let the next waves go, and why; or by when that is due, with the button for it. */
export function Go({ id, wave, trial }: { id: string; wave: Wave; trial: Trial }) {
  const words = useWords(goWords);
  const format = useFormat();
  const person = usePeople();
  const may = useMay();
  const [asking, setAsking] = useState(false);
  const { go, goBy } = trial;
  if (go)
    return (
      <p>
        {words.given(format.dayTime(go.at), person(go.by))} {go.early && words.early} {words.because(go.reason)}
      </p>
    );
  if (goBy === null) return null;
  return (
    <div className="row wrap">
      <span>{words.due(format.day(goBy))}</span>
      {may('campaign.pause') && (
        <Button look="primary" onClick={() => setAsking(true)}>
          {words.give}
        </Button>
      )}
      {asking && <GoDialog id={id} wave={wave} trial={trial} onClose={() => setAsking(false)} />}
    </div>
  );
}

function GoDialog({ id, wave, trial, onClose }: { id: string; wave: Wave; trial: Trial; onClose: () => void }) {
  const words = useWords(goWords);
  const text = useText();
  const [reason, setReason] = useState('');
  const give = useAct('giveGo');
  const early = !trial.enough;
  const run = async () => {
    if (await give.run({ params: { id, wave: wave.id }, body: { reason: reason.trim(), early } })) {
      say(words.done);
      onClose();
    }
  };
  return (
    <ActDialog
      title={words.title(text(wave.name))}
      submit={early ? words.doEarly : words.do}
      danger={early}
      missing={reason.trim() === '' ? words.missingReason : null}
      onSubmit={() => void run()}
      busy={give.busy}
      problem={give.problem}
      onClose={onClose}
    >
      <p>{words.effect}</p>
      {early && <Note tone="warn">{words.notEnough}</Note>}
      <ReasonField value={reason} onChange={setReason} />
    </ActDialog>
  );
}
