import { useCallback, useEffect, useState } from 'react';
import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { useFormat } from '../../format';
import { useKeys } from '../../keys';
import { Button } from '../../parts/button';
import { say } from '../../parts/live';
import { Loaded } from '../../parts/loaded';
import { Note } from '../../parts/note';
import { Empty } from '../../parts/page';
import { readingWords } from '../../texts/desks/reading';
import { useWords } from '../../words';
import { book, follow, onAnswer, type Returned } from '../book/bookings';
import { useScanner } from '../book/scanner';
import { FormView } from './form-view';
import { useNextForm } from './next-form';
import { QueueTabs } from './queue-tabs';
import { useSavedWords } from './saved-words';

interface Props {
  id: number | undefined;
  queue: string | undefined;
  go: (change: Record<string, string | undefined>) => void;
}

/** What settles a form well, or leaves it to the next reader; anything else needs an eye. */
const SETTLED = ['accepted', 'entered', 'late'];

export type FormDetail = Reply<'getReturn'>;

/** Forms one after the other: the picture at the left, what it says at the right. A scan opens that envelope's form. */
export function ReadMode({ id, queue = 'all', go }: Props) {
  const words = useWords(readingWords);
  const format = useFormat();
  const savedWords = useSavedWords();
  const [saved, setSaved] = useState<{ text: string; open: boolean }>();
  const open = useCallback(
    (next: number | undefined) => go({ id: next === undefined ? undefined : String(next) }),
    [go],
  );
  const { list, next, waiting, skip } = useNextForm(queue);
  const shown = id ?? next(undefined);
  const read = useApi('getReturn', { params: { id: shown ?? 0 } }, { enabled: shown !== undefined });
  const later = () => {
    if (shown === undefined) return;
    skip(shown);
    open(next(shown));
  };
  useScanner((code) => book(code, { body: { code, kind: 'form' } }));
  useEffect(() => onAnswer(({ item }) => item && open(item.id)), [open]);
  useKeys({ n: later, escape: focusFirst });
  const onSaved = (item: Returned) => {
    follow(item);
    setSaved({ text: savedWords(item), open: !SETTLED.includes(item.status) });
    say(savedWords(item));
    skip(item.id);
    open(next(item.id));
  };
  return (
    <>
      <div className="row wrap">
        <QueueTabs queue={queue} choose={(chosen) => go({ queue: chosen, id: undefined })} />
        <span className="s sub">{words.left(format.number(waiting))}</span>
        <span className="sp" />
        {saved && <span className={saved.open ? 's saved open' : 's saved'}>{saved.text}</span>}
        <Button shortcut="N" onClick={later}>
          {words.skip}
        </Button>
      </div>
      {shown === undefined ? (
        <Loaded read={list}>
          {() => (
            <Empty act={<Button onClick={() => go({ mode: undefined, queue: undefined })}>{words.toBook}</Button>}>
              {queue === 'judge' ? words.noneJudge : queue === 'remarks' ? words.noneRemarks : words.none}
            </Empty>
          )}
        </Loaded>
      ) : (
        <Loaded read={read} lines={12}>
          {(item) => <FormView key={item.id} item={item} onSaved={onSaved} />}
        </Loaded>
      )}
      {read.problem?.status === 404 && <Note tone="warn">{words.none}</Note>}
    </>
  );
}

/** Back to the first field of the form. */
function focusFirst(): void {
  document.querySelector<HTMLElement>('[data-step] input')?.focus();
}
