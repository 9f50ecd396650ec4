import { useFormat } from '../format';
import { Button } from '../parts/button';
import { Dialog } from '../parts/dialog';
import { Facts } from '../parts/facts';
import { say } from '../parts/live';
import { partWords } from '../texts/parts';
import { journeyWords } from '../texts/desks/journey';
import { useWords } from '../words';
import { type JourneyEvent, useEventWords } from './event-words';

/** One entry of the ledger, as it is kept. */
export function EntryDrawer({ event, onClose }: { event: JourneyEvent; onClose: () => void }) {
  const words = useWords(journeyWords);
  const parts = useWords(partWords);
  const format = useFormat();
  const { what } = useEventWords();
  const copy = async () => {
    await navigator.clipboard.writeText(String(event.ledgerNo));
    say(parts.copied);
  };
  return (
    <Dialog drawer title={words.entry(String(event.ledgerNo))} onClose={onClose}>
      <Facts
        items={[
          [words.at, format.dayTime(event.at)],
          [words.what, what(event)],
        ]}
      />
      <p className="xs mut">{words.entryMore}</p>
      <pre tabIndex={0}>{JSON.stringify(event.entry, null, 2)}</pre>
      <div className="row">
        <Button onClick={() => void copy()}>{words.copyNo}</Button>
        <Button onClick={onClose}>{parts.close}</Button>
      </div>
    </Dialog>
  );
}
