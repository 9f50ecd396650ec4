import { type Reply } from '../api/client';
import { useFormat } from '../format';
import { exchangeWords } from '../texts/campaigns/exchange';
import { useWords } from '../words';

/** What the next delivery would hold at least. */
export function Waiting({ exchange }: { exchange: Reply<'getExchange'> }) {
  const words = useWords(exchangeWords);
  const format = useFormat();
  const accepted = exchange.stages.find(({ stage }) => stage === 'accepted')?.count ?? 0;
  return (
    <span className="hint">{words.waiting(format.number(accepted), format.number(exchange.changeRequests.asked))}</span>
  );
}
