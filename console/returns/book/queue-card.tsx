import { useState } from 'react';
import { useFormat } from '../../format';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { Card } from '../../parts/page';
import { returnWords } from '../../texts/desks/returns';
import { useWords } from '../../words';
import { type Booking, bookAgain, forget } from './bookings';
import { bookedWords } from './last-scan';

/** Files on their way, each with its result; what was refused stays until it is sent again or removed. */
export function QueueCard({ bookings }: { bookings: readonly Booking[] }) {
  const words = useWords(returnWords);
  const format = useFormat();
  const files = bookings.filter(({ file }) => file !== null);
  if (files.length === 0) return null;
  const done = files.filter(({ state }) => state === 'booked' || state === 'known').length;
  const refused = files.filter(({ state }) => state === 'refused').length;
  const figures = words.queueFigures(...([files.length, done, refused].map(format.number) as [string, string, string]));
  return (
    <Card title={words.queue} aside={<span role="status">{figures}</span>}>
      <table className="queue">
        <caption className="sr">{words.queue}</caption>
        <thead>
          <tr>
            <th scope="col">{words.item}</th>
            <th scope="col">{words.result}</th>
          </tr>
        </thead>
        <tbody>
          {files.map((booking) => (
            <QueueRow key={booking.key} booking={booking} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function QueueRow({ booking }: { booking: Booking }) {
  const words = useWords(returnWords);
  const { state, label, problem, key } = booking;
  const tone = { waiting: 'plain', sending: 'acc', booked: 'ok', known: 'warn', refused: 'danger' } as const;
  const said = state === 'waiting' ? words.waiting : bookedWords(words, booking);
  return (
    <tr>
      <td className="name">{label}</td>
      <td>
        <Chip tone={tone[state]}>{said}</Chip>
        {state === 'refused' && <p className="s sub">{problem?.body.detail}</p>}
        {state === 'refused' && (
          <div className="row wrap">
            <CodeFor booking={booking} />
            <Button look="quiet" onClick={() => bookAgain(booking)}>
              {words.retry}
            </Button>
            <Button look="quiet" onClick={() => forget(key)} aria-label={`${label} ${words.remove}`}>
              {words.remove}
            </Button>
          </div>
        )}
      </td>
    </tr>
  );
}

/** A picture whose code cannot be read is sent with the typed one. */
function CodeFor({ booking }: { booking: Booking }) {
  const words = useWords(returnWords);
  const [code, setCode] = useState('');
  const { input, label } = booking;
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        const { query, ...rest } = input as { query?: object };
        if (code.trim() !== '') bookAgain(booking, { ...rest, query: { ...query, code } } as Booking['input']);
      }}
    >
      <input
        className="in short-code"
        aria-label={words.typeCode(label)}
        placeholder={words.scan}
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <Button type="submit" look="quiet">
        {words.sendWithCode}
      </Button>
    </form>
  );
}
