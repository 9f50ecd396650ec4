import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../api/act';
import { useApi } from '../api/read';
import { useMay, useSession } from '../api/session';
import { useFormat } from '../format';
import { AsOf } from '../parts/as-of';
import { Button } from '../parts/button';
import { Facts } from '../parts/facts';
import { Loaded } from '../parts/loaded';
import { Note } from '../parts/note';
import { Card, Page } from '../parts/page';
import { accountWords } from '../texts/accounts';
import { useWords } from '../words';
import { AccountActs, Plain } from './accounts/account-acts';
import { type Account, AccountState } from './accounts/account-state';
import { GrantsCard } from './accounts/grants-card';
import { type ApiKey, KeysTable } from './accounts/keys-table';
import { type OneTime, OneTimeCode } from './accounts/one-time-code';
import { SessionsTable } from './accounts/sessions-table';

const EVERY_MS = 30_000;

/** One person's account: roles, sessions and keys, and what can be done with it. */
export function AccountPage() {
  const { id = '' } = useParams({ strict: false });
  const words = useWords(accountWords);
  const read = useApi('getAccount', { params: { id } }, { every: EVERY_MS });
  const [given, setGiven] = useState<OneTime | null>(null);
  return (
    <Page
      title={read.data?.name ?? words.title}
      state={read.data && <AccountState account={read.data} />}
      acts={<AsOf read={read} />}
    >
      <Loaded read={read} lines={10}>
        {(account) => <Content account={account} onCode={setGiven} />}
      </Loaded>
      {given && <OneTimeCode given={given} onClose={() => setGiven(null)} />}
    </Page>
  );
}

function Content({ account, onCode }: { account: Account; onCode: (given: OneTime) => void }) {
  const words = useWords(accountWords);
  const format = useFormat();
  const may = useMay();
  const { state } = useSession();
  const isOwn = state !== undefined && state.stage !== 'signed_out' && state.person.id === account.id;
  const mayEdit = may('account.edit') && !isOwn;
  return (
    <>
      {isOwn && (
        <Note role="status">
          <p>{words.own}</p>
        </Note>
      )}
      {account.codeOpen && account.state !== 'closed' && (
        <Note tone="acc">
          <p>{words.codeOpenMore}</p>
        </Note>
      )}
      <div className="grid2">
        <Card title={words.person}>
          <Facts
            items={[
              [
                words.login,
                <span key="login" className="mono">
                  {account.login}
                </span>,
              ],
              [words.secondFactor, account.secondFactor ? words.registered : words.notRegistered],
              [words.lastSeen, account.lastSeenAt ? format.fullTime(account.lastSeenAt) : words.never],
              [words.created, format.day(account.createdAt)],
            ]}
          />
        </Card>
        {mayEdit && <AccountActs account={account} onCode={onCode} />}
      </div>
      <GrantsCard account={account} mayEdit={mayEdit} />
      <Sessions account={account} mayEdit={mayEdit} />
      <Keys account={account} mayEdit={mayEdit} />
    </>
  );
}

function Sessions({ account, mayEdit }: { account: Account; mayEdit: boolean }) {
  const words = useWords(accountWords);
  const read = useApi('listAccountSessions', { params: { id: account.id } }, { every: EVERY_MS });
  const [ending, setEnding] = useState(false);
  return (
    <Card
      title={words.sessions}
      aside={
        mayEdit &&
        (read.data?.items.length ?? 0) > 0 && <Button onClick={() => setEnding(true)}>{words.revokeSessions}</Button>
      }
    >
      <Loaded read={read} lines={2}>
        {({ items }) => <SessionsTable sessions={items} />}
      </Loaded>
      {ending && (
        <Plain
          account={account}
          operation="revokeAccountSessions"
          title={words.revokeSessions}
          why={words.revokeSessionsWhy}
          danger
          onClose={() => setEnding(false)}
        />
      )}
    </Card>
  );
}

function Keys({ account, mayEdit }: { account: Account; mayEdit: boolean }) {
  const words = useWords(accountWords);
  const read = useApi('listAccountKeys', { params: { id: account.id } }, { every: EVERY_MS });
  const { run, ...act } = useAct('revokeAccountKey');
  const revoke = (key: ApiKey) => run({ params: { id: account.id, keyId: key.id } }).then(Boolean);
  return (
    <Card title={words.keys}>
      <Loaded read={read} lines={2}>
        {({ items }) => <KeysTable keys={items} {...(mayEdit && { revoke: { ...act, run: revoke } })} />}
      </Loaded>
    </Card>
  );
}
