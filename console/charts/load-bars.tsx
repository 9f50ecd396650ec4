import { columns, linear } from './scale';

export interface LoadDay {
  day: string;
  due: number;
  /** What is left over at its end. */
  waiting: number;
}

const [WIDTH, HEIGHT] = [640, 120];
const [TOP, BOTTOM] = [12, 22];
/** Left of the bars at least, and for each character of the highest number. */
const [LEFT, CHARACTER] = [44, 6.5];

/** What falls due on each of many days against the daily capacity; what is left over at the end of a day is a cap. */
export function LoadBars({
  days,
  capacity,
  number,
  dayText,
}: {
  days: LoadDay[];
  /** Null: no limit is known. */
  capacity: number | null;
  number: (value: number) => string;
  dayText: (day: string) => string;
}) {
  const peak = Math.max(1, ...days.map(({ due, waiting }) => Math.max(due, waiting)));
  // a capacity far above everything is said beside the chart, and would only flatten the bars
  const near = capacity !== null && capacity <= peak * 2 ? capacity : null;
  const most = Math.max(peak, near ?? 0);
  const start = Math.max(LEFT, 8 + number(most).length * CHARACTER);
  const x = columns(days.length, WIDTH - start, 0.2);
  const y = linear([0, most], [HEIGHT - BOTTOM, TOP]);
  const every = Math.ceil(days.length / 6);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="ahead" aria-hidden="true">
      {[0, most].map((value) => (
        <text key={value} x={start - 6} y={y(value) + 4} textAnchor="end" className="ax">
          {number(value)}
        </text>
      ))}
      {days.map(({ day, due, waiting }, index) => {
        const left = start + x.left(index);
        return (
          <g key={day}>
            {due > 0 && <rect x={left} width={x.width} y={y(due)} height={y(0) - y(due)} className="due" />}
            {waiting > 0 && (
              <rect x={left} width={x.width / 2} y={y(waiting)} height={y(0) - y(waiting)} className="over" />
            )}
            {index % every === 0 && (
              <text x={left} y={HEIGHT - 6} className="ax">
                {dayText(day)}
              </text>
            )}
          </g>
        );
      })}
      {near !== null && <line x1={start} x2={WIDTH} y1={y(near)} y2={y(near)} className="cap" />}
    </svg>
  );
}
