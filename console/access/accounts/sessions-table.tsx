import { type Reply } from '../../api/client';
import { useFormat } from '../../format';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/page';
import { accountWords } from '../../texts/accounts';
import { useWords } from '../../words';

export type Session = Reply<'listOwnSessions'>['items'][number];

/** Open sessions: how and when they began, when they were used last. `act` ends one of them. */
export function SessionsTable({
  sessions,
  mark,
  act,
}: {
  sessions: readonly Session[];
  mark?: (session: Session) => React.ReactNode;
  act?: (session: Session) => React.ReactNode;
}) {
  const words = useWords(accountWords);
  const format = useFormat();
  return (
    <DataTable
      caption={words.sessions}
      bar={false}
      rows={sessions}
      rowKey={(row) => row.id}
      empty={<Empty>{words.noSessions}</Empty>}
      columns={[
        {
          head: words.since,
          cell: (row) => (
            <>
              {format.fullTime(row.createdAt)} {mark?.(row)}
            </>
          ),
          value: (row) => row.createdAt,
        },
        { head: words.via, cell: (row) => words[row.via] },
        { head: words.lastSeen, cell: (row) => format.fullTime(row.lastSeenAt), value: (row) => row.lastSeenAt },
        { head: words.until, cell: (row) => format.fullTime(row.expiresAt), value: (row) => row.expiresAt },
        ...(act ? [{ head: '', cell: act }] : []),
      ]}
    />
  );
}
