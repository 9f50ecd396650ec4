import { lazy, Suspense, useState } from 'react';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { DataTable } from '../parts/data-table';
import { Loaded } from '../parts/loaded';
import { Card, Empty } from '../parts/page';
import { phoneWords } from '../texts/desks/phone';
import { useWords } from '../words';

const IntervalsFile = lazy(async () => ({ default: (await import('./phone/intervals-file')).IntervalsFile }));
const DayReport = lazy(async () => ({ default: (await import('./phone/day-report')).DayReport }));
const Agreement = lazy(async () => ({ default: (await import('./phone/agreement')).AgreementDialog }));

export type PhoneDay = Reply<'listPhoneDays'>['items'][number];

/** What the telephone system counts by day, against what is agreed, and the import of its file. */
export function PhoneCard() {
  const words = useWords(phoneWords);
  const format = useFormat();
  const may = useMay();
  const days = useApi('listPhoneDays', {}, { every: 300_000 });
  const [open, setOpen] = useState<PhoneDay | 'agreement' | null>(null);
  const share = (head: string, value: (day: PhoneDay) => number | null) => ({
    head,
    number: true,
    cell: (day: PhoneDay) => (value(day) === null ? '—' : format.percent(value(day)!, 1)),
    value,
  });
  const count = (head: string, value: (day: PhoneDay) => number) => ({
    head,
    number: true,
    cell: (day: PhoneDay) => format.number(value(day)),
    value,
  });
  const close = () => setOpen(null);
  return (
    <Card
      title={words.title}
      aside={may('lane.edit') && <Button onClick={() => setOpen('agreement')}>{words.agreement}</Button>}
    >
      <div className="col">
        <Loaded read={days} lines={3}>
          {({ items }) => (
            <DataTable
              caption={words.title}
              rows={[...items].reverse()}
              rowKey={({ day }) => day}
              empty={<Empty>{words.none}</Empty>}
              columns={[
                {
                  head: words.day,
                  cell: (row) => (
                    <Button look="quiet" onClick={() => setOpen(row)}>
                      {format.shortDay(row.day)}
                    </Button>
                  ),
                  value: ({ day }) => day,
                },
                share(words.serviceLevel, ({ serviceLevel }) => serviceLevel),
                {
                  head: words.target,
                  cell: (row) => <Target day={row} />,
                  value: ({ agreed }) => agreed?.percent ?? null,
                },
                count(words.waited, ({ waited }) => waited),
                share(words.answerRate, ({ answerRate }) => answerRate),
                share(words.abandonment, ({ abandonment }) => abandonment),
                count(words.offered, ({ offered }) => offered),
                count(words.answered, ({ answered }) => answered),
                count(words.abandoned, ({ abandoned }) => abandoned),
                count(words.abandonedIvr, ({ abandonedIvr }) => abandonedIvr),
                {
                  head: words.aht,
                  number: true,
                  cell: ({ ahtSeconds }) =>
                    ahtSeconds === null ? '—' : words.seconds(format.number(Math.round(ahtSeconds))),
                  value: ({ ahtSeconds }) => ahtSeconds,
                },
                count(words.staffed, ({ staffed }) => Math.round(staffed * 10) / 10),
              ]}
            />
          )}
        </Loaded>
        <Suspense>
          {may('lane.edit') && <IntervalsFile onStored={days.reload} />}
          {open === 'agreement' && <Agreement onClose={close} onSet={days.reload} />}
          {open !== null && open !== 'agreement' && <DayReport day={open} onClose={close} />}
        </Suspense>
      </div>
    </Card>
  );
}

/** The agreed service level, and whether the day has reached it. */
function Target({ day: { agreed, reached } }: { day: PhoneDay }) {
  const words = useWords(phoneWords);
  const format = useFormat();
  if (!agreed) return <span className="mut">{words.noTarget}</span>;
  const target = words.targetOf(format.number(agreed.percent), format.number(agreed.seconds));
  if (reached === null) return <>{target}</>;
  return (
    <Chip tone={reached ? 'ok' : 'warn'}>
      {target} {reached ? words.reached : words.missed}
    </Chip>
  );
}
