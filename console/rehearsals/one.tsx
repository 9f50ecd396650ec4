import { lazy, Suspense, useState } from 'react';
import { useAct } from '../api/act';
import { useDownload } from '../api/file';
import { useApi } from '../api/read';
import { save } from '../api/save';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { Button } from '../parts/button';
import { Loaded, Skeleton } from '../parts/loaded';
import { Note, ProblemNote } from '../parts/note';
import { Card } from '../parts/page';
import { usePreferences } from '../preferences';
import { rehearsalWords, rehearsedPartTexts } from '../texts/campaigns/rehearsals';
import { useText, useWords } from '../words';
import { goesOn, type Listed, type Rehearsal, type Result } from './rehearsal';

const Comparison = lazy(async () => ({ default: (await import('./comparison')).Comparison }));
const ResultView = lazy(async () => ({ default: (await import('./result')).ResultView }));

const EVERY_MS = 2_000;

/** One rehearsal: how far it is, or what it found. */
export function OneRehearsal({ id, rehearsal, others }: { id: string; rehearsal: string; others: Listed[] }) {
  const params = { id, rehearsal };
  const read = useApi(
    'getRehearsal',
    { params },
    { every: (known) => (known === undefined || goesOn(known) ? EVERY_MS : undefined) },
  );
  return (
    <Loaded read={read} lines={12}>
      {(data) => (
        <>
          {data.outdated && data.status === 'done' && <Outdated changed={data.changed} />}
          {goesOn(data) && <Running id={id} rehearsal={data} />}
          {data.status === 'failed' && <Failed rehearsal={data} />}
          {data.status === 'cancelled' && <Cancelled />}
          {data.result && <Done id={id} rehearsal={data} result={data.result} others={others} />}
        </>
      )}
    </Loaded>
  );
}

function Running({ id, rehearsal: { id: rehearsal, progress, waitsSince } }: { id: string; rehearsal: Rehearsal }) {
  const words = useWords(rehearsalWords);
  const format = useFormat();
  const may = useMay();
  const act = useAct('cancelRehearsal');
  return (
    <Card title={waitsSince ? words.queued : words.running}>
      <div className="col" role="status">
        {waitsSince ? (
          <>
            <p>{words.waitsSince(format.dayTime(waitsSince))}</p>
            <p className="s sub">{words.waitsFor}</p>
          </>
        ) : (
          <p className="rehearsal-day">{progress?.day ? format.day(progress.day) : words.begins}</p>
        )}
        {progress && progress.journeys > 0 && (
          <>
            <progress
              max={progress.journeys}
              value={progress.ended}
              aria-label={words.journeysEnded(format.number(progress.ended), format.number(progress.journeys))}
            />
            <p>{words.journeysEnded(format.number(progress.ended), format.number(progress.journeys))}</p>
          </>
        )}
      </div>
      <ProblemNote problem={act.problem} />
      {may('campaign.rehearse') && (
        <Button busy={act.busy} onClick={() => void act.run({ params: { id, rehearsal: String(rehearsal) } })}>
          {words.cancel}
        </Button>
      )}
    </Card>
  );
}

function Outdated({ changed }: { changed: string[] }) {
  const words = useWords(rehearsalWords);
  const text = useText();
  const parts = changed.map((part) => text(rehearsedPartTexts[part as keyof typeof rehearsedPartTexts]));
  return (
    <Note tone="warn" role="status">
      <p className="b">{words.outdated}</p>
      <p>{words.outdatedWhy(parts.join(words.and))}</p>
    </Note>
  );
}

function Failed({ rehearsal: { error } }: { rehearsal: Rehearsal }) {
  const words = useWords(rehearsalWords);
  const text = useText();
  return (
    <Note tone="danger" role="status">
      <p className="b">{words.failed}</p>
      {error && <p>{text(error.title)}</p>}
    </Note>
  );
}

function Cancelled() {
  const words = useWords(rehearsalWords);
  return (
    <Note role="status">
      <p>{words.cancelled}</p>
    </Note>
  );
}

function Done({
  id,
  rehearsal,
  result,
  others,
}: {
  id: string;
  rehearsal: Rehearsal;
  result: Result;
  others: Listed[];
}) {
  const words = useWords(rehearsalWords);
  const { lang } = usePreferences();
  const pdf = useDownload('getRehearsalPdf');
  const [other, setOther] = useState('');
  const own = String(rehearsal.id);
  const name = `rehearsal-${id}-${own}`;
  const saveJson = () =>
    save(new Blob([JSON.stringify(result, null, 2)], { type: 'application/json' }), `${name}.json`);
  const comparable = others.filter((one) => one.status === 'done' && one.id !== rehearsal.id);
  return (
    <>
      <div className="row wrap">
        <Button
          busy={pdf.busy}
          onClick={() =>
            void pdf.run({ params: { id, rehearsal: own }, query: { lang } }, 'application/pdf', `${name}.pdf`)
          }
        >
          {words.pdf}
        </Button>
        <Button onClick={saveJson}>{words.json}</Button>
        {comparable.length > 0 && (
          <label className="row">
            {words.compareWith}
            <select className="in small" value={other} onChange={({ target }) => setOther(target.value)}>
              <option value="">—</option>
              {comparable.map((one) => (
                <option key={one.id} value={one.id}>
                  {words.before(String(one.id))}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <ProblemNote problem={pdf.problem} />
      <Suspense fallback={<Skeleton lines={12} />}>
        {other !== '' && <Comparison id={id} rehearsal={own} other={other} />}
        <ResultView result={result} />
      </Suspense>
    </>
  );
}
