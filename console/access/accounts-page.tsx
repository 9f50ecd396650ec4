import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { accountStateTexts, roleTexts } from '../../domain/texts/names/access';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { useKeys } from '../keys';
import { AsOf } from '../parts/as-of';
import { Button } from '../parts/button';
import { DataTable } from '../parts/data-table';
import { Loaded } from '../parts/loaded';
import { Card, Empty, Page } from '../parts/page';
import { Pager } from '../parts/pager';
import { type Search } from '../routes';
import { accountWords } from '../texts/accounts';
import { useText, useWords } from '../words';
import { type Account, AccountState } from './accounts/account-state';
import { Invite } from './accounts/invite';
import { type OneTime, OneTimeCode } from './accounts/one-time-code';

const EVERY_MS = 60_000;

/** Everyone who can sign in, with their roles; a person is invited here. */
export function AccountsPage() {
  const words = useWords(accountWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const navigate = useNavigate();
  const search: Search = useSearch({ strict: false });
  const [inviting, setInviting] = useState(false);
  const [given, setGiven] = useState<OneTime | null>(null);
  const query = { limit: 100, ...(search.cursor && { cursor: search.cursor }) };
  const read = useApi('listAccounts', { query }, { every: EVERY_MS, keep: true });
  const invite = may('account.edit') ? () => setInviting(true) : undefined;
  useKeys({ n: invite });
  const rolesOf = (account: Account) =>
    account.grants.map(({ role, clientName }) => `${text(roleTexts[role])}（${clientName ?? words.installation}）`);
  return (
    <Page
      title={words.title}
      acts={
        <>
          <AsOf read={read} />
          {invite && (
            <Button look="primary" shortcut="N" onClick={invite}>
              {words.invite}
            </Button>
          )}
        </>
      }
    >
      <Card>
        <Loaded read={read} lines={8}>
          {({ items, next }) => (
            <>
              <DataTable
                caption={words.title}
                rows={items}
                rowKey={(row) => row.id}
                empty={<Empty>{words.empty}</Empty>}
                columns={[
                  {
                    head: words.name,
                    cell: (row) => (
                      <Link to="/accounts/$id" params={{ id: String(row.id) }}>
                        {row.name}
                      </Link>
                    ),
                    value: (row) => row.name,
                  },
                  {
                    head: words.login,
                    cell: (row) => <span className="mono">{row.login}</span>,
                    value: (row) => row.login,
                  },
                  {
                    head: words.state,
                    cell: (row) => <AccountState account={row} />,
                    value: (row) => text(accountStateTexts[row.state]),
                  },
                  {
                    head: words.roles,
                    cell: (row) => rolesOf(row).map((role) => <div key={role}>{role}</div>),
                    value: (row) => rolesOf(row).join('、'),
                  },
                  {
                    head: words.secondFactor,
                    cell: (row) => (row.secondFactor ? words.registered : words.notRegistered),
                    value: (row) => (row.secondFactor ? words.registered : words.notRegistered),
                  },
                  {
                    head: words.lastSeen,
                    cell: (row) => (row.lastSeenAt ? format.fullTime(row.lastSeenAt) : words.never),
                    value: (row) => row.lastSeenAt,
                  },
                ]}
              />
              <Pager
                cursor={search.cursor}
                next={next}
                go={(cursor) => void navigate({ to: '.', search: { ...search, cursor } })}
              />
            </>
          )}
        </Loaded>
      </Card>
      {inviting && (
        <Invite
          onClose={() => setInviting(false)}
          onInvited={(code) => {
            setInviting(false);
            setGiven(code);
          }}
        />
      )}
      {given && <OneTimeCode given={given} onClose={() => setGiven(null)} />}
    </Page>
  );
}
