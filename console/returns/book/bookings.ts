import { act } from '../../api/act';
import { type Input, type Reply } from '../../api/client';
import { asProblem, type Problem } from '../../api/problem';
import { queries } from '../../api/read';
import { createStore } from '../../store';

export type Returned = Reply<'bookReturn'>;

/** One envelope on its way to the desk's books. Kept in the page's memory only. */
export interface Booking {
  /** Its idempotency key: sent again it is the same act. */
  key: string;
  /** The code that was scanned, or the name of the file. */
  label: string;
  file: File | null;
  input: Input<'bookReturn'>;
  state: 'waiting' | 'sending' | 'booked' | 'known' | 'refused';
  item: Returned | null;
  problem: Problem | null;
}

const bookings = createStore<readonly Booking[]>([]);
/** Who wants to hear of each answer, once. */
const answered = new Set<(booking: Booking) => void>();

const change = (key: string, change: Partial<Booking>): void =>
  bookings.set(bookings.get().map((one) => (one.key === key ? { ...one, ...change } : one)));

/** Everything of this sitting, newest first. */
export const useBookings = bookings.use;

/** Hears of each answer until the returned function is called. */
export function onAnswer(listener: (booking: Booking) => void): () => void {
  answered.add(listener);
  return () => void answered.delete(listener);
}

const isOpen = ({ state }: Booking): boolean => state === 'waiting' || state === 'sending';
/** Whether something has not been answered yet: the page must not be left. */
export const isBooking = (): boolean => bookings.get().some(isOpen);

/** Books an envelope as soon as those before it of its kind are answered: codes do not wait for pictures. */
export function book(label: string, input: Input<'bookReturn'>, file: File | null = null): void {
  const fresh = { key: crypto.randomUUID(), label, file, input, item: null, problem: null };
  bookings.set([{ ...fresh, state: 'waiting' }, ...bookings.get()]);
  void send(file !== null);
}

/** Sends a refused one again, under its own key unless something in it has changed. */
export function bookAgain(booking: Booking, input: Input<'bookReturn'> = booking.input): void {
  const key = input === booking.input ? booking.key : crypto.randomUUID();
  const again = { ...booking, key, input, state: 'waiting' as const, problem: null };
  bookings.set(bookings.get().map((one) => (one.key === booking.key ? again : one)));
  void send(booking.file !== null);
}

export const forget = (key: string): void => bookings.set(bookings.get().filter((one) => one.key !== key));

/** What has changed about a return since, as after a reading or a withdrawal. */
export const follow = (item: Returned): void =>
  bookings.set(bookings.get().map((one) => (one.item?.id === item.id ? { ...one, item } : one)));

const sending = { codes: false, files: false };

async function send(files: boolean): Promise<void> {
  const lane = files ? 'files' : 'codes';
  if (sending[lane]) return;
  sending[lane] = true;
  try {
    for (;;) {
      const next = bookings.get().findLast((one) => one.state === 'waiting' && (one.file !== null) === files);
      if (!next) return;
      await sendOne(next);
    }
  } finally {
    sending[lane] = false;
  }
}

async function sendOne({ key, input }: Booking): Promise<void> {
  change(key, { state: 'sending' });
  try {
    const { body, status } = await act('bookReturn', input, key);
    change(key, { state: status === 200 ? 'known' : 'booked', item: body });
    void queries.invalidateQueries({ queryKey: ['listReturns'] });
    void queries.invalidateQueries({ queryKey: ['getDaybook'] });
    void queries.invalidateQueries({ queryKey: ['getWork'] });
  } catch (thrown) {
    change(key, { state: 'refused', problem: asProblem(thrown) });
  }
  const own = bookings.get().find((one) => one.key === key);
  if (own) for (const listener of answered) listener(own);
}

addEventListener('beforeunload', (event) => {
  if (isBooking()) event.preventDefault();
});
