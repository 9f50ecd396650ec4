import { useState } from 'react';
import { channelTexts } from '../../domain/texts/names/delivery';
import { outcomeTexts } from '../../domain/texts/names/journeys';
import { eventWhy } from '../../domain/texts/rehearsals/event-why';
import { reasonText } from '../../domain/texts/timeline';
import { useFormat } from '../format';
import { Button } from '../parts/button';
import { Card } from '../parts/page';
import { usePreferences } from '../preferences';
import { rehearsalWords } from '../texts/campaigns/rehearsals';
import { useText, useWords } from '../words';
import { type Result, useResultWord } from './rehearsal';

type Event = Result['strangest'][number]['events'][number];

/** The rarest courses, to be read one by one. */
export function Strangest({ result: { strangest } }: { result: Result }) {
  const words = useWords(rehearsalWords);
  const word = useResultWord();
  const format = useFormat();
  const text = useText();
  const [at, setAt] = useState(0);
  const journey = strangest[at];
  if (!journey) return null;
  const outcomes = Object.entries(journey.outcomes) as [keyof typeof outcomeTexts, number][];
  return (
    <Card
      title={word('strangestHead', { count: format.number(strangest.length) })}
      aside={
        <>
          <span className="xs mut" role="status">
            {words.strangeOf(format.number(at + 1), format.number(strangest.length))}
          </span>
          <Button look="quiet" disabled={at === 0} onClick={() => setAt(at - 1)}>
            {words.previous}
          </Button>
          <Button look="quiet" disabled={at === strangest.length - 1} onClick={() => setAt(at + 1)}>
            {words.next}
          </Button>
        </>
      }
    >
      <p className="xs sub">{word('strangestNote')}</p>
      <p className="b">
        {word('journeyOf', {
          no: format.number(journey.journey),
          share: format.percent(journey.share, 1),
          segments: journey.segments.join(', '),
        })}
      </p>
      <ol className="strange-events">
        {journey.events.map((event, index) => (
          <EventLine key={index} event={event} />
        ))}
      </ol>
      <p>
        {word('journeyEnds', {
          outcomes: outcomes.map(([name, count]) => `${text(outcomeTexts[name])} ${format.number(count)}`).join('・'),
        })}
      </p>
    </Card>
  );
}

function EventLine({ event }: { event: Event }) {
  const { at, kind, step, channel, why, attempt, refused = [] } = event;
  const { lang } = usePreferences();
  const word = useResultWord();
  const format = useFormat();
  const text = useText();
  const parts = [
    word(`event_${kind}`),
    channel && text(channelTexts[channel]),
    step,
    attempt !== undefined && word('attemptOf', { attempt: format.number(attempt) }),
    eventWhy({ kind, ...(why !== undefined && { why }) }, lang),
    ...refused.map((one) =>
      word('refusedOf', { channel: text(channelTexts[one.channel]), reason: text(reasonText(one.reason)) }),
    ),
  ];
  return (
    <li>
      <span className="mut">{format.dayTime(at)}</span> {parts.filter(Boolean).join(' · ')}
    </li>
  );
}
