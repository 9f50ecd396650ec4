import { useState } from 'react';
import { journeyStateTexts } from '../../domain/texts/names/journeys';
import { type Reply } from '../api/client';
import { useFormat } from '../format';
import { Button } from '../parts/button';
import { journeyWords } from '../texts/desks/journey';
import { useText, useWords } from '../words';
import { useEventWords } from './event-words';
import { type Lane, LANES, type Mark, marksOf } from './marks';
import { placeLabels, timeAxis } from './time-axis';

const WIDTH = 1000;
const LEFT = 110;
const RIGHT = 20;
/** Height of a row of labels; four dates need four rows at most. */
const LABEL = 14;
const TOP = 4 * LABEL;
const LANE = 34;
const DAY_MS = 86_400_000;
const STATE_Y = TOP + LANES.length * LANE;
const HEIGHT = STATE_Y + LANE + 6;

/** Contacts, what came in, and the states of a journey over time. The table below it has the same words. */
export function LanesGraph({ journey, now }: { journey: Reply<'getJourney'>; now: number }) {
  const words = useWords(journeyWords);
  const format = useFormat();
  const eventWords = useEventWords();
  const [shorten, setShorten] = useState(false);
  const { campaign, states, timeline } = journey;
  const marks = marksOf(timeline, eventWords);
  const times = [
    Date.parse(campaign.firstDispatch),
    ...states.map(({ from }) => Date.parse(from)),
    ...marks.map(({ at }) => at),
  ];
  const from = Math.min(...times) - DAY_MS;
  const until = Math.max(Date.parse(campaign.endOfService), ...times) + DAY_MS;
  const dates = [campaign.applyBy, campaign.endOfService].map((date) => Date.parse(date));
  const along = timeAxis([...times, ...dates, now], from, until, shorten);
  const x = (at: number) => LEFT + along(at) * (WIDTH - LEFT - RIGHT);
  const day = (at: number) => format.shortDay(new Date(at).toISOString());
  const names: Record<Lane, string> = {
    post: words.lanePost,
    net: words.laneNet,
    phone: words.lanePhone,
    in: words.laneIn,
  };
  return (
    <figure className="lanes-figure">
      <div className="seg" role="group" aria-label={words.axis}>
        <Button aria-pressed={!shorten} onClick={() => setShorten(false)}>
          {words.allDays}
        </Button>
        <Button aria-pressed={shorten} onClick={() => setShorten(true)}>
          {words.shorten}
        </Button>
      </div>
      <div className="scroll" tabIndex={0} role="region" aria-label={words.graph}>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label={words.graphSays(day(from), day(until), format.number(marks.length))}
        >
          {[...LANES.map((lane) => names[lane]), words.laneState].map((name, n) => (
            <g key={name}>
              <line
                className="grid"
                x1={LEFT}
                x2={WIDTH - RIGHT}
                y1={TOP + n * LANE + LANE / 2}
                y2={TOP + n * LANE + LANE / 2}
              />
              <text x={0} y={TOP + n * LANE + LANE / 2 + 4}>
                {name}
              </text>
            </g>
          ))}
          <Dates {...{ campaign, from, until, x, now }} />
          <States
            {...{
              states,
              x,
              end: journey.closedAt ? Date.parse(journey.closedAt) + DAY_MS : Math.min(Math.max(now, from), until),
            }}
          />
          {marks.map((mark, n) => (
            <MarkShape
              key={`${mark.ledgerNo} ${n}`}
              mark={mark}
              x={x(mark.at)}
              y={TOP + LANES.indexOf(mark.lane) * LANE + LANE / 2}
            />
          ))}
        </svg>
      </div>
      <figcaption className="xs mut">
        {words.legend}
        {shorten && ` ${words.shortened}`}
      </figcaption>
    </figure>
  );
}

function MarkShape({ mark: { shape, words }, x, y }: { mark: Mark; x: number; y: number }) {
  return (
    <g className={`mark ${shape}`}>
      <title>{words}</title>
      {shape === 'done' && <circle cx={x} cy={y} r={6} />}
      {shape === 'came_in' && <rect x={x - 5} y={y - 5} width={10} height={10} rx={1} />}
      {shape === 'not_done' && <path d={`M${x - 5} ${y - 5}l10 10M${x + 5} ${y - 5}l-10 10`} />}
    </g>
  );
}

interface DatesProps {
  campaign: Reply<'getJourney'>['campaign'];
  from: number;
  until: number;
  x: (at: number) => number;
  now: number;
}

function Dates({ campaign, from, until, x, now }: DatesProps) {
  const words = useWords(journeyWords);
  const format = useFormat();
  const named = (date: string, name: string) => ({
    at: Date.parse(date),
    text: `${format.shortDay(date)} ${name}`.trim(),
    kind: 'date',
  });
  const dates = [
    named(campaign.firstDispatch, ''),
    named(campaign.applyBy, words.applyBy),
    named(campaign.endOfService, words.endOfService),
    { at: now, text: words.today, kind: 'now' },
  ]
    .filter(({ at }) => at >= from && at <= until)
    .sort((a, b) => a.at - b.at)
    .map((date) => ({ ...date, x: x(date.at) }));
  return placeLabels(dates, LEFT, WIDTH).map(({ text, kind, x: at, start, row }) => (
    <g key={text} className={kind}>
      <line x1={at} x2={at} y1={(row + 1) * LABEL} y2={HEIGHT - 4} />
      <text x={start} y={(row + 1) * LABEL - 4}>
        {text}
      </text>
    </g>
  ));
}

const COLOURS: Record<string, string> = { awaiting_reply: 'awaiting', call_due: 'call-due', closed: 'migrated' };

function States({ states, x, end }: { states: Reply<'getJourney'>['states']; x: (at: number) => number; end: number }) {
  const text = useText();
  const format = useFormat();
  return states.map(({ state, from }, n) => {
    const begins = x(Date.parse(from));
    const ends = x(n + 1 < states.length ? Date.parse(states[n + 1]!.from) : Math.max(end, Date.parse(from)));
    const width = Math.max(4, ends - begins);
    const name = text(journeyStateTexts[state]);
    return (
      <g key={`${state} ${from}`} className={`state st-${COLOURS[state] ?? state}`}>
        <title>{`${name} ${format.dayTime(from)}`}</title>
        <rect x={begins} y={STATE_Y + 6} width={width} height={LANE - 12} rx={3} />
        {(width > 60 || n + 1 === states.length) && (
          <text
            x={width > 60 ? begins + 6 : begins + width + 6}
            y={STATE_Y + LANE / 2 + 4}
            className={width > 60 ? 'inside' : undefined}
          >
            {name}
          </text>
        )}
      </g>
    );
  });
}
