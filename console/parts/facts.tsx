import { type ReactNode } from 'react';

/** Names and values, one beside the other. */
export function Facts({ items }: { items: readonly (readonly [name: string, value: ReactNode] | null | false)[] }) {
  return (
    <dl className="facts">
      {items.map(
        (item) =>
          item && (
            <div key={item[0]}>
              <dt>{item[0]}</dt>
              <dd>{item[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** A figure with what it counts and its base; without a base it says why there is none. */
export function Figure({ name, value, base }: { name: string; value: ReactNode; base?: ReactNode }) {
  return (
    <div className="figure">
      <span className="xs mut">{name}</span>
      <span className="value">{value}</span>
      {base && <span className="xs mut">{base}</span>}
    </div>
  );
}

/** A hash as people compare it: in groups of four. */
export function Hash({ value }: { value: string }) {
  return <span className="mono hash">{value.match(/.{1,4}/g)?.join(' ')}</span>;
}
