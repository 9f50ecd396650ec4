import { useFormat } from '../../format';
import { batchWords } from '../../texts/desks/batches';
import { useWords } from '../../words';
import { type Batch } from './stacks';

/** How far a batch is, in words and tone. */
export function useBatchStatus() {
  const words = useWords(batchWords);
  const { number } = useFormat();
  return (batch: Batch): { said: string; tone: 'plain' | 'acc' | 'warn' | 'ok' } => {
    const { status, files, filesReceived, read, pages, people } = batch;
    if (status === 'receiving') return { said: words.receiving(number(filesReceived), number(files)), tone: 'plain' };
    if (status === 'reading') return { said: words.reading(number(read), number(pages)), tone: 'acc' };
    if (status === 'booking') return { said: words.booking, tone: 'acc' };
    return people > 0 ? { said: words.toDecide, tone: 'warn' } : { said: words.done, tone: 'ok' };
  };
}
