import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { Note } from '../../parts/note';
import { returnWords } from '../../texts/desks/returns';
import { useWords } from '../../words';
import { mayStillWithdraw } from '../may-withdraw';
import { type Booking, type Returned } from './bookings';

type Said = ReturnType<typeof useWords<typeof returnWords>>;

/** What became of a booking, in one sentence. */
export function bookedWords(words: Said, { state, item, problem }: Booking): string {
  if (state === 'booked') return words.booked(item!.receipt);
  if (state === 'known') return words.known(item!.receipt);
  if (state === 'refused') return `${words.nothingBooked} ${problem?.body.title ?? ''}`;
  return words.sending;
}

/** The answer to the last scan, large enough to read at a glance. */
export function LastScan({
  booking,
  again,
  withdraw,
}: {
  booking: Booking | undefined;
  again: (booking: Booking) => void;
  withdraw: (item: Returned) => void;
}) {
  const words = useWords(returnWords);
  if (!booking) return null;
  const { state, item, problem, label } = booking;
  if (state === 'refused') {
    return (
      <Note tone="danger" role="alert">
        <p className="b">
          <span className="mono">{label}</span> {problem?.body.title}
        </p>
        <p>
          {words.nothingBooked} {problem?.body.detail}
        </p>
      </Note>
    );
  }
  return (
    <div className="row wrap last-scan">
      <Chip tone={state === 'booked' ? 'ok' : state === 'known' ? 'warn' : 'plain'}>{bookedWords(words, booking)}</Chip>
      <span className="mono">{label}</span>
      {state === 'known' && <span className="s sub">{words.knownMore}</span>}
      <span className="sp" />
      {state === 'known' && item?.kind === 'form' && (
        <Button look="quiet" onClick={() => again(booking)}>
          {words.bookFurther}
        </Button>
      )}
      {item && mayStillWithdraw(item) && (
        <Button look="quiet" shortcut="W" onClick={() => withdraw(item)}>
          {words.withdraw}
        </Button>
      )}
    </div>
  );
}
