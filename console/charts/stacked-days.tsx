import { linear, lineThrough } from './scale';

export interface Layer {
  /** Class that gives the colour. */
  className: string;
  /** One value a day. */
  values: number[];
}

const [WIDTH, HEIGHT] = [640, 200];
const [LEFT, TOP, BOTTOM] = [44, 8, 22];

/** Parts of a whole over many days, one upon the other, the first at the bottom. */
export function StackedDays({
  days,
  layers,
  number,
  dayText,
}: {
  days: string[];
  layers: Layer[];
  number: (value: number) => string;
  dayText: (day: string) => string;
}) {
  const sums = days.map((_, index) => layers.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const most = Math.max(1, ...sums);
  const x = linear([0, Math.max(1, days.length - 1)], [LEFT, WIDTH - 4]);
  const y = linear([0, most], [HEIGHT - BOTTOM, TOP]);
  const every = Math.ceil(days.length / 6);
  const below = days.map(() => 0);
  const paths = layers.map(({ className, values }) => {
    const floor = [...below];
    values.forEach((value, index) => (below[index]! += value));
    const edge = [...below].map((value, index) => [x(index), y(value)] as const);
    const back = floor.map((value, index) => [x(index), y(value)] as const).toReversed();
    return { className, path: `${lineThrough([...edge, ...back])}Z` };
  });
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {[0, most].map((value) => (
        <text key={value} x={LEFT - 6} y={y(value) + 4} textAnchor="end" className="ax">
          {number(value)}
        </text>
      ))}
      {paths.map(({ className, path }) => (
        <path key={className} d={path} className={`state-area ${className}`} />
      ))}
      {days.map(
        (day, index) =>
          index % every === 0 && (
            <text key={day} x={x(index)} y={HEIGHT - 6} className="ax">
              {dayText(day)}
            </text>
          ),
      )}
    </svg>
  );
}
