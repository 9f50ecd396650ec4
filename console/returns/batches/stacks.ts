import { act } from '../../api/act';
import { type Input, type Reply } from '../../api/client';
import { asProblem, type Problem } from '../../api/problem';
import { queries } from '../../api/read';
import { createStore } from '../../store';
import { oneByOne } from '../one-by-one';

export type Batch = Reply<'receiveScans'>;
type Facts = NonNullable<Input<'receiveScans'>['query']>;

/** A file of a stack on its way. Kept in the page's memory only. */
export interface StackFile {
  /** Its idempotency key: sent again it is the same act. */
  key: string;
  /** Files that were chosen together. */
  stack: string;
  name: string;
  body: Blob;
  state: 'waiting' | 'sending' | 'sent' | 'known' | 'refused';
  batch: Batch | null;
  problem: Problem | null;
}

const files = createStore<readonly StackFile[]>([]);
/** Files of this sitting, newest stack first. */
export const useStackFiles = files.use;
const facts = new Map<string, Facts>();

const change = (key: string, change: Partial<StackFile>): void =>
  files.set(files.get().map((one) => (one.key === key ? { ...one, ...change } : one)));

/** Sends files that were chosen together as one stack, in the order of their names. */
export function sendStack(chosen: { name: string; body: Blob }[], given: Facts): void {
  const stack = crypto.randomUUID();
  facts.set(stack, given);
  const sorted = [...chosen].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  const fresh = sorted.map(({ name, body }): StackFile => {
    return { key: crypto.randomUUID(), stack, name, body, state: 'waiting', batch: null, problem: null };
  });
  files.set([...fresh, ...files.get()]);
  void send();
}

/** Sends a refused one again. */
export function sendAgain(key: string): void {
  change(key, { state: 'waiting', problem: null });
  void send();
}

export const forgetFile = (key: string): void => files.set(files.get().filter((one) => one.key !== key));

const send = oneByOne(() => files.get().find(({ state }) => state === 'waiting'), sendOne);
async function sendOne({ key, stack, body }: StackFile): Promise<void> {
  change(key, { state: 'sending' });
  const own = files.get().filter((one) => one.stack === stack);
  const begun = own.findLast(({ batch }) => batch?.status === 'receiving')?.batch;
  const left = own.filter(({ state }) => state === 'waiting' || state === 'sending').length;
  const query = { ...facts.get(stack)!, files: left, ...(begun && { batch: begun.id }) };
  try {
    const { body: batch, status } = await act('receiveScans', { query, body }, key);
    change(key, { state: status === 200 ? 'known' : 'sent', batch });
    void queries.invalidateQueries({ queryKey: ['listScanBatches'] });
  } catch (thrown) {
    change(key, { state: 'refused', problem: asProblem(thrown) });
  }
}

addEventListener('beforeunload', (event) => {
  if (files.get().some(({ state }) => state === 'waiting' || state === 'sending')) event.preventDefault();
});
