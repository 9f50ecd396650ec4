import { parentPort } from 'node:worker_threads';
import { AppError } from '../../domain/errors';
import { readScan } from './scan-reader';
import { type ScanAnswer, type ScanQuestion } from './scan-threads';

/** Worker thread of `readScanApart`: reads one scan after the other. */
parentPort!.on('message', ({ no, type, bytes }: ScanQuestion) => {
  const answer = (message: ScanAnswer) => parentPort!.postMessage(message);
  readScan({ type, bytes: Buffer.from(bytes) }).then(
    (texts) => answer({ no, texts }),
    (error: unknown) => answer({ no, refused: error instanceof AppError ? error.detail : {} }),
  );
});
