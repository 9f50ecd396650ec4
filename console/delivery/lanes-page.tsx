import { useState } from 'react';
import { channelTexts, laneStateTexts } from '../../domain/texts/names/delivery';
import { useApi } from '../api/read';
import { useGrant, useMay } from '../api/session';
import { useFormat } from '../format';
import { AsOf } from '../parts/as-of';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { DataTable } from '../parts/data-table';
import { Loaded } from '../parts/loaded';
import { Note } from '../parts/note';
import { Card, Empty, Page } from '../parts/page';
import { envelopeWords } from '../texts/desks/envelopes';
import { laneWords } from '../texts/desks/lanes';
import { useText, useWords } from '../words';
import { EnvelopeDialog } from './envelope-dialog';
import { byUrgency, type Lane } from './lane';
import { PhoneCard } from './phone-card';
import { LimitsDialog, NewLaneDialog, RestartDialog, WeightDialog } from './lane-dialogs';

const EVERY_MS = 10_000;
type Open = { what: 'restart' | 'limits' | 'weight' | 'envelope'; lane: Lane } | { what: 'new' } | null;

/** Where each channel leaves: what has stopped first, with its restart; then limits and how much of the day is used. */
export function LanesPage() {
  const words = useWords(laneWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const lanes = useApi('listLanes', {}, { every: EVERY_MS });
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const nameOf = ({ channel, name }: Lane) => `${text(channelTexts[channel as keyof typeof channelTexts])} ${name}`;
  const stopped = lanes.data?.items.filter(({ breaker }) => breaker === 'open').length ?? 0;
  return (
    <Page
      title={words.title}
      acts={
        <>
          <AsOf read={lanes} />
          {may('lane.open') && <Button onClick={() => setOpen({ what: 'new' })}>{words.newLane}</Button>}
        </>
      }
    >
      <p className="s sub">{words.why}</p>
      {stopped > 0 && (
        <Note tone="danger" role="status">
          <p className="b">{words.stoppedCount(format.number(stopped))}</p>
        </Note>
      )}
      <Card>
        <Loaded read={lanes}>
          {({ items }) => <LaneTable lanes={[...items].sort(byUrgency)} nameOf={nameOf} onOpen={setOpen} />}
        </Loaded>
      </Card>
      <PhoneCard />
      {open?.what === 'new' && <NewLaneDialog onClose={close} />}
      {open?.what === 'restart' && <RestartDialog lane={open.lane} name={nameOf(open.lane)} onClose={close} />}
      {open?.what === 'limits' && <LimitsDialog lane={open.lane} name={nameOf(open.lane)} onClose={close} />}
      {open?.what === 'envelope' && <EnvelopeDialog lane={open.lane} name={nameOf(open.lane)} onClose={close} />}
      {open?.what === 'weight' && <WeightDialog lane={open.lane} name={nameOf(open.lane)} onClose={close} />}
    </Page>
  );
}

function LaneTable({
  lanes,
  nameOf,
  onOpen,
}: {
  lanes: Lane[];
  nameOf: (lane: Lane) => string;
  onOpen: (open: Open) => void;
}) {
  const words = useWords(laneWords);
  const format = useFormat();
  const used = ({ usedToday, dailyCapacity }: Lane) =>
    `${format.number(usedToday)} ／ ${dailyCapacity === null ? words.noLimit : format.number(dailyCapacity)}`;
  return (
    <DataTable
      caption={words.title}
      rows={lanes}
      rowKey={({ id }) => id}
      empty={<Empty>{words.empty}</Empty>}
      columns={[
        {
          head: words.lane,
          value: nameOf,
          cell: (lane) => (
            <>
              {nameOf(lane)} <span className="xs mut">{lane.shared ? words.shared : words.own}</span>
            </>
          ),
        },
        { head: words.state, value: ({ breaker }) => breaker, cell: (lane) => <LaneState lane={lane} /> },
        { head: words.today, number: true, value: ({ usedToday }) => usedToday, cell: used },
        {
          head: words.hours,
          value: ({ opens, closes }) => `${opens}–${closes}`,
          cell: ({ opens, closes }) => <span className="nw">{`${opens}–${closes}`}</span>,
        },
        {
          head: words.rate,
          number: true,
          value: ({ ratePerMinute }) => ratePerMinute,
          cell: ({ ratePerMinute }) => words.perMinute(format.number(ratePerMinute)),
        },
        {
          head: words.health,
          cell: ({ health: { sent, bounced, complaints, refused } }) => (
            <span className="s">
              {words.healthOf(
                format.number(sent),
                format.number(bounced),
                format.number(complaints),
                format.number(refused),
              )}
            </span>
          ),
        },
        { head: words.acts, cell: (lane) => <LaneActs lane={lane} onOpen={onOpen} /> },
      ]}
    />
  );
}

function LaneState({ lane }: { lane: Lane }) {
  const words = useWords(laneWords);
  const text = useText();
  const format = useFormat();
  if (lane.breaker === 'open') {
    return (
      <>
        <Chip tone="danger">{text(laneStateTexts.stopped)}</Chip>
        {lane.breakerText && <span className="block s">{text(lane.breakerText)}</span>}
      </>
    );
  }
  if (!lane.rests) return <Chip tone="ok">{text(laneStateTexts.running)}</Chip>;
  return (
    <>
      <Chip>{text(laneStateTexts.resting)}</Chip>
      <span className="block xs mut">{words.restsUntil(format.dayTime(lane.rests.until))}</span>
    </>
  );
}

/** The administrator sets the shared lanes, a manager the client's own. */
function LaneActs({ lane, onOpen }: { lane: Lane; onOpen: (open: Open) => void }) {
  const words = useWords(laneWords);
  const envelopes = useWords(envelopeWords);
  const may = useMay();
  const isAdministrator = useGrant().role === 'administrator';
  if (!may('lane.edit') || lane.shared !== isAdministrator) return null;
  return (
    <span className="row wrap">
      {lane.breaker === 'open' && (
        <Button look="primary" onClick={() => onOpen({ what: 'restart', lane })}>
          {words.restart}
        </Button>
      )}
      <Button look="quiet" onClick={() => onOpen({ what: 'limits', lane })}>
        {words.edit}
      </Button>
      {lane.envelope && (
        <Button look="quiet" onClick={() => onOpen({ what: 'envelope', lane })}>
          {envelopes.act}
        </Button>
      )}
      {!isAdministrator && (
        <Button look="quiet" onClick={() => onOpen({ what: 'weight', lane })}>
          {words.weights}
        </Button>
      )}
    </span>
  );
}
