import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { createDecoder, DecodingFailed } from '../../config/decoder/decoder';
import { AppError } from '../../domain/errors';
import { type ReadPage, type ReadPart, type StackQuestion } from './stack-reader';

/** A page without a code that looks as if it had one takes a second or two. */
const PAGE_MS = 10_000;
/** A second core reads too; each process gives way to all else on the machine. */
const PROCESSES = Math.min(2, availableParallelism());

/** A part of the file with this key; `bytes` only when the process asks for them. */
export interface PartQuestion {
  key: string;
  bytes?: Uint8Array;
  from: number;
  count: number;
}
export type PartAnswer = ReadPart | 'send_bytes';

const rule = { module: require.resolve('./stack-process'), limitMs: PAGE_MS, memoryMb: 1024 };
const decoders = Array.from({ length: PROCESSES }, () => createDecoder<PartQuestion, PartAnswer>(rule));
type Ask = (question: StackQuestion, limitMs?: number) => Promise<ReadPart>;
const asks = decoders.map((decoder): Ask => async ({ bytes, from, count }, limitMs) => {
  const question = { key: keyOf(bytes), from, count };
  const answer = await decoder(question, limitMs);
  if (answer !== 'send_bytes') return answer;
  return (await decoder({ ...question, bytes }, limitMs)) as ReadPart;
});

const keys = new WeakMap<Uint8Array, string>();
function keyOf(bytes: Uint8Array): string {
  const key = keys.get(bytes) ?? randomUUID();
  keys.set(bytes, key);
  return key;
}

/** Some pages of a stack, in order; null: that page cannot be read. */
export interface StackPart {
  pages: number;
  read: (ReadPage | null)[];
}

/**
 * Pages of a stack, read in processes of their own, each of which takes its share. When one of the pages breaks it, that
 * share is read one by one, so that only that page is lost. Throws scan_unreadable for a file that cannot be opened at
 * all, decoder_busy.
 */
export async function readPartApart({ bytes, from, count }: StackQuestion): Promise<StackPart> {
  const share = Math.ceil(count / asks.length);
  const shares = asks.map((ask, index) => {
    const first = index * share;
    return readShare(ask, { bytes, from: from + first, count: Math.max(0, Math.min(share, count - first)) });
  });
  const parts = await Promise.all(shares);
  return { pages: parts[0]!.pages, read: parts.flatMap(({ read }) => read) };
}

async function readShare(ask: Ask, question: StackQuestion): Promise<StackPart> {
  try {
    return await ask(question, PAGE_MS * Math.max(1, question.count));
  } catch (error) {
    if (!isBroken(error)) throw error;
    return onePageAfterTheOther(ask, question, error);
  }
}

async function onePageAfterTheOther(
  ask: Ask,
  { bytes, from, count }: StackQuestion,
  cause: unknown,
): Promise<StackPart> {
  const { pages } = await ask({ bytes, from: 0, count: 0 }).catch((error: unknown) => {
    throw isBroken(error) ? new AppError('scan_unreadable', {}, [], { cause }) : error;
  });
  const read: StackPart['read'] = [];
  for (let page = from; page < Math.min(from + count, pages); page++) {
    try {
      read.push((await ask({ bytes, from: page, count: 1 })).read[0]!);
    } catch (error) {
      if (!isBroken(error)) throw error;
      read.push(null);
    }
  }
  return { pages, read };
}

const isBroken = (error: unknown): boolean =>
  error instanceof DecodingFailed || (error instanceof AppError && error.code === 'scan_unreadable');
