import { Link } from '@tanstack/react-router';
import { useFormat } from '../../format';
import { useMay } from '../../api/session';
import { Facts } from '../../parts/facts';
import { Note } from '../../parts/note';
import { readingWords } from '../../texts/desks/reading';
import { useText, useWords } from '../../words';
import { Compare } from './compare';
import { type FormDetail } from './read-mode';

/** A returned item about which this person has nothing to enter: how it stands, and why. */
export function Decided({ item }: { item: FormDetail }) {
  const words = useWords(readingWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const waits = item.kind === 'form' && item.decidedAt === null && item.status !== 'withdrawn';
  const why = item.protected ? words.protectedForm : item.status === 'mismatch' ? words.otherChecks : words.ownRead;
  return (
    <div className="col">
      {waits && <Note role="status">{why}</Note>}
      <Facts
        items={[
          item.texts.length > 0 && [words.verdict, item.texts.map(text).join('・')],
          item.countsAt !== null && [words.countsAt, format.dayTime(item.countsAt)],
          may('customer.search') && [
            words.customer,
            <Link key="customer" to={'/customers/$id' as never} params={{ id: String(item.customerId) } as never}>
              {words.journey}
            </Link>,
          ],
        ]}
      />
      {item.notes.map(({ code, text: note }) => (
        <Note key={code} tone="acc">
          {text(note)}
        </Note>
      ))}
      {item.readings.length > 0 && item.decidedAt !== null && <Compare item={item} />}
    </div>
  );
}
