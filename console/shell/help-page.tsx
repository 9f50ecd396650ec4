import { useEffect, useState } from 'react';
import { fetchText } from '../api/client';
import { Page } from '../parts/page';
import { Skeleton } from '../parts/loaded';
import { useParam } from '../search';
import { shellWords } from '../texts/shell';
import { useWords } from '../words';
import { Markdown } from './markdown';
import { NotFound } from './missing';

const BOOKS = import.meta.glob<string>('../../docs/ja/*.md', { query: '?url', import: 'default', eager: true });
const PICTURES = Object.fromEntries(
  Object.entries(
    import.meta.glob<string>('../../docs/images/*.png', { query: '?url', import: 'default', eager: true }),
  ).map(([path, url]) => [path.split('/').pop()!, url]),
);

/** The handbook of a desk, as in docs/ja. */
export function HelpPage() {
  const words = useWords(shellWords);
  const url = BOOKS[`../../docs/ja/${useParam('book')}.md`];
  const [text, setText] = useState<string>();
  useEffect(() => {
    if (url) void fetchText(url).then(setText);
  }, [url]);
  if (!url) return <NotFound />;
  const title = /^# (.*)/.exec(text ?? '')?.[1];
  return (
    <Page title={title ?? words.help}>
      {text ? <Markdown text={text} pictures={PICTURES} /> : <Skeleton lines={8} />}
    </Page>
  );
}
