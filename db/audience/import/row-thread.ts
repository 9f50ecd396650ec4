import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../../domain/errors';
import { type ThreadAnswer, type ThreadMessage } from './read-rows';
import { encodeRows, type RowJob } from './rows';

/** Worker thread of `readRows`: encodes its share of a file and waits for a reply to each message. */
async function run(job: RowJob): Promise<void> {
  const port = parentPort!;
  const say = (message: ThreadMessage) =>
    port.postMessage(message, message.kind === 'rows' ? [message.bytes.buffer] : []);
  const ask = async (message: ThreadMessage): Promise<ThreadAnswer> => {
    say(message);
    const [answer] = (await once(port, 'message')) as [ThreadAnswer];
    return answer;
  };
  try {
    const findKeys = async (parties: string[]) => (await ask({ kind: 'parties', parties })) as Map<string, string>;
    for await (const { rows, bytes } of encodeRows(job, findKeys)) {
      await ask({ kind: 'rows', rows, bytes: new Uint8Array(bytes.buffer as ArrayBuffer) });
    }
    say({ kind: 'done' });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, detail, issues } = error;
    say({ kind: 'refused', code, detail, issues });
  }
}

void run(workerData as RowJob);
