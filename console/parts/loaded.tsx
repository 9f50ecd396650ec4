import { type ReactNode } from 'react';
import { type Read } from '../api/read';
import { type Problem } from '../api/problem';
import { partWords } from '../texts/parts';
import { useWords } from '../words';
import { Button } from './button';
import { Note } from './note';

/**
 * What was read, or why there is nothing to show: a skeleton at first, then words for no right, not found, offline and
 * failed. Once there is data it stays, and a failed refresh is said beside it.
 */
export function Loaded<Body>({
  read,
  lines = 4,
  children,
}: {
  read: Read<Body>;
  /** Of the skeleton, so that the page does not move when the data comes. */
  lines?: number;
  children: (data: Body) => ReactNode;
}) {
  if (read.data !== undefined) {
    return (
      <>
        {read.problem && <Failed problem={read.problem} reload={read.reload} />}
        {children(read.data)}
      </>
    );
  }
  if (read.problem) return <Failed problem={read.problem} reload={read.reload} />;
  return <Skeleton lines={lines} />;
}

export function Skeleton({ lines }: { lines: number }) {
  const words = useWords(partWords);
  return (
    <div className="skeleton" role="status" aria-label={words.loading}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} />
      ))}
    </div>
  );
}

function Failed({ problem, reload }: { problem: Problem; reload: () => void }) {
  const words = useWords(partWords);
  if (problem.code === 'forbidden') return <NoRight needs={String(problem.body.params?.needs ?? '')} />;
  if (problem.status === 404) {
    return (
      <Note role="status">
        <p className="b">{words.notFound}</p>
        <p className="s sub">{words.notFoundMore}</p>
      </Note>
    );
  }
  return (
    <Note tone="warn" role="alert">
      <p className="b">{problem.code === 'offline' ? words.offline : words.failed}</p>
      {problem.body.title && <p className="s">{problem.body.title}</p>}
      {problem.body.errorId && <p className="xs mut">{words.errorId(problem.body.errorId)}</p>}
      <div>
        <Button onClick={reload}>{words.reload}</Button>
      </div>
    </Note>
  );
}

/** The page exists, but not for this role; it says which role has it. */
export function NoRight({ needs }: { needs: string }) {
  const words = useWords(partWords);
  return (
    <Note role="status">
      <p className="b">{words.noRight}</p>
      {needs && <p className="s sub">{words.needs(needs)}</p>}
    </Note>
  );
}
