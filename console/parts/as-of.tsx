import { useEffect, useState } from 'react';
import { type Read } from '../api/read';
import { useNow } from '../clock';
import { useFormat } from '../format';
import { partWords } from '../texts/parts';
import { useWords } from '../words';
import { Button } from './button';

const SHOW_UPDATING_MS = 400;
const MISSES = 3;

/** When the page was read, by the server's clock; amber after three missed refreshes, with a way to read it now. */
export function AsOf({ read, at }: { read: Read<unknown>; at?: string }) {
  const words = useWords(partWords);
  const format = useFormat();
  const clock = useNow(10_000);
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!read.reading) return setSlow(false);
    const timer = setTimeout(() => setSlow(true), SHOW_UPDATING_MS);
    return () => clearTimeout(timer);
  }, [read.reading]);
  const stale = read.every !== undefined && read.readAt > 0 && Date.now() - read.readAt > MISSES * read.every + 1_000;
  return (
    <span className="row as-of">
      <span className={stale ? 'chip warn' : 'xs mut'}>
        {stale && `${words.stale} `}
        {slow
          ? words.updating
          : read.readAt > 0 && words.asOf(at ? format.dayTime(at) : format.time(clock.at(read.readAt)))}
      </span>
      <Button look="quiet" onClick={read.reload}>
        {words.reload}
      </Button>
    </span>
  );
}
