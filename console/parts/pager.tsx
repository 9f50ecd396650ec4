import { partWords } from '../texts/parts';
import { useWords } from '../words';
import { Button } from './button';

/** Moves through a list that the server pages by cursor. */
export function Pager({
  cursor,
  next,
  go,
}: {
  /** Of the page shown; undefined on the first. */
  cursor: string | undefined;
  next: string | null;
  go: (cursor: string | undefined) => void;
}) {
  const words = useWords(partWords);
  if (cursor === undefined && next === null) return null;
  return (
    <div className="row pager">
      {cursor !== undefined && <Button onClick={() => go(undefined)}>{words.previous}</Button>}
      {next !== null && <Button onClick={() => go(next)}>{words.next}</Button>}
    </div>
  );
}
