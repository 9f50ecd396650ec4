import { type Reply } from '../api/client';
import { useFormat } from '../format';
import { Chip } from '../parts/chip';
import { Card } from '../parts/page';
import { audienceWords } from '../texts/campaigns/audience';
import { useWords } from '../words';

/** The two sums of an import: rows of the file, and contracts; each says whether it adds up. */
export function Sums({ audience: { import: last, contracts, customers } }: { audience: Reply<'getAudience'> }) {
  const words = useWords(audienceWords);
  const format = useFormat();
  if (!last) return null;
  return (
    <Card title={words.sums} aside={<span className="s">{`${words.customers} ${format.number(customers)}`}</span>}>
      <div className="col">
        <Sum
          total={[words.rows, last.rows]}
          parts={[
            [words.refused, last.refused],
            [words.doubles, last.doubles],
            [words.contracts, last.contracts],
          ]}
        />
        <Sum
          total={[words.contracts, contracts.total]}
          parts={[
            [words.included, contracts.included],
            [words.held, contracts.held],
            [words.excluded, contracts.excluded],
          ]}
        />
      </div>
    </Card>
  );
}

/** A total, its parts, and whether they add up to it. */
export function Sum({ total: [name, total], parts }: { total: [string, number]; parts: [string, number][] }) {
  const words = useWords(audienceWords);
  const sum = parts.reduce((so, [, count]) => so + count, 0);
  return (
    <div className="row wrap sum" role="group" aria-label={name}>
      <Part name={name} value={total} />
      <span className="op">＝</span>
      {parts.map(([part, count], index) => (
        <span key={part} className="row">
          {index > 0 && <span className="op">＋</span>}
          <Part name={part} value={count} />
        </span>
      ))}
      <Chip tone={sum === total ? 'ok' : 'danger'}>{sum === total ? words.balanced : words.notBalanced}</Chip>
    </div>
  );
}

function Part({ name, value }: { name: string; value: number }) {
  const format = useFormat();
  return (
    <span className="figure">
      <span className="xs mut">{name}</span>
      <span className="b sum-value">{format.number(value)}</span>
    </span>
  );
}
