import { Link } from '@tanstack/react-router';
import { Page } from '../parts/page';
import { Note } from '../parts/note';
import { partWords } from '../texts/parts';
import { shellWords } from '../texts/shell';
import { useWords } from '../words';
import { Button } from '../parts/button';

export function NotFound() {
  const words = useWords(shellWords);
  return (
    <Page title={words.notFound}>
      <p>
        <Link to="/">{words.home}</Link>
      </p>
    </Page>
  );
}

/** A page that broke: the frame stays, and a reload is one key away. */
export function PageFailed() {
  const words = useWords(shellWords);
  const parts = useWords(partWords);
  return (
    <main className="page" id="main">
      <Note tone="danger" role="alert">
        <p className="b">{words.failed}</p>
        <div>
          <Button onClick={() => location.reload()}>{parts.reload}</Button>
        </div>
      </Note>
    </main>
  );
}
