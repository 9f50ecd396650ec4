import '../../styles/board.css';
import { useApi } from '../../api/read';
import { type Reply } from '../../api/client';
import { useFormat } from '../../format';
import { Button } from '../../parts/button';
import { DataTable } from '../../parts/data-table';
import { Dialog } from '../../parts/dialog';
import { Figure } from '../../parts/facts';
import { Loaded } from '../../parts/loaded';
import { phoneWords } from '../../texts/desks/phone';
import { useWords } from '../../words';
import { type PhoneDay } from '../phone-card';

type Interval = Reply<'listPhoneIntervals'>['items'][number];

/** The report of one day: its figures with their base and target, and each interval. */
export function DayReport({ day, onClose }: { day: PhoneDay; onClose: () => void }) {
  const words = useWords(phoneWords);
  const format = useFormat();
  const read = useApi('listPhoneIntervals', { query: { day: day.day } });
  const count = (head: string, value: (row: Interval) => number) => ({
    head,
    number: true,
    cell: (row: Interval) => format.number(value(row)),
    value,
  });
  const base = words.ofWaited(format.number(day.waited));
  const { agreed } = day;
  const target = agreed && words.targetOf(format.number(agreed.percent), format.number(agreed.seconds));
  const outcome = day.reached === null ? null : day.reached ? words.reached : words.missed;
  return (
    <Dialog drawer title={words.report(format.day(day.day))} onClose={onClose}>
      <div className="col">
        <div className="key-figures">
          <Figure
            name={words.serviceLevel}
            value={format.percent(day.within, day.waited)}
            base={[base, target ?? words.noTarget, outcome].filter(Boolean).join(' ')}
          />
          <Figure name={words.answerRate} value={format.percent(day.answered, day.waited)} base={base} />
          <Figure name={words.abandonment} value={format.percent(day.abandoned, day.waited)} base={base} />
          <Figure
            name={words.abandonedIvr}
            value={format.number(day.abandonedIvr)}
            base={words.ofOffered(format.number(day.offered))}
          />
        </div>
        <Loaded read={read} lines={6}>
          {({ items }) => (
            <DataTable
              caption={words.report(format.day(day.day))}
              rows={items}
              rowKey={({ queue, startsAt }) => `${queue} ${startsAt}`}
              empty={<p className="s mut">{words.none}</p>}
              columns={[
                {
                  head: words.time,
                  cell: ({ startsAt }) => format.time(startsAt),
                  value: ({ startsAt }) => format.time(startsAt),
                },
                { head: words.queue, cell: ({ queue }) => queue, value: ({ queue }) => queue },
                {
                  head: words.serviceLevel,
                  number: true,
                  cell: ({ within, waited }) => format.percent(within, waited),
                  value: ({ serviceLevel }) => serviceLevel,
                },
                count(words.waited, ({ waited }) => waited),
                count(words.answered, ({ answered }) => answered),
                count(words.abandoned, ({ abandoned }) => abandoned),
                count(words.abandonedIvr, ({ abandonedIvr }) => abandonedIvr),
                count(words.staffed, ({ staffed }) => staffed),
              ]}
            />
          )}
        </Loaded>
        <Button onClick={onClose}>{words.close}</Button>
      </div>
    </Dialog>
  );
}
