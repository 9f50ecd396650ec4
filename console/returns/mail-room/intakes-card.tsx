import { carrierTexts } from '../../../domain/texts/names/mail-room';
import { useState } from 'react';
import { CARRIERS, type Carrier } from '../../../domain/returns/mail-room';
import { useAct } from '../../api/act';
import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { useMay } from '../../api/session';
import { useDay, useToday } from '../../clock';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { AsOf } from '../../parts/as-of';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { DataTable } from '../../parts/data-table';
import { Field } from '../../parts/field';
import { say } from '../../parts/live';
import { Loaded } from '../../parts/loaded';
import { Card, Empty } from '../../parts/page';
import { mailRoomWords } from '../../texts/desks/mail-room';
import { useText, useWords } from '../../words';

type Intake = Reply<'listIntakes'>['items'][number];
const EVERY_MS = 15_000;

/** What was handed over, newest first, and what became of its envelopes. */
export function IntakesCard() {
  const words = useWords(mailRoomWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const read = useApi('listIntakes', { query: { limit: 50 } }, { every: EVERY_MS });
  const [open, setOpen] = useState<'record' | Intake | null>(null);
  const record = may('mail_room.work') && <Button onClick={() => setOpen('record')}>{words.recordIntake}</Button>;
  const figure = (head: string, of: (row: Intake) => number | null) => ({
    head,
    number: true,
    value: of,
    cell: (row: Intake) => {
      const value = of(row);
      return value === null ? '—' : format.number(value);
    },
  });
  return (
    <Card
      title={words.intakes}
      aside={
        <>
          <AsOf read={read} /> {record}
        </>
      }
    >
      <p className="s sub">{words.intakesWhy}</p>
      <Loaded read={read}>
        {({ items }) => (
          <DataTable
            caption={words.intakes}
            rows={items}
            rowKey={(row) => row.id}
            empty={<Empty>{words.noIntake}</Empty>}
            columns={[
              { head: words.no, number: true, value: (row) => row.id, cell: (row) => row.id },
              {
                head: words.receivedOn,
                value: (row) => row.receivedOn,
                cell: (row) => format.shortDay(row.receivedOn),
              },
              {
                head: words.carrier,
                value: (row) => text(carrierTexts[row.carrier]),
                cell: (row) => text(carrierTexts[row.carrier]),
              },
              figure(words.sacks, (row) => row.sacks),
              figure(words.announced, (row) => row.announced),
              {
                head: words.envelopes,
                number: true,
                value: (row) => row.envelopes,
                cell: (row) => (row.envelopes === null ? <CountState intake={row} /> : format.number(row.envelopes)),
              },
              figure(words.booked, (row) => row.booked),
              figure(words.undeliverable, (row) => row.undeliverable),
              figure(words.notOurs, (row) => row.notOurs),
              figure(words.inQuestion, (row) => row.inQuestion),
              {
                head: words.left,
                number: true,
                value: (row) => row.left,
                cell: (row) =>
                  row.left !== null && row.left < 0 ? <Chip tone="danger">{row.left}</Chip> : (row.left ?? '—'),
              },
              {
                head: words.acts,
                cell: (row) =>
                  may('mail_room.work') && (
                    <Button look="quiet" onClick={() => setOpen(row)} aria-label={`${row.id} ${words.count}`}>
                      {words.count}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      {open === 'record' && <Record onClose={() => setOpen(null)} />}
      {open !== null && open !== 'record' && <CountDialog intake={open} onClose={() => setOpen(null)} />}
    </Card>
  );
}

function CountState({ intake: { counts } }: { intake: Intake }) {
  const words = useWords(mailRoomWords);
  if (counts.length === 0) return <Chip>{words.uncounted}</Chip>;
  const alone = counts.every(({ by }) => by === counts[0]!.by);
  return <Chip tone={alone ? 'acc' : 'danger'}>{alone ? words.countedOnce : words.countsDiffer}</Chip>;
}

function Record({ onClose }: { onClose: () => void }) {
  const words = useWords(mailRoomWords);
  const text = useText();
  const [given, setGiven] = useState({ carrier: 'post' as Carrier, sacks: '1', announced: '' });
  const today = useToday();
  const [receivedOn, setReceivedOn] = useDay();
  const { run, busy, problem } = useAct('recordIntake');
  const submit = async () => {
    const { carrier, sacks, announced } = given;
    const body = { receivedOn, carrier, sacks: Number(sacks), announced: announced === '' ? null : Number(announced) };
    const answer = await run({ body });
    if (!answer) return;
    say(words.recorded(String(answer.body.id)));
    onClose();
  };
  return (
    <ActDialog
      title={words.recordIntake}
      onClose={onClose}
      submit={words.recordIntake}
      onSubmit={() => void submit()}
      busy={busy}
      problem={problem}
      missing={receivedOn === '' ? words.dayMissing : isCount(given.sacks) ? null : words.numberMissing}
    >
      <Field label={words.receivedOn}>
        <input type="date" max={today} value={receivedOn} onChange={(event) => setReceivedOn(event.target.value)} />
      </Field>
      <Field label={words.carrier}>
        <select
          value={given.carrier}
          onChange={(event) => setGiven({ ...given, carrier: event.target.value as Carrier })}
        >
          {CARRIERS.map((carrier) => (
            <option key={carrier} value={carrier}>
              {text(carrierTexts[carrier])}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.sacks}>
        <input
          inputMode="numeric"
          value={given.sacks}
          onChange={(event) => setGiven({ ...given, sacks: event.target.value.normalize('NFKC') })}
        />
      </Field>
      <Field label={words.announced} hint={words.announcedHint} optional>
        <input
          inputMode="numeric"
          value={given.announced}
          onChange={(event) => setGiven({ ...given, announced: event.target.value.normalize('NFKC') })}
        />
      </Field>
    </ActDialog>
  );
}

const isCount = (typed: string): boolean => /^\d{1,6}$/.test(typed);

function CountDialog({ intake, onClose }: { intake: Intake; onClose: () => void }) {
  const words = useWords(mailRoomWords);
  const [typed, setTyped] = useState('');
  const { run, busy, problem } = useAct('countIntake');
  const submit = async () => {
    if (!(await run({ params: { id: intake.id }, body: { envelopes: Number(typed) } }))) return;
    say(words.counted);
    onClose();
  };
  return (
    <ActDialog
      title={words.countTitle(String(intake.id))}
      onClose={onClose}
      submit={words.countAct}
      onSubmit={() => void submit()}
      busy={busy}
      problem={problem}
      missing={isCount(typed) ? null : words.numberMissing}
    >
      <p className="s sub">{words.countWhy}</p>
      <Field label={words.envelopes}>
        <input inputMode="numeric" value={typed} onChange={(event) => setTyped(event.target.value.normalize('NFKC'))} />
      </Field>
    </ActDialog>
  );
}
