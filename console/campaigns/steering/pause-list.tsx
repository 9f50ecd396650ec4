import { useState } from 'react';
import { useAct } from '../../api/act';
import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { type Column, DataTable } from '../../parts/data-table';
import { ReasonField } from '../../parts/field';
import { say } from '../../parts/live';
import { Loaded } from '../../parts/loaded';
import { Card, Empty } from '../../parts/page';
import { Pager } from '../../parts/pager';
import { usePeople } from '../../people';
import { useFilters } from '../../search';
import { steeringWords } from '../../texts/campaigns/steering';
import { useWords } from '../../words';
import { useScopeName } from '../scope-name';
import { heldBy, usePauseEffect } from './pause-effect';
import { type PauseScope } from './pause-scope';

type Pause = Reply<'listPauses'>['items'][number];

/** Every pause of the campaign with who, when and why; those in force are ended here, and their letters asked back. */
export function PauseList({ id }: { id: string }) {
  const words = useWords(steeringWords);
  const format = useFormat();
  const nameOf = useScopeName();
  const person = usePeople();
  const may = useMay();
  const [filters, changeFilters] = useFilters();
  const [asking, setAsking] = useState<{ what: 'end' | 'recall'; pause: Pause } | null>(null);
  const read = useApi(
    'listPauses',
    { params: { id }, query: { cursor: filters.pauses, limit: 50 } },
    { every: 60_000, keep: true },
  );
  const stateOf = ({ inForce, waveGone }: Pause) => {
    if (!inForce) return words.over;
    return waveGone ? words.empty : words.inForce;
  };
  const columns: Column<Pause>[] = [
    {
      head: words.state,
      cell: (pause) => <Chip tone={pause.inForce && !pause.waveGone ? 'warn' : 'plain'}>{stateOf(pause)}</Chip>,
      value: stateOf,
    },
    {
      head: words.scope,
      cell: ({ scope, inForce, waveGone }) => (
        <div className="words">
          {nameOf(scope)}
          {inForce && waveGone && <span className="xs mut block">{words.waveGone}</span>}
        </div>
      ),
      value: ({ scope }) => nameOf(scope),
    },
    {
      head: words.until,
      cell: ({ until }) => (until === null ? words.untilEnded : format.dayTime(until)),
      value: ({ until }) => until,
    },
    {
      head: words.opened,
      cell: ({ openedAt, openedBy }) => (
        <>
          <span className="nw">{format.dayTime(openedAt)}</span>
          <span className="xs mut block">{person(openedBy)}</span>
        </>
      ),
      value: ({ openedAt }) => openedAt,
    },
    { head: words.reason, cell: ({ reason }) => <div className="words">{reason}</div>, value: ({ reason }) => reason },
    {
      head: words.ended,
      cell: (pause) => <Ended pause={pause} />,
      value: ({ endedAt }) => endedAt,
    },
    ...(may('campaign.pause')
      ? [
          {
            head: words.acts,
            cell: (pause: Pause) =>
              pause.inForce && (
                <span className="row wrap">
                  <Button onClick={() => setAsking({ what: 'end', pause })}>{words.end}</Button>
                  <Button look="quiet" onClick={() => setAsking({ what: 'recall', pause })}>
                    {words.recall}
                  </Button>
                </span>
              ),
          },
        ]
      : []),
  ];
  return (
    <Card title={words.pauses}>
      <Loaded read={read}>
        {({ items, next }) => (
          <>
            <DataTable
              caption={words.pauses}
              columns={columns}
              rows={items}
              rowKey={({ id: pause }) => pause}
              empty={<Empty>{words.noPauses}</Empty>}
            />
            <Pager cursor={filters.pauses} next={next} go={(pauses) => changeFilters({ pauses })} />
          </>
        )}
      </Loaded>
      {asking && <PauseAct id={id} {...asking} onClose={() => setAsking(null)} />}
    </Card>
  );
}

function Ended({ pause: { endedAt, endedBy, endReason, inForce, until } }: { pause: Pause }) {
  const words = useWords(steeringWords);
  const format = useFormat();
  const person = usePeople();
  if (inForce) return null;
  if (endedAt === null) {
    return (
      <>
        {until !== null && <span className="nw">{format.dayTime(until)}</span>}
        <span className="xs mut block">{words.byItself}</span>
      </>
    );
  }
  return (
    <>
      <span className="nw">{format.dayTime(endedAt)}</span>
      <span className="xs mut block">
        {endedBy !== null && person(endedBy)} {endReason}
      </span>
    </>
  );
}

/** What a pause holds whose wave is gone. */
const NOTHING = { queued: { mail: 0, sms: 0, post: 0, phone: 0 }, lettersRecalled: 0, lettersAtShop: 0 };

/** The scope of a pause as a preview takes it; a list of customers cannot be given again. */
const scopeOf = ({ scope: { channel, notice, version, area, wave, customerId, customers } }: Pause): PauseScope =>
  Object.fromEntries(
    Object.entries({ channel, notice, version, area, wave, customerId: customers === null ? customerId : null }).filter(
      ([, value]) => value !== null,
    ),
  );

function PauseAct({
  id,
  what,
  pause,
  onClose,
}: {
  id: string;
  what: 'end' | 'recall';
  pause: Pause;
  onClose: () => void;
}) {
  const words = useWords(steeringWords);
  const format = useFormat();
  const nameOf = useScopeName();
  const [reason, setReason] = useState('');
  const end = useAct('endPause');
  const recall = useAct('askBack');
  const counted = usePauseEffect(id, pause.waveGone ? undefined : scopeOf(pause));
  const effect = pause.waveGone ? NOTHING : counted.effect;
  const { busy, problem } = what === 'end' ? end : recall;
  const input = { params: { id, pauseId: pause.id }, body: { reason: reason.trim() } };
  const scope = nameOf(pause.scope);
  const count = (value: number | undefined) => (value === undefined ? '…' : format.number(value));
  const run = async () => {
    if (what === 'end') {
      if (!(await end.run(input))) return;
      say(words.endDone);
    } else {
      const answer = await recall.run(input);
      if (!answer) return;
      const lists = answer.body.items.length;
      say(lists === 0 ? words.recallNone : words.recallDone(format.number(lists)));
    }
    onClose();
  };
  return (
    <ActDialog
      title={what === 'end' ? words.endTitle : words.recallTitle}
      submit={what === 'end' ? words.endDo(scope) : words.recallDo(count(effect?.lettersAtShop))}
      missing={reason.trim() === '' ? words.missingReason : null}
      onSubmit={() => void run()}
      busy={busy}
      problem={problem}
      onClose={onClose}
    >
      <p>
        {what === 'end'
          ? words.endLead(scope, count(effect && heldBy(effect)))
          : words.recallLead(count(effect?.lettersAtShop))}
      </p>
      <ReasonField value={reason} onChange={setReason} />
    </ActDialog>
  );
}
