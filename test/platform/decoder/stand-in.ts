import { serveDecoder } from '../../../config/decoder/serve';
import { AppError } from '../../../domain/errors';

/** What the stand-in is to do with an input. */
export interface Task {
  do: 'echo' | 'spin' | 'fill heap' | 'fill memory' | 'refuse' | 'throw' | 'exit' | 'show environment';
}

const kept: unknown[] = [];

serveDecoder((task: Task): unknown => {
  switch (task.do) {
    case 'echo':
      return process.pid;
    case 'show environment':
      return Object.keys(process.env);
    case 'spin':
      for (;;);
    case 'fill heap':
      for (;;) kept.push(Array.from({ length: 1e5 }, (_, n) => `${n}`));
    case 'fill memory':
      for (;;) kept.push(Buffer.alloc(16 * 1024 * 1024, 1));
    case 'refuse':
      throw new AppError('scan_unreadable', { pages: 21 });
    case 'throw':
      throw new RangeError('quotes the input');
    case 'exit':
      return process.exit(3);
  }
});
