import { useWork } from '../../shell/work';
import { useFormat } from '../../format';
import { readingWords } from '../../texts/desks/reading';
import { useWords } from '../../words';

const QUEUES = ['all', 'judge', 'remarks'] as const;

/** What a person reads: forms that wait for a reading, those on which two persons differ, those with handwriting. */
export function QueueTabs({ queue, choose }: { queue: string; choose: (queue: string | undefined) => void }) {
  const words = useWords(readingWords);
  const format = useFormat();
  const { data } = useWork();
  const counts = { all: data?.returns?.toEnter, judge: data?.returns?.toJudge, remarks: undefined };
  return (
    <fieldset className="queues">
      <legend className="sr">{words.queue}</legend>
      {QUEUES.map((one) => (
        <label key={one} className={one === queue ? 'choice on' : 'choice'}>
          <input
            type="radio"
            name="queue"
            checked={one === queue}
            onChange={() => choose(one === 'all' ? undefined : one)}
          />
          {words[one]}
          {counts[one] !== undefined && <span className="mut"> {format.number(counts[one]!)}</span>}
        </label>
      ))}
    </fieldset>
  );
}
