import '../styles/journey.css';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { journeyStateTexts, outcomeTexts } from '../../domain/texts/names/journeys';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useNow } from '../clock';
import { useFormat } from '../format';
import { AsOf } from '../parts/as-of';
import { Button } from '../parts/button';
import { StateChip } from '../parts/chip';
import { Loaded } from '../parts/loaded';
import { Note } from '../parts/note';
import { Card, Page } from '../parts/page';
import { useFilters, useParam } from '../search';
import { journeyWords } from '../texts/desks/journey';
import { useText, useWords } from '../words';
import { CorrectOutcome } from './correct-outcome';
import { EventsTable } from './events-table';
import { LanesGraph } from './lanes-graph';
import { EndJourney, PauseJourney } from './steer-acts';

const EVERY_MS = 30_000;

/** A customer's way through a campaign: what was done or not, and why, as lanes and in words. */
export function JourneyPage() {
  const id = useParam('id');
  const words = useWords(journeyWords);
  const text = useText();
  const [{ before }, setFilters] = useFilters();
  const journey = useApi(
    'getJourney',
    { params: { id }, query: { ...(before && { before: Number(before) }) } },
    { every: EVERY_MS, keep: true },
  );
  const { data } = journey;
  return (
    <Page
      title={words.title(id)}
      state={data && <StateChip state={data.state}>{text(journeyStateTexts[data.state])}</StateChip>}
      acts={<AsOf read={journey} />}
    >
      <Loaded read={journey} lines={8}>
        {(body) => (
          <>
            <Head journey={body} />
            <Events journey={body} before={before} go={(to) => setFilters({ before: to })} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

type Act = 'pause' | 'resume' | 'stop' | 'correct';

/** Whose journey, what comes next, what may be done. */
function Head({ journey }: { journey: Reply<'getJourney'> }) {
  const words = useWords(journeyWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const [act, setAct] = useState<Act | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const close = () => setAct(null);
  const done = (sentence: string) => {
    setSaid(sentence);
    setAct(null);
  };
  const open = journey.status === 'open';
  return (
    <Card>
      <div className="col">
        <div className="row wrap">
          {may('customer.search') ? (
            <Link to="/customers/$id" params={{ id: String(journey.customerId) }}>
              {words.customer(String(journey.customerId))}
            </Link>
          ) : (
            <span>{words.customer(String(journey.customerId))}</span>
          )}
          <Link to="/campaigns/$id" params={{ id: String(journey.campaignId) }}>
            {journey.campaign.name}
          </Link>
          {journey.run > 1 && <span className="xs mut">{words.run(format.number(journey.run))}</span>}
          <span className="sp" />
          {may('journey.steer') && open && <Button onClick={() => setAct('pause')}>{words.pause}</Button>}
          {may('journey.steer') && open && <Button onClick={() => setAct('resume')}>{words.resume}</Button>}
          {may('journey.steer') && open && (
            <Button look="danger" onClick={() => setAct('stop')}>
              {words.stop}
            </Button>
          )}
          {may('correction.ask') && <Button onClick={() => setAct('correct')}>{words.correct}</Button>}
        </div>
        {said && (
          <Note tone="ok" role="status">
            {said}
          </Note>
        )}
        <div className="next-event">
          <h2 className="s">{words.next}</h2>
          <p className="sentence">{text(journey.next.text)}</p>
        </div>
        <ul className="row wrap tight-row" aria-label={words.contracts}>
          {journey.contracts.map(({ contractId, outcome }) => (
            <li key={contractId} className="row tight-row">
              <span className="s">{words.contractNo(String(contractId))}</span>
              <StateChip state={outcome ?? 'scheduled'}>{text(outcomeTexts[outcome ?? 'open'])}</StateChip>
            </li>
          ))}
        </ul>
        {!may('journey.steer') && <p className="xs mut">{words.whoSteers}</p>}
      </div>
      {act === 'pause' && <PauseJourney journey={journey} onClose={close} onDone={done} />}
      {(act === 'resume' || act === 'stop') && (
        <EndJourney key={act} act={act} journey={journey} onClose={close} onDone={done} />
      )}
      {act === 'correct' && <CorrectOutcome journey={journey} onClose={close} onDone={done} />}
    </Card>
  );
}

interface EventsProps {
  journey: Reply<'getJourney'>;
  before: string | undefined;
  go: (before: string | undefined) => void;
}

function Events({ journey, before, go }: EventsProps) {
  const words = useWords(journeyWords);
  const format = useFormat();
  const { now } = useNow(60_000);
  const { timeline, entries, older, histories } = journey;
  return (
    <>
      <Card title={words.graph}>
        <LanesGraph journey={journey} now={now} />
      </Card>
      <Card
        title={words.events}
        aside={<span className="xs mut">{words.shown(format.number(timeline.length), format.number(entries))}</span>}
      >
        <div className="col">
          <EventsTable events={[...timeline].reverse()} />
          <div className="row pager">
            {before !== undefined && <Button onClick={() => go(undefined)}>{words.newest}</Button>}
            {older !== null && <Button onClick={() => go(String(older))}>{words.older}</Button>}
          </div>
          {histories.length > 0 && (
            <p className="row wrap tight-row s">
              <span className="mut">{words.histories}</span>
              {histories.map(({ run, url }) => (
                <a key={run} href={url} target="_blank" rel="noreferrer">
                  {words.history(format.number(run))}
                </a>
              ))}
            </p>
          )}
        </div>
      </Card>
    </>
  );
}
