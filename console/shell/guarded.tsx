import { type ReactNode } from 'react';
import { type Action } from '../../domain/access/access';
import { useMay } from '../api/session';
import { NeedsRole } from '../parts/needs-role';
import { Page } from '../parts/page';
import { partWords } from '../texts/parts';
import { useWords } from '../words';

/** A page for those who may take its action; others are told which roles have it. */
export function Guarded({ action, children }: { action: Action; children: ReactNode }) {
  const words = useWords(partWords);
  const may = useMay();
  if (may(action)) return children;
  return (
    <Page title={words.noRight}>
      <NeedsRole action={action} />
    </Page>
  );
}
