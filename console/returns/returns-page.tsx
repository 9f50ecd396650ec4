import '../styles/returns.css';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useMay } from '../api/session';
import { prefer } from '../preferences';
import { Skeleton } from '../parts/loaded';
import { Page } from '../parts/page';
import { useFilters } from '../search';
import { returnWords } from '../texts/desks/returns';
import { NeedsRole } from '../parts/needs-role';
import { useWords } from '../words';

const BookMode = lazy(async () => ({ default: (await import('./book/book-mode')).BookMode }));
const BatchMode = lazy(async () => ({ default: (await import('./batches/batch-mode')).BatchMode }));
const ReadMode = lazy(async () => ({ default: (await import('./read/read-mode')).ReadMode }));

/** The return desk: an envelope in, a stack sorted, a form read. The address says which, and the form by its id. */
export function ReturnsPage() {
  const words = useWords(returnWords);
  const may = useMay();
  const [{ mode, id, queue, intake, aside }, filter] = useFilters();
  useEffect(() => prefer({ desk: '/returns' }), []);
  const reading = mode === 'read';
  const sorting = mode === 'stacks';
  const read = (next?: number) => filter({ mode: 'read', id: next === undefined ? undefined : String(next) });
  const sort = (next?: number) => filter({ mode: 'stacks', id: next === undefined ? undefined : String(next) });
  const book = () => filter({ mode: undefined, id: undefined, queue: undefined });
  const shown = idOf(id);
  const tabs = (
    <nav className="tabs" aria-label={words.modes}>
      <a href="/returns" aria-current={!reading && !sorting ? 'page' : undefined} onClick={into(book)}>
        {words.bookMode}
      </a>
      <a href="/returns?mode=stacks" aria-current={sorting ? 'page' : undefined} onClick={into(() => sort())}>
        {words.stackMode}
      </a>
      <a href="/returns?mode=read" aria-current={reading ? 'page' : undefined} onClick={into(() => read())}>
        {words.readMode}
      </a>
      {may('mail_room.read') && <Link to={'/mail-room' as never}>{words.roomMode}</Link>}
    </nav>
  );
  if (!may('return.work')) {
    return (
      <Page title={words.title}>
        <NeedsRole action="return.work" />
      </Page>
    );
  }
  return (
    <Page title={words.title} focus={false} acts={tabs}>
      <Suspense fallback={<Skeleton lines={6} />}>
        {reading ? (
          <ReadMode id={shown} queue={queue} go={filter} />
        ) : sorting ? (
          <BatchMode id={shown} open={sort} toBook={book} read={read} />
        ) : (
          <BookMode read={read} openBatch={sort} intake={idOf(intake)} setAside={idOf(aside)} go={filter} />
        )}
      </Suspense>
    </Page>
  );
}

const idOf = (value: string | undefined) => (value === undefined ? undefined : Number(value));

/** A link that stays within the page. */
const into = (act: () => void) => (event: React.MouseEvent) => {
  event.preventDefault();
  act();
};
