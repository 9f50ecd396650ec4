import { localDay, useFormat } from '../../format';
import { Card } from '../../parts/page';
import { boardWords } from '../../texts/campaigns/board';
import { useWords } from '../../words';
import { type Board } from './board';

const DAY = 86_400_000;
const days = (from: string, until: string): number => Math.round((Date.parse(until) - Date.parse(from)) / DAY);

/** The campaign's dates in their order, today among them, each with the days to it. */
export function Dates({ board }: { board: Board }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const { dates, asOf } = board;
  const today = localDay(asOf);
  const all = (
    [
      [words.firstDispatch, dates.firstDispatch],
      [words.lastDispatch, dates.lastDispatch],
      [words.applyBy, dates.applyBy],
      [words.graceUntil, dates.graceUntil],
      [words.endOfService, dates.endOfService],
    ] as const
  )
    .flatMap(([name, at]) => (at === null ? [] : [{ name, day: localDay(at) }]))
    .sort((a, b) => a.day.localeCompare(b.day));
  const done = dates.days === 0 ? 0 : Math.min(1, dates.day / dates.days);
  const fromToday = (day: string) => {
    const left = days(today, day);
    if (left === 0) return words.onDay;
    return left > 0 ? words.inDays(format.number(left)) : words.ago(format.number(-left));
  };
  return (
    <Card title={words.dates}>
      <div className="dates-line" aria-hidden="true">
        <span style={{ width: `${done * 100}%` }} />
      </div>
      <ol className="dates">
        {all.map(({ name, day }) => (
          <li key={name} className={day < today ? 'past' : undefined}>
            <span className="xs mut">{name}</span>
            <span className="b nw">{format.day(day)}</span>
            <span className="xs mut">{fromToday(day)}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
