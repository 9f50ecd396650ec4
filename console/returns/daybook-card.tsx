import { useState } from 'react';
import { csvOf } from '../api/csv';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { save } from '../api/save';
import { useGrant, useMay } from '../api/session';
import { useToday } from '../clock';
import { useFormat } from '../format';
import { AsOf } from '../parts/as-of';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { Field } from '../parts/field';
import { Loaded } from '../parts/loaded';
import { Card } from '../parts/page';
import { usePeople } from '../people';
import { mailRoomWords } from '../texts/desks/mail-room';
import { partWords } from '../texts/parts';
import { returnWords } from '../texts/desks/returns';
import { useWords } from '../words';
import { CloseDay } from './mail-room/close-day';

type Book = Reply<'getDaybook'>;
type Line = readonly [name: string, count: number, sign?: string];
const EVERY_MS = 10_000;

/**
 * One day of the desk: what came in on the left, what became of it on the right; both sides are counted on their own.
 * `whole`: with the envelopes, the closing, and ways to take it along.
 */
export function DaybookCard({ whole = false }: { whole?: boolean }) {
  const words = useWords(returnWords);
  const room = useWords(mailRoomWords);
  const parts = useWords(partWords);
  const may = useMay();
  const format = useFormat();
  const grant = useGrant();
  const today = useToday();
  const [date, setDate] = useState('');
  const [closing, setClosing] = useState(false);
  const query = date === '' || date === today ? {} : { date };
  const read = useApi('getDaybook', { query }, { every: EVERY_MS, keep: true });
  const itemsOf = useItemLines();
  const envelopesOf = useEnvelopeLines();
  const download = (book: Book, encoding: 'utf-8' | 'cp932') => {
    const row = (part: string) => (line: Line) => [part, line[0], line[1]];
    const rows = [...envelopesOf(book).map(row(room.byEnvelopes)), ...itemsOf(book).map(row(room.byItems))];
    save(
      csvOf([[words.day, room.line, room.envelopes], [book.date, '', null], ...rows], encoding),
      `${words.daybook}-${book.date}.csv`,
    );
  };
  return (
    <Card title={words.daybook} aside={<AsOf read={read} />}>
      <div className="daybook-day">
        <Field label={words.day}>
          <input type="date" max={today} value={date || today} onChange={(event) => setDate(event.target.value)} />
        </Field>
      </div>
      <Loaded read={read} lines={8}>
        {(book) => (
          <div className="col daybook">
            {whole && (
              <p className="on-paper b">
                {format.day(book.date)} {grant.clientName}
              </p>
            )}
            {whole && book.envelopes && (
              <Lines caption={room.byEnvelopes} lines={envelopesOf(book)} shown={whole}>
                {book.envelopes.withoutIntake > 0 && (
                  <p className="s sub">{room.withoutIntake(String(book.envelopes.withoutIntake))}</p>
                )}
              </Lines>
            )}
            <Lines caption={whole ? room.byItems : words.daybook} lines={itemsOf(book)} shown={whole}>
              <Sum book={book} />
            </Lines>
            {book.envelopes && <ClosingLine book={book} />}
            {whole && (
              <div className="row wrap no-print">
                {may('mail_room.work') && book.date === today && (
                  <Button onClick={() => setClosing(true)}>{room.closeDay}</Button>
                )}
                <Button look="quiet" onClick={() => print()}>
                  {room.print}
                </Button>
                <Button look="quiet" onClick={() => download(book, 'utf-8')}>
                  {parts.csvUtf8}
                </Button>
                <Button look="quiet" onClick={() => download(book, 'cp932')}>
                  {parts.csvCp932}
                </Button>
              </div>
            )}
            {whole && (
              <div className="row stamps" aria-hidden="true">
                <span>{room.preparedBy}</span>
                <span>{room.signed}</span>
              </div>
            )}
          </div>
        )}
      </Loaded>
      {closing && <CloseDay day={today} onClose={() => setClosing(false)} />}
    </Card>
  );
}

function Lines({
  caption,
  lines,
  shown,
  children,
}: {
  caption: string;
  lines: readonly Line[];
  shown: boolean;
  children: React.ReactNode;
}) {
  const format = useFormat();
  return (
    <>
      <table>
        <caption className={shown ? undefined : 'sr'}>{caption}</caption>
        <tbody>
          {lines.map(([name, count, sign]) => (
            <tr key={name}>
              <th scope="row">
                <span aria-hidden="true">{sign}</span> {name}
              </th>
              <td className="num">{format.number(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {children}
    </>
  );
}

function useItemLines(): (book: Book) => readonly Line[] {
  const words = useWords(returnWords);
  const room = useWords(mailRoomWords);
  return (book) => [
    [words.carried, book.carried],
    [words.received, book.received, '＋'],
    [words.accepted, book.accepted, '＝'],
    [words.late, book.late, '＋'],
    [words.defect, book.defect, '＋'],
    [words.undeliverable, book.undeliverable, '＋'],
    [words.withdrawnCount, book.withdrawn, '＋'],
    [room.notOurs, book.notOurs, '＋'],
    [words.openCount, book.open, '＋'],
  ];
}

function useEnvelopeLines(): (book: Book) => readonly Line[] {
  const room = useWords(mailRoomWords);
  return ({ envelopes }) =>
    envelopes
      ? [
          [room.carried, envelopes.carried],
          [room.countedLine, envelopes.counted, '＋'],
          [room.takenBack, envelopes.withdrawn, '＋'],
          [room.formsBooked, envelopes.booked, '＝'],
          [room.undeliverable, envelopes.undeliverable, '＋'],
          [room.notOurs, envelopes.notOurs, '＋'],
          [room.inQuestion, envelopes.inQuestion, '＋'],
          [room.leftOver, envelopes.left, '＋'],
        ]
      : [];
}

function Sum({ book }: { book: Book }) {
  const words = useWords(returnWords);
  const format = useFormat();
  const { accepted, late, defect, undeliverable, withdrawn, notOurs, open } = book;
  const right = accepted + late + defect + undeliverable + withdrawn + notOurs + open;
  return (
    <p className="s">
      <Chip tone={book.balanced ? 'ok' : 'danger'}>{book.balanced ? words.balanced : words.unbalanced}</Chip>{' '}
      {words.daybookSum(format.number(book.carried + book.received), format.number(right))}
    </p>
  );
}

function ClosingLine({ book: { closing } }: { book: Book }) {
  const words = useWords(returnWords);
  const room = useWords(mailRoomWords);
  const format = useFormat();
  const nameOf = usePeople();
  if (!closing) return <p className="s sub">{room.notClosed}</p>;
  const { at, by, leftOver, expected, balanced } = closing;
  return (
    <p className="s">
      <Chip tone={balanced ? 'ok' : 'danger'}>{balanced ? words.balanced : words.unbalanced}</Chip>{' '}
      {room.closing(format.dayTime(at), nameOf(by), format.number(leftOver), format.number(expected))}
    </p>
  );
}
