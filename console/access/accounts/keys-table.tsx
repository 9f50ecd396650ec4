import { useState } from 'react';
import { apiKeyStateTexts, roleTexts } from '../../../domain/texts/names/access';
import { type Reply } from '../../api/client';
import { type Problem } from '../../api/problem';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/page';
import { accountWords } from '../../texts/accounts';
import { useText, useWords } from '../../words';

export type ApiKey = Reply<'listOwnKeys'>['items'][number];

interface Props {
  keys: readonly ApiKey[];
  /** Ends a key; absent where the reader may not. Resolves to whether it did. */
  revoke?: { run: (key: ApiKey) => Promise<boolean>; busy: boolean; problem: Problem | null; clear: () => void };
}

/** API keys, also those that have ended. */
export function KeysTable({ keys, revoke }: Props) {
  const words = useWords(accountWords);
  const text = useText();
  const format = useFormat();
  const [ending, setEnding] = useState<ApiKey | null>(null);
  const nameOf = (key: ApiKey) => key.name ?? key.prefix ?? String(key.id);
  const close = () => {
    revoke?.clear();
    setEnding(null);
  };
  return (
    <>
      <DataTable
        caption={words.keys}
        bar={false}
        rows={keys}
        rowKey={(row) => row.id}
        empty={<Empty>{words.noKeys}</Empty>}
        columns={[
          { head: words.keyName, cell: (row) => nameOf(row), value: nameOf },
          { head: words.prefix, cell: (row) => <span className="mono">{row.prefix ? `${row.prefix}…` : '—'}</span> },
          {
            head: words.role,
            cell: (row) => `${text(roleTexts[row.role])} ${row.clientName ?? words.installation}`,
            value: (row) => text(roleTexts[row.role]),
          },
          {
            head: words.state,
            cell: (row) => (
              <Chip tone={row.state === 'active' ? 'ok' : 'plain'}>{text(apiKeyStateTexts[row.state])}</Chip>
            ),
            value: (row) => text(apiKeyStateTexts[row.state]),
          },
          {
            head: words.expires,
            cell: (row) => (row.expiresAt ? format.day(row.expiresAt) : words.noExpiry),
            value: (row) => row.expiresAt,
          },
          {
            head: words.lastUsed,
            cell: (row) => (row.lastUsedAt ? format.fullTime(row.lastUsedAt) : words.never),
            value: (row) => row.lastUsedAt,
          },
          {
            head: '',
            cell: (row) =>
              revoke &&
              row.state === 'active' && (
                <Button look="quiet" onClick={() => setEnding(row)}>
                  {words.revokeKey}
                </Button>
              ),
          },
        ]}
      />
      {ending && revoke && (
        <ActDialog
          title={words.revokeKeyTitle(nameOf(ending))}
          submit={words.revokeKeyTitle(nameOf(ending))}
          danger
          onClose={close}
          busy={revoke.busy}
          problem={revoke.problem}
          onSubmit={() => void revoke.run(ending).then((done) => done && close())}
        >
          <p>{words.revokeKeyWhy}</p>
        </ActDialog>
      )}
    </>
  );
}
