import { type ChildProcess, fork } from 'node:child_process';
import { AppError, type ErrorCode, type Issue } from '../../domain/errors';

/** What a decoder is, and what one input may take of the machine. */
export interface DecoderRule {
  /** The module that the process runs, from `require.resolve`; it calls `serveDecoder`. */
  module: string;
  /** Time for one input, ms. */
  limitMs: number;
  /** Resident memory of the whole process, MiB. */
  memoryMb: number;
}

/** An input that used up its time or memory, or broke the process. Says nothing of the input's contents. */
export class DecodingFailed extends Error {
  constructor(
    readonly why: 'time' | 'memory' | 'broken',
    /** Kind and place of the error that broke it. */
    place = '',
  ) {
    super(`decoding ended: ${why}${place && `, ${place}`}`);
  }
}

/** What the process sends back; `refused` is an AppError that the decoder has thrown. */
export type DecoderReply<A> =
  | { answer: A }
  | { refused: { code: ErrorCode; detail: Record<string, string | number>; issues: Issue[] } }
  | { broken: string };

export type Decoder<Q, A> = (question: Q, limitMs?: number) => Promise<A>;

/** So many inputs may wait; a sender of more is asked to come back. */
const MAX_WAITING = 20;
/** A process without work gives its memory back. */
const IDLE_MS = 60_000;

/**
 * A child process for what others send: it has no settings and no keys, works at low priority on one input after the
 * other, and is killed when an input takes more than its time or memory. It starts with the first input and is thrown
 * away after whatever it does not answer. Throws the decoder's own AppError, decoder_busy, or DecodingFailed.
 */
export function createDecoder<Q extends object, A>(rule: DecoderRule): Decoder<Q, A> {
  let present: ChildProcess | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let idle: NodeJS.Timeout | undefined;

  const discard = (child: ChildProcess) => {
    if (present === child) present = undefined;
    child.kill('SIGKILL');
  };
  const start = (): ChildProcess => {
    const child = startProcess(rule);
    // ends between two inputs; during one, `ask` listens too
    child.once('exit', () => present === child && (present = undefined)).on('error', () => discard(child));
    return (present = child);
  };
  const ask = async (question: Q, limitMs: number): Promise<A> => {
    clearTimeout(idle);
    const child = present ?? start();
    try {
      return await answerOf<A>(child, question, limitMs);
    } catch (error) {
      discard(child);
      throw error;
    } finally {
      hold(child, false);
      idle = setTimeout(() => discard(child), IDLE_MS).unref();
    }
  };
  return (question, limitMs = rule.limitMs) => {
    if (waiting >= MAX_WAITING) return Promise.reject(new AppError('decoder_busy'));
    waiting += 1;
    const answer = last.then(() => ask(question, limitMs));
    last = answer.then(
      () => (waiting -= 1),
      () => (waiting -= 1),
    );
    return answer;
  };
}

function startProcess({ module, memoryMb }: DecoderRule): ChildProcess {
  const source = module.endsWith('.ts') ? ['--require', require.resolve('tsx/cjs')] : [];
  return fork(module, [String(memoryMb)], {
    env: {},
    execArgv: [...source, `--max-old-space-size=${memoryMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

/** Whether our own process stays alive for the child. */
function hold(child: ChildProcess, on: boolean): void {
  const change = on ? 'ref' : 'unref';
  child[change]();
  child.channel?.[change]();
}

function answerOf<A>(child: ChildProcess, question: object, limitMs: number): Promise<A> {
  hold(child, true);
  return new Promise<A>((resolve, reject) => {
    const end = (answer: () => void) => {
      clearTimeout(limit);
      child.off('message', take).off('exit', gone).off('error', fail);
      answer();
    };
    const take = (reply: DecoderReply<A>) =>
      end(() => {
        if ('answer' in reply) resolve(reply.answer);
        else if ('refused' in reply) {
          const { code, detail, issues } = reply.refused;
          reject(new AppError(code, detail, issues));
        } else reject(new DecodingFailed('broken', reply.broken));
      });
    // the watchdog and the kernel kill for memory; V8 aborts when its heap is full
    const gone = (_: number | null, signal: string | null) =>
      end(() => reject(new DecodingFailed(signal === 'SIGKILL' || signal === 'SIGABRT' ? 'memory' : 'broken')));
    const fail = () => end(() => reject(new DecodingFailed('broken')));
    const limit = setTimeout(() => end(() => reject(new DecodingFailed('time'))), limitMs);
    child.on('message', take).once('exit', gone).once('error', fail);
    child.send(question, (error) => error && fail());
  });
}
