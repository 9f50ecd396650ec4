import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { returnKindTexts, returnStatusTexts, undeliverableTexts } from '../../../domain/texts/names/desks';
import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { useMay } from '../../api/session';
import { localDay, useFormat } from '../../format';
import { Button } from '../../parts/button';
import { AsOf } from '../../parts/as-of';
import { Chip } from '../../parts/chip';
import { DataTable } from '../../parts/data-table';
import { Loaded } from '../../parts/loaded';
import { Card, Empty } from '../../parts/page';
import { enclosureWords } from '../../texts/desks/enclosures';
import { returnWords } from '../../texts/desks/returns';
import { useText, useWords } from '../../words';
import { mayStillWithdraw } from '../may-withdraw';
import { NoteEnclosure } from '../note-enclosure';
import { statusTone } from '../status-tone';
import { type Returned, useBookings } from './bookings';

type Row = Reply<'listReturns'>['items'][number];
const EVERY_MS = 10_000;

/** The newest bookings of the desk, whoever made them; what was just booked here is in it at once. */
export function BookingsTable({
  read,
  withdraw,
  today,
}: {
  read: (id: number) => void;
  withdraw: (item: Returned) => void;
  today: string;
}) {
  const words = useWords(returnWords);
  const enclosures = useWords(enclosureWords);
  const [noting, setNoting] = useState<Row | null>(null);
  const may = useMay();
  const text = useText();
  const format = useFormat();
  const bookings = useBookings();
  const list = useApi('listReturns', { query: { order: 'newest', limit: 50 } }, { every: EVERY_MS });
  const own = bookings.flatMap(({ item }) => (item ? [item] : []));
  const what = ({ kind, reason }: Row) => text(reason ? undeliverableTexts[reason] : returnKindTexts[kind]);
  return (
    <Card title={words.list} aside={<AsOf read={list} />}>
      <Loaded read={list}>
        {({ items }) => (
          <DataTable
            caption={words.list}
            rows={merged(items, own)}
            rowKey={(row) => row.id}
            empty={<Empty>{words.empty}</Empty>}
            columns={[
              {
                head: words.receipt,
                value: (row) => row.receipt,
                cell: (row) => <span className="mono">{row.receipt}</span>,
              },
              { head: words.kind, value: what, cell: what },
              {
                head: words.status,
                value: (row) => text(returnStatusTexts[row.status]),
                cell: (row) => <Chip tone={statusTone(row.status)}>{text(returnStatusTexts[row.status])}</Chip>,
              },
              {
                head: words.bookedAt,
                value: (row) => format.dayTime(row.bookedAt),
                cell: (row) =>
                  localDay(row.bookedAt) === today ? format.time(row.bookedAt) : format.dayTime(row.bookedAt),
              },
              {
                head: words.acts,
                cell: (row) => (
                  <span className="row nw">
                    <Button
                      look="quiet"
                      onClick={() => read(row.id)}
                      aria-label={`${row.receipt} ${row.mayEnter ? words.read : words.open}`}
                    >
                      {row.mayEnter ? words.read : words.open}
                    </Button>
                    {row.status !== 'withdrawn' && (
                      <Button
                        look="quiet"
                        onClick={() => setNoting(row)}
                        aria-label={`${row.receipt} ${enclosures.short}`}
                      >
                        {enclosures.short}
                      </Button>
                    )}
                    {row.status !== 'withdrawn' && may('inquiry.work') && (
                      <Link
                        to="/inquiries"
                        search={{
                          record: String(row.customerId),
                          campaign: String(row.campaignId),
                          paper: String(row.id),
                        }}
                        aria-label={`${row.receipt} ${enclosures.letterName}`}
                      >
                        {enclosures.letter}
                      </Link>
                    )}
                    {mayStillWithdraw(row, today) && (
                      <Button
                        look="quiet"
                        onClick={() => withdraw(row as Returned)}
                        aria-label={`${row.receipt} ${words.withdrawShort}`}
                      >
                        {words.withdrawShort}
                      </Button>
                    )}
                  </span>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      {noting && <NoteEnclosure item={noting} onClose={() => setNoting(null)} />}
    </Card>
  );
}

/** The server's list, with what was booked or has moved on since it was read. */
function merged(items: readonly Row[], own: readonly Returned[]): Row[] {
  const rows = new Map<number, Row>(own.map((item) => [item.id, item]));
  for (const item of items) rows.set(item.id, newer(item, rows.get(item.id)));
  return [...rows.values()].sort((a, b) => b.id - a.id);
}

const ORDER = ['received', 'entered', 'mismatch', 'held'];
/** A return only moves on. */
function newer(listed: Row, own: Row | undefined): Row {
  if (!own) return listed;
  const rank = ({ status }: Row) => (ORDER.includes(status) ? ORDER.indexOf(status) : ORDER.length);
  return rank(own) > rank(listed) || (own.status === 'withdrawn' && listed.status !== 'withdrawn') ? own : listed;
}
