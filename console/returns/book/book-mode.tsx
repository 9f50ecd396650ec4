import { useCallback, useEffect, useRef, useState } from 'react';
import { typedCode } from '../../../domain/returns/return-rules';
import { useToday } from '../../clock';
import { useKeys } from '../../keys';
import { Card } from '../../parts/page';
import { say } from '../../parts/live';
import { batchWords } from '../../texts/desks/batches';
import { returnWords } from '../../texts/desks/returns';
import { useWords } from '../../words';
import { DropZone } from '../batches/drop-zone';
import { WithdrawDialog } from '../withdraw-dialog';
import { book, type Booking, onAnswer, type Returned, useBookings } from './bookings';
import { BookingsTable } from './bookings-table';
import { DaybookCard } from '../daybook-card';
import { FromIntake } from './from-intake';
import { type ItemKind, KindChoice, kindOfDigit } from './kind-choice';
import { ScanLine } from './scan-line';
import { useScanner } from './scanner';
import { bookedWords, LastScan } from './last-scan';

/** Envelopes come in: by scanner from anywhere on the page, by typed code, or as scans of whole stacks. */
export function BookMode({
  read,
  openBatch,
  intake,
  setAside,
  go,
}: {
  read: (id?: number) => void;
  openBatch: (id: number) => void;
  intake: number | undefined;
  /** The envelope set aside that is booked next. */
  setAside: number | undefined;
  go: (change: { intake?: string; aside?: string }) => void;
}) {
  const words = useWords(returnWords);
  const stack = useWords(batchWords);
  const line = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [kind, setKind] = useState<ItemKind>({ kind: 'form' });
  const [dates, setDates] = useState<{ receivedOn: string; postmarkOn: string }>({ receivedOn: '', postmarkOn: '' });
  const [withdrawing, setWithdrawing] = useState<Returned | null>(null);
  const bookings = useBookings();
  const today = useToday();
  const last = bookings[0];

  const facts = useCallback(
    () => ({
      ...kind,
      ...(dates.receivedOn && { receivedOn: dates.receivedOn }),
      ...(dates.postmarkOn && { postmarkOn: dates.postmarkOn }),
      ...(intake !== undefined && { intake }),
      ...(setAside !== undefined && { setAside }),
    }),
    [kind, dates, intake, setAside],
  );
  const stackFacts = () => {
    const { setAside: _, ...shared } = facts() as ReturnType<typeof facts> & { setAside?: number };
    return shared;
  };
  const take = useCallback(
    (text: string) => {
      setTyped('');
      line.current?.focus();
      const other = kindOfDigit(text);
      if (other) return setKind(other);
      if (text.trim() === '') return read();
      const code = typedCode(text).slice(0, 40);
      book(code, { body: { code, ...facts() } });
    },
    [facts, read],
  );
  useScanner(take);
  useKeys({
    escape: () => line.current?.focus(),
    w: last?.item ? () => setWithdrawing(last.item) : undefined,
  });
  useEffect(() => onAnswer((booking) => say(bookedWords(words, booking))), [words]);
  const { state: answered, input: sent } = last ?? {};
  const booked = answered === 'booked' && asideOf(sent) === setAside;
  useEffect(() => {
    if (booked && setAside !== undefined) go({ aside: undefined });
  }, [booked, setAside, go]);
  useEffect(() => line.current?.focus(), []);

  return (
    <>
      <ScanLine ref={line} typed={typed} setTyped={setTyped} take={take} warn={kind.kind === 'undeliverable'} />
      <FromIntake intake={intake} setAside={setAside} go={go} />
      <KindChoice value={kind} onChange={setKind} dates={dates} setDates={setDates} today={today} />
      <LastScan booking={last} again={(own) => bookFurther(own)} withdraw={setWithdrawing} />
      <div className="desk">
        <div className="col">
          <BookingsTable read={read} withdraw={setWithdrawing} today={today} />
        </div>
        <div className="col">
          <DaybookCard />
          <Card title={stack.drop}>
            <DropZone facts={stackFacts} open={openBatch} />
          </Card>
        </div>
      </div>
      {withdrawing && <WithdrawDialog item={withdrawing} onClose={() => setWithdrawing(null)} />}
    </>
  );
}

/** The envelope set aside that a booking was of. */
const asideOf = (input: unknown) => (input as { body?: { setAside?: number } } | undefined)?.body?.setAside;

function bookFurther({ label, input }: Booking): void {
  const { body } = input as { body: object };
  book(label, { body: { ...body, again: true } } as Booking['input']);
}
