import { type Reply } from '../api/client';
import { Sum } from '../audience/sums';
import { useFormat } from '../format';
import { Facts } from '../parts/facts';
import { Card } from '../parts/page';
import { exchangeWords } from '../texts/campaigns/exchange';
import { useText, useWords } from '../words';

/** How far the results are on their way; the stages add up to the contracts. */
export function Stages({ exchange }: { exchange: Reply<'getExchange'> }) {
  const words = useWords(exchangeWords);
  const text = useText();
  const format = useFormat();
  const { contracts, stages, changeRequests: requests } = exchange;
  const asked = requests.asked + requests.sent + requests.accepted + requests.refused;
  return (
    <Card title={words.stages}>
      <div className="col">
        <Sum
          total={[words.contracts, contracts]}
          parts={stages.map(({ name, count }): [string, number] => [text(name), count])}
        />
        {asked > 0 && (
          <>
            <h3 className="s">{words.requests}</h3>
            <Facts
              items={[
                [words.requestsAsked, format.number(requests.asked)],
                [words.requestsSent, format.number(requests.sent)],
                [words.requestsAccepted, format.number(requests.accepted)],
                [words.requestsRefused, format.number(requests.refused)],
              ]}
            />
          </>
        )}
      </div>
    </Card>
  );
}
