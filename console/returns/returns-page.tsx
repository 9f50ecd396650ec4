import '../styles/returns.css';
import { useEffect } from 'react';
import { useMay } from '../api/session';
import { prefer } from '../preferences';
import { Page } from '../parts/page';
import { useFilters } from '../search';

import { returnWords } from '../texts/desks/returns';
import { NeedsRole } from '../parts/needs-role';
import { useWords } from '../words';
import { BookMode } from './book/book-mode';
import { ReadMode } from './read/read-mode';

/** The return desk: an envelope in, a form read. The address says which, and the form by its id. */
export function ReturnsPage() {
  const words = useWords(returnWords);
  const may = useMay();
  const [{ mode, id, queue }, filter] = useFilters();
  useEffect(() => prefer({ desk: '/returns' }), []);
  const reading = mode === 'read';
  const read = (next?: number) => filter({ mode: 'read', id: next === undefined ? undefined : String(next) });
  const tabs = (
    <nav className="tabs" aria-label={words.modes}>
      <a
        href="/returns"
        aria-current={!reading ? 'page' : undefined}
        onClick={into(() => filter({ mode: undefined, id: undefined, queue: undefined }))}
      >
        {words.bookMode}
      </a>
      <a href="/returns?mode=read" aria-current={reading ? 'page' : undefined} onClick={into(() => read())}>
        {words.readMode}
      </a>
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
      {reading ? (
        <ReadMode id={id === undefined ? undefined : Number(id)} queue={queue} go={filter} />
      ) : (
        <BookMode read={read} />
      )}
    </Page>
  );
}

/** A link that stays within the page. */
const into = (act: () => void) => (event: React.MouseEvent) => {
  event.preventDefault();
  act();
};
