import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../api/read';
import { Field } from '../parts/field';
import { Loaded } from '../parts/loaded';
import { Note } from '../parts/note';
import { Card } from '../parts/page';
import { printWords } from '../texts/desks/print';
import { useWords } from '../words';
import { Figures } from './balance-card';

/** The balance of a day over all its runs, and those that are open. */
export function DayCard() {
  const words = useWords(printWords);
  const [date, setDate] = useState('');
  const read = useApi('getPrintDaybook', { query: date === '' ? {} : { date } }, { keep: true });
  return (
    <Card title={words.dayBalance}>
      <div className="col">
        <Field label={words.runOn}>
          <input type="date" value={date || (read.data?.date ?? '')} onChange={({ target }) => setDate(target.value)} />
        </Field>
        <Loaded read={read} lines={3}>
          {(day) =>
            day.runs === 0 ? (
              <Note>{words.noRunThatDay}</Note>
            ) : (
              <>
                <Figures figures={day} />
                {day.open.length === 0 ? (
                  <Note tone="ok">{words.balanced}</Note>
                ) : (
                  <Note tone="warn">
                    <p>{words.openRuns}</p>
                    <ul className="dots">
                      {day.open.map(({ id, key }) => (
                        <li key={id}>
                          <Link to={'/print-runs/$id' as never} params={{ id: String(id) } as never} className="mono">
                            {key}
                          </Link>
                        </li>
                      ))}
                    </ul>
                  </Note>
                )}
              </>
            )
          }
        </Loaded>
      </div>
    </Card>
  );
}
