import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Entry as MailEntry } from '../../sandbox/inbox/entries';
import { type Entry as PostEntry } from '../../sandbox/print-shop/entries';
import { readPieces } from '../../sandbox/print-shop/manifest';
import { type Entry as SmsEntry } from '../../sandbox/sms/entries';

interface CallEntry {
  type: 'call' | 'repeat' | 'clock';
  key?: string;
  at: string;
}

/** One contact that a stand-in took, as it wrote it down itself. */
export interface Taken {
  /** The contact's key; of a letter and a mail the piece's code; of a call the task and the attempt. */
  key: string;
  channel: 'mail' | 'sms' | 'post' | 'phone';
  /** Instant of the installation's clock, epoch ms. */
  at: number;
  /** Place in its stand-in's record, bytes. */
  offset: number;
  /** Instant on the machine's clock, epoch ms; post and phone do not note it. */
  received: number | undefined;
  /** Post only: the print run. */
  batch?: string;
}

/** Everything the stand-ins wrote down. */
export interface Records {
  taken: Taken[];
  /** Whatever reached a stand-in, accepted or not; of a print run each envelope, every time it is handed in. */
  attempts: number;
  /** Mails recorded although the sender was cut off before the answer, as the fault file says. */
  cut: number;
}

const FOLDERS = { mail: 'inbox', sms: 'sms', post: 'print-shop', phone: 'phone' } as const;
type Channel = keyof typeof FOLDERS;

const fileOf = (dir: string, channel: Channel) => join(dir, FOLDERS[channel], 'record.jsonl');

/** A mark in all records that separates what comes later. */
export interface Mark {
  /** Epoch ms. */
  at: number;
  /** Length of each record, bytes. */
  lengths: Record<Channel, number>;
  /** Print runs that the shop has, or that lie ready for it. */
  batches: Set<string>;
}

export function markRecords(dir: string): Mark {
  const length = (channel: Channel) => {
    const file = fileOf(dir, channel);
    return existsSync(file) ? statSync(file).size : 0;
  };
  const names = (...path: string[]) => (existsSync(join(dir, ...path)) ? readdirSync(join(dir, ...path)) : []);
  const batches = new Set([...names('print', 'out'), ...names('print', 'done'), ...names(FOLDERS.post, 'runs')]);
  const lengths = { mail: length('mail'), sms: length('sms'), post: length('post'), phone: length('phone') };
  return { at: Date.now(), lengths, batches };
}

/** What had been received before the mark may have been written down a moment later. */
export function isAfter(mark: Mark, { channel, offset, received, batch }: Taken): boolean {
  if (channel === 'post') return batch !== undefined && !mark.batches.has(batch);
  return offset >= mark.lengths[channel] && (received === undefined || received > mark.at);
}

/** Reads the record files of all stand-ins. */
export function readRecords(dir: string): Records {
  const records: Records = { taken: [], attempts: 0, cut: 0 };
  const instant = Date.parse;
  each<MailEntry>(dir, 'mail', (entry, offset) => {
    if (entry.type === 'refused') records.attempts += 1;
    if (entry.type !== 'mail') return;
    records.attempts += 1;
    if (entry.verdict === 'dropped') records.cut += 1;
    const { at, received } = entry;
    const key = entry.key.split('.')[0]!; // the piece's code
    records.taken.push({ key, channel: 'mail', at: instant(at), received: instant(received), offset });
  });
  each<SmsEntry>(dir, 'sms', (entry, offset) => {
    if (entry.type === 'refused') records.attempts += 1;
    if (entry.type !== 'sms') return;
    records.attempts += 1;
    const { key, at, received } = entry;
    records.taken.push({ key, channel: 'sms', at: instant(at), received: instant(received), offset });
  });
  const printed = new Map<string, string[]>();
  each<PostEntry>(dir, 'post', (entry, offset) => {
    if (entry.type === 'run') printed.set(entry.key, piecesOf(dir, entry.key));
    if (entry.type === 'refused') records.attempts += 1;
    if (entry.type === 'run' || (entry.type === 'acked' && entry.again)) {
      records.attempts += printed.get(entry.key)?.length ?? 0;
    }
    if (entry.type !== 'posted') return;
    for (const key of printed.get(entry.key) ?? []) {
      records.taken.push({
        key,
        channel: 'post',
        at: instant(entry.at),
        received: undefined,
        offset,
        batch: entry.key,
      });
    }
  });
  each<CallEntry>(dir, 'phone', (entry, offset) => {
    if (entry.type === 'clock') return;
    records.attempts += 1;
    if (entry.type !== 'call') return;
    records.taken.push({ key: entry.key!, channel: 'phone', at: instant(entry.at), received: undefined, offset });
  });
  return records;
}

function each<Entry>(dir: string, channel: Channel, take: (entry: Entry, offset: number) => void): void {
  const file = fileOf(dir, channel);
  if (!existsSync(file)) return;
  let offset = 0;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line) take(JSON.parse(line) as Entry, offset);
    offset += Buffer.byteLength(line) + 1;
  }
}

/** Codes of a run's envelopes, from the shop's own copy. */
const piecesOf = (dir: string, key: string): string[] =>
  readPieces(join(dir, FOLDERS.post, 'runs', key)).map(({ piece }) => piece);
