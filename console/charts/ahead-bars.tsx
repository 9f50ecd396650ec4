import { columns, linear } from './scale';

export interface AheadDay {
  day: string;
  closed: boolean;
  due: number;
  /** What the lane can take; null: no limit. */
  capacity: number | null;
}

const [WIDTH, HEIGHT] = [460, 146];
const [TOP, BOTTOM] = [20, 36];

/** What falls due on the days ahead against what can be done; the part over it is a cap of its own with its number. */
export function AheadBars({
  days,
  dayText,
  number,
  closedText,
}: {
  days: AheadDay[];
  /** A day in two short lines: its number and its weekday. */
  dayText: (day: string) => [number: string, weekday: string];
  number: (value: number) => string;
  closedText: string;
}) {
  const capacity = days.find((one) => one.capacity !== null)?.capacity ?? null;
  const most = Math.max(1, capacity ?? 0, ...days.map(({ due }) => due));
  const x = columns(days.length, WIDTH, 0.22);
  const y = linear([0, most], [HEIGHT - BOTTOM, TOP]);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="ahead" aria-hidden="true">
      {days.map(({ day, closed, due, capacity: can }, index) => {
        const [left, width] = [x.left(index), x.width];
        const within = can === null ? due : Math.min(due, can);
        const over = due - within;
        return (
          <g key={day}>
            {closed && <rect x={left} width={width} y={TOP} height={HEIGHT - BOTTOM - TOP} className="closed" />}
            {within > 0 && (
              <rect x={left} width={width} y={y(within)} height={y(0) - y(within)} className="due" rx={2} />
            )}
            {over > 0 && (
              <rect x={left} width={width} y={y(due)} height={Math.max(2, y(within) - y(due) - 1)} className="over" />
            )}
            {(due > 0 || !closed) && (
              <text
                x={left + width / 2}
                y={y(due) - 4}
                textAnchor="middle"
                className={over > 0 ? 'lb over-text' : 'ax'}
              >
                {over > 0 ? `+${number(over)}` : due > 0 ? number(due) : '–'}
              </text>
            )}
            {closed && due === 0 && (
              <text x={left + width / 2} y={HEIGHT - BOTTOM - 6} textAnchor="middle" className="ax">
                {closedText}
              </text>
            )}
            {dayText(day).map((part, row) => (
              <text key={row} x={left + width / 2} y={HEIGHT - 20 + row * 14} textAnchor="middle" className="ax">
                {part}
              </text>
            ))}
          </g>
        );
      })}
      {capacity !== null && <line x1={0} x2={WIDTH} y1={y(capacity)} y2={y(capacity)} className="cap" />}
    </svg>
  );
}
