import { act } from '../../api/act';
import { type Input, type Reply } from '../../api/client';
import { asProblem, type Problem } from '../../api/problem';
import { queries } from '../../api/read';
import { createStore } from '../../store';
import { oneByOne } from '../one-by-one';

export type Returned = Reply<'bookReturn'>;

/** One envelope on its way to the desk's books. Kept in the page's memory only. */
export interface Booking {
  /** Its idempotency key: sent again it is the same act. */
  key: string;
  /** The code that was scanned. */
  label: string;
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

/** Books an envelope as soon as those before it are answered. */
export function book(label: string, input: Input<'bookReturn'>): void {
  const fresh = { key: crypto.randomUUID(), label, input, item: null, problem: null };
  bookings.set([{ ...fresh, state: 'waiting' }, ...bookings.get()]);
  void send();
}

/** What has changed about a return since, as after a reading or a withdrawal. */
export const follow = (item: Returned): void =>
  bookings.set(bookings.get().map((one) => (one.item?.id === item.id ? { ...one, item } : one)));

const send = oneByOne(() => bookings.get().findLast(({ state }) => state === 'waiting'), sendOne);
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
