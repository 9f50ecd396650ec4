import { linear, lineThrough } from './scale';

export interface CurvePoint {
  /** Local day. */
  day: string;
  /** Between 0 and 1. */
  share: number;
}
interface Mark {
  day: string;
  label: string;
}

const [WIDTH, HEIGHT] = [640, 260];
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 12, 26, 26];
const DAY = 86_400_000;

/** The range that was expected, with its middle. */
export interface BandPoint {
  day: string;
  low: number;
  likely: number;
  high: number;
}

/** A share by day, from the first day to the last, with today and the dates that matter. Days without a look are bridged. */
export function DayCurve({
  points,
  band = [],
  from,
  until,
  marks,
  percent,
  dayText,
}: {
  points: CurvePoint[];
  /** Behind the line; without points it is the curve itself. */
  band?: BandPoint[];
  from: string;
  until: string;
  marks: Mark[];
  percent: (share: number) => string;
  dayText: (day: string) => string;
}) {
  const x = linear([Date.parse(from), Math.max(Date.parse(until), Date.parse(from) + DAY)], [LEFT, WIDTH - RIGHT]);
  const y = linear([0, 1], [HEIGHT - BOTTOM, TOP]);
  const at = (day: string) => x(Date.parse(day));
  const path = lineThrough(points.map(({ day, share }) => [at(day), y(share)]));
  const first = points[0];
  const last = points.at(-1);
  const ticks = daysBetween(from, until, 6);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="curve" aria-hidden="true">
      {[0, 0.25, 0.5, 0.75, 1].map((share) => (
        <g key={share}>
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(share)} y2={y(share)} className="grid" />
          <text x={LEFT - 6} y={y(share) + 4} textAnchor="end" className="ax">
            {Math.round(share * 100)}%
          </text>
        </g>
      ))}
      {ticks.map((day) => (
        <text key={day} x={at(day)} y={HEIGHT - 8} textAnchor="middle" className="ax">
          {dayText(day)}
        </text>
      ))}
      {marks.map(({ day, label }, index) => (
        <g key={label}>
          <line x1={at(day)} x2={at(day)} y1={TOP - 4} y2={HEIGHT - BOTTOM} className="mark" />
          <text x={at(day) - 4} y={TOP + 8 + index * 15} textAnchor="end" className="ax">
            {label}
          </text>
        </g>
      ))}
      {band.length > 1 && (
        <>
          <path
            d={`${lineThrough([
              ...band.map(({ day, high }) => [at(day), y(high)] as const),
              ...band.toReversed().map(({ day, low }) => [at(day), y(low)] as const),
            ])}Z`}
            className="band"
          />
          <path d={lineThrough(band.map(({ day, likely }) => [at(day), y(likely)]))} className="likely" />
        </>
      )}
      {first && last && <path d={`${path}L${at(last.day)},${y(0)}L${at(first.day)},${y(0)}Z`} className="under" />}
      <path d={path} className="line" />
      {last && (
        <g>
          <line x1={at(last.day)} x2={at(last.day)} y1={TOP} y2={HEIGHT - BOTTOM} className="today" />
          <circle cx={at(last.day)} cy={y(last.share)} r={5} className="dot" />
          <text
            x={at(last.day) + (at(last.day) > WIDTH / 2 ? -10 : 10)}
            y={y(last.share) - 10}
            textAnchor={at(last.day) > WIDTH / 2 ? 'end' : 'start'}
            className="lb"
          >
            {percent(last.share)}
          </text>
        </g>
      )}
    </svg>
  );
}

/** About `count` days evenly spread between two, both among them. */
function daysBetween(from: string, until: string, count: number): string[] {
  const days = Math.max(1, Math.round((Date.parse(until) - Date.parse(from)) / DAY));
  const step = Math.max(1, Math.round(days / count));
  const found: string[] = [];
  for (let day = 0; day <= days - step / 2; day += step)
    found.push(new Date(Date.parse(from) + day * DAY).toISOString().slice(0, 10));
  return [...found, until];
}
