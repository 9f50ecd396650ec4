import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { journeyStateTexts } from '../../../domain/texts/names/journeys';
import { useAct } from '../../api/act';
import { useApi } from '../../api/read';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { StateChip } from '../../parts/chip';
import { Field, ReasonField } from '../../parts/field';
import { say } from '../../parts/live';
import { Loaded } from '../../parts/loaded';
import { Card } from '../../parts/page';
import { useFilters } from '../../search';
import { steeringWords } from '../../texts/campaigns/steering';
import { useText, useWords } from '../../words';

type Act = 'pause' | 'resume' | 'stop';

/** Pauses, resumes or stops one customer's journey. */
export function OneCustomer() {
  const words = useWords(steeringWords);
  const [filters, change] = useFilters();
  const [typed, setTyped] = useState(filters.journey ?? '');
  const show = (event: FormEvent) => {
    event.preventDefault();
    change({ journey: /^\d+$/.test(typed.trim()) ? typed.trim() : undefined });
  };
  return (
    <Card title={words.one}>
      <form className="steer-form" onSubmit={show}>
        <p className="s sub">{words.oneLead}</p>
        <Field label={words.journey}>
          <input inputMode="numeric" value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Field>
        <Button type="submit">{words.find}</Button>
      </form>
      {filters.journey && <Found journey={filters.journey} />}
    </Card>
  );
}

function Found({ journey }: { journey: string }) {
  const words = useWords(steeringWords);
  const text = useText();
  const read = useApi('getJourney', { params: { id: journey } });
  const [asking, setAsking] = useState<Act | null>(null);
  return (
    <Loaded read={read} lines={2}>
      {(found) => (
        <div className="row wrap found">
          <Link to="/journeys/$id" params={{ id: journey }}>
            {words.journey} {journey}
          </Link>
          <StateChip state={found.state}>{text(journeyStateTexts[found.state])}</StateChip>
          <span className="sp" />
          {found.status === 'open' && (
            <>
              <Button onClick={() => setAsking('pause')}>{words.pauseOne}</Button>
              <Button onClick={() => setAsking('resume')}>{words.resumeOne}</Button>
              <Button look="danger" onClick={() => setAsking('stop')}>
                {words.stopOne}…
              </Button>
            </>
          )}
          {asking && <OneAct journey={journey} what={asking} onClose={() => setAsking(null)} />}
        </div>
      )}
    </Loaded>
  );
}

function OneAct({ journey, what, onClose }: { journey: string; what: Act; onClose: () => void }) {
  const words = useWords(steeringWords);
  const format = useFormat();
  const [reason, setReason] = useState('');
  const [extendWaits, setExtend] = useState(true);
  const acts = { pause: useAct('pauseJourney'), resume: useAct('resumeJourney'), stop: useAct('stopJourney') };
  const { busy, problem } = acts[what];
  const titles = { pause: words.pauseOne, resume: words.resumeOne, stop: words.stopOne };
  const verbs = { pause: words.pauseOneDo, resume: words.resumeOneDo, stop: words.stopOneDo };
  const run = async () => {
    const params = { id: journey };
    const given = { reason: reason.trim() };
    const answer =
      what === 'pause'
        ? await acts.pause.run({ params, body: { ...given, extendWaits } })
        : await acts[what].run({ params, body: given });
    if (!answer) return;
    const { inFlight } = answer.body;
    say(inFlight > 0 ? words.inFlight(format.number(inFlight)) : words.oneDone);
    onClose();
  };
  return (
    <ActDialog
      title={titles[what]}
      submit={verbs[what](journey)}
      danger={what === 'stop'}
      missing={reason.trim() === '' ? words.missingReason : null}
      onSubmit={() => void run()}
      busy={busy}
      problem={problem}
      onClose={onClose}
    >
      {what === 'stop' && <p>{words.stopOneLead}</p>}
      {what === 'pause' && (
        <label className="row">
          <input type="checkbox" checked={extendWaits} onChange={(event) => setExtend(event.target.checked)} />
          {words.extendWaits}
        </label>
      )}
      <ReasonField value={reason} onChange={setReason} />
    </ActDialog>
  );
}
