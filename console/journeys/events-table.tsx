import { useState } from 'react';
import { EVENT_RESULTS, type EventResult } from '../../domain/journeys/timeline/event-result';
import { eventResultTexts } from '../../domain/texts/names/journeys';
import { usePersonName } from '../access/use-person-name';
import { useFormat } from '../format';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { type Column, DataTable } from '../parts/data-table';
import { Empty } from '../parts/page';
import { journeyWords } from '../texts/desks/journey';
import { useText, useWords } from '../words';
import { EntryDrawer } from './entry-drawer';
import { type JourneyEvent, useEventWords } from './event-words';

const TONES = { done: 'ok', not_done: 'danger', came_in: 'acc', person: 'warn', decision: 'plain' } as const;
/** What people look for first stands first. */
const TABS: readonly EventResult[] = [
  'not_done',
  'person',
  ...EVENT_RESULTS.filter((one) => one !== 'not_done' && one !== 'person'),
];

/** The timeline in words, newest first; Enter on a ledger number opens the entry. */
export function EventsTable({ events }: { events: readonly JourneyEvent[] }) {
  const words = useWords(journeyWords);
  const text = useText();
  const format = useFormat();
  const [only, setOnly] = useState<EventResult | null>(null);
  const [open, setOpen] = useState<JourneyEvent | null>(null);
  const columns = useColumns(setOpen);
  const shown = only === null ? events : events.filter(({ result }) => result === only);
  const count = (result: EventResult) => events.filter((event) => event.result === result).length;
  return (
    <div className="col">
      <div className="row wrap tight-row" role="group" aria-label={words.filterBy}>
        <Button look={only === null ? 'plain' : 'quiet'} aria-pressed={only === null} onClick={() => setOnly(null)}>
          {words.tab(words.all, format.number(events.length))}
        </Button>
        {TABS.map((result) => (
          <Button
            key={result}
            look={only === result ? 'plain' : 'quiet'}
            aria-pressed={only === result}
            onClick={() => setOnly(result)}
          >
            {words.tab(text(eventResultTexts[result]), format.number(count(result)))}
          </Button>
        ))}
      </div>
      <DataTable
        caption={words.events}
        columns={columns}
        rows={shown}
        rowKey={({ ledgerNo }) => ledgerNo}
        current={({ ledgerNo }) => ledgerNo === open?.ledgerNo}
        empty={<Empty>{only === null ? words.none : words.noneOfKind}</Empty>}
      />
      {open && <EntryDrawer event={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function useColumns(open: (event: JourneyEvent) => void): Column<JourneyEvent>[] {
  const words = useWords(journeyWords);
  const text = useText();
  const format = useFormat();
  const { what, refused } = useEventWords();
  const personName = usePersonName();
  const basis = (event: JourneyEvent): string[] => {
    const { by, version } = event.entry;
    const person =
      typeof by === 'string' && by.startsWith('person:') ? personName(Number(by.slice('person:'.length))) : null;
    return [
      ...(event.reasonText ? [text(event.reasonText)] : []),
      ...refused(event).map((one) => one.words),
      ...(typeof version === 'number' ? [words.plan(String(version))] : []),
      ...(person !== null ? [words.by(person)] : []),
    ];
  };
  return [
    { head: words.at, value: ({ at }) => at, cell: ({ at }) => <span className="nw">{format.dayTime(at)}</span> },
    { head: words.what, value: what, cell: (event) => <span className="b">{what(event)}</span> },
    {
      head: words.result,
      value: ({ result }) => text(eventResultTexts[result]),
      cell: ({ result }) => <Chip tone={TONES[result]}>{text(eventResultTexts[result])}</Chip>,
    },
    {
      head: words.why,
      value: (event) => basis(event).join(' ・ '),
      cell: (event) => (
        <ul className="basis">
          {basis(event).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ),
    },
    {
      head: words.ledger,
      value: ({ ledgerNo }) => ledgerNo,
      number: true,
      cell: (event) => (
        <Button look="quiet" onClick={() => open(event)}>
          #{event.ledgerNo}
        </Button>
      ),
    },
  ];
}
