import { Link } from '@tanstack/react-router';
import { journeyStateTexts } from '../../domain/texts/names/journeys';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useFormat } from '../format';
import { StateChip } from '../parts/chip';
import { Loaded } from '../parts/loaded';
import { Card } from '../parts/page';
import { useEventWords } from '../journeys/event-words';
import { customerWords } from '../texts/desks/customers';
import { useText, useWords } from '../words';

export type CustomerJourney = Reply<'listCustomerJourneys'>['items'][number];
const RECENT = 12;

/** One campaign of a customer: what comes next in one sentence, and what has happened so far, newest first. */
export function JourneyCard({ journey }: { journey: CustomerJourney }) {
  const words = useWords(customerWords);
  const text = useText();
  const detail = useApi('getJourney', { params: { id: journey.id }, query: { limit: RECENT } }, { every: 30_000 });
  return (
    <Card
      title={journey.campaign}
      aside={<StateChip state={journey.state}>{text(journeyStateTexts[journey.state])}</StateChip>}
    >
      <div className="col">
        <div className="next-event">
          <h3 className="s">{words.next}</h3>
          <p className="sentence">{text(journey.next.text)}</p>
        </div>
        <div className="row">
          <h3 className="s">{words.timeline}</h3>
          <span className="sp" />
          <Link to="/journeys/$id" params={{ id: String(journey.id) }} className="s">
            {words.all}
          </Link>
        </div>
        <Loaded read={detail}>{({ timeline }) => <Events events={[...timeline].reverse()} />}</Loaded>
      </div>
    </Card>
  );
}

function Events({ events }: { events: Reply<'getJourney'>['timeline'] }) {
  const text = useText();
  const format = useFormat();
  const { what, refused } = useEventWords();
  return (
    <ol className="past">
      {events.map((event) => (
        <li key={event.ledgerNo}>
          <span className="b">{what(event)}</span> <span className="xs mut nw">{format.dayTime(event.at)}</span>
          {event.reasonText && <span className="s sub block">{text(event.reasonText)}</span>}
          {refused(event).map((one) => (
            <span key={one.channel} className="s sub block">
              {one.words}
            </span>
          ))}
        </li>
      ))}
    </ol>
  );
}
