import { useFormat } from '../format';
import { Facts } from '../parts/facts';
import { Note } from '../parts/note';
import { Card } from '../parts/page';
import { differenceWords, printWords } from '../texts/desks/print';
import { useText, useWords } from '../words';
import { type Run } from './print-run-page';

/** Our figures beside the print shop's; where they differ, what to do about it. */
export function ReportCard({ run }: { run: Run }) {
  const words = useWords(printWords);
  const text = useText();
  const format = useFormat();
  const ack = run.acknowledgement;
  if (!ack) {
    return (
      <Card title={words.differences}>
        <Note>{words.noReport}</Note>
      </Card>
    );
  }
  const rows: [string, number | null, number][] = [
    [`${words.received}・${words.pieces}`, run.pieces, ack.received.pieces],
    [`${words.received}・${words.pages}`, run.pages, ack.received.pages],
    [words.printed, run.pieces, ack.printed],
    [words.inserted, run.pieces, ack.inserted],
    [words.posted, run.pieces, ack.posted],
    [words.spoiled, null, ack.spoiled],
  ];
  const known = differenceWords as Record<string, { ja: string; en: string }>;
  return (
    <Card title={words.differences}>
      <div className="col">
        {ack.differences.length === 0 ? (
          <Note tone="ok">{words.agrees}</Note>
        ) : (
          <Note tone="danger">
            <ul className="dots">
              {ack.differences.map((code) => (
                <li key={code}>{known[code] ? text(known[code]) : code}</li>
              ))}
            </ul>
            {run.status === 'differs' && <p>{words.whatNow}</p>}
          </Note>
        )}
        <table>
          <caption className="sr">{words.differences}</caption>
          <thead>
            <tr>
              <th scope="col">{words.item}</th>
              <th scope="col" className="num">
                {words.ours}
              </th>
              <th scope="col" className="num">
                {words.theirs}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, ours, theirs]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="num">{ours === null ? '—' : format.number(ours)}</td>
                <td className={ours !== null && ours !== theirs ? 'num b' : 'num'}>{format.number(theirs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <Facts
          items={[[words.posted, format.dayTime(ack.postedAt)], ack.problem !== null && [words.problem, ack.problem]]}
        />
      </div>
    </Card>
  );
}
