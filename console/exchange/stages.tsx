import { Sum } from '../audience/sums';
import { useApi } from '../api/read';
import { useFormat } from '../format';
import { AsOf } from '../parts/as-of';
import { Facts } from '../parts/facts';
import { Loaded } from '../parts/loaded';
import { Card } from '../parts/page';
import { exchangeWords } from '../texts/exchange';
import { useText, useWords } from '../words';

/** How far the results have come in the client's system; the stages add up to the contracts. */
export function Stages({ campaign }: { campaign: number }) {
  const words = useWords(exchangeWords);
  const text = useText();
  const format = useFormat();
  const read = useApi('getExchange', { query: { campaign } }, { every: 60_000 });
  return (
    <Card title={words.stages} aside={<AsOf read={read} />}>
      <Loaded read={read} lines={3}>
        {({ contracts, stages, changeRequests }) => (
          <div className="col">
            <Sum total={[words.contracts, contracts]} parts={stages.map(({ name, count }) => [text(name), count])} />
            {Object.values(changeRequests).some((count) => count > 0) && (
              <Facts
                items={(['asked', 'sent', 'accepted', 'refused'] as const).map((name) => [
                  `${words.changeRequests}：${words[name]}`,
                  format.number(changeRequests[name]),
                ])}
              />
            )}
          </div>
        )}
      </Loaded>
    </Card>
  );
}
