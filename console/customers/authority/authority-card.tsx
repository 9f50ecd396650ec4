import { useState } from 'react';
import { useApi } from '../../api/read';
import { useMay } from '../../api/session';
import { Button } from '../../parts/button';
import { Loaded } from '../../parts/loaded';
import { Note } from '../../parts/note';
import { Card } from '../../parts/page';
import { authorityWords } from '../../texts/desks/authority';
import { useWords } from '../../words';
import { CaseView } from './case-view';
import { ReportCase } from './report-case';

/** A death, a guardian, a company wound up: the state of each case, what comes next, its documents and letters. */
export function AuthorityCard({ customerId, company }: { customerId: number; company: boolean }) {
  const words = useWords(authorityWords);
  const may = useMay();
  const read = useApi('listAuthorityCases', { params: { id: customerId } });
  const [reporting, setReporting] = useState<'open' | 'done' | null>(null);
  return (
    <Card
      title={words.title}
      aside={may('representative.edit') && <Button onClick={() => setReporting('open')}>{words.report}</Button>}
    >
      {reporting === 'done' && (
        <Note tone="ok" role="status">
          {words.reported}
        </Note>
      )}
      <Loaded read={read} lines={1}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="s mut">{words.none}</p>
          ) : (
            <ul className="col">
              {items.map((one) => (
                <li key={one.id}>
                  <CaseView item={one} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {reporting === 'open' && (
        <ReportCase
          customerId={customerId}
          company={company}
          onClose={() => setReporting(null)}
          onDone={() => setReporting('done')}
        />
      )}
    </Card>
  );
}
