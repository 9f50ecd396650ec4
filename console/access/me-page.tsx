import { useState } from 'react';
import { useAct } from '../api/act';
import { useApi } from '../api/read';
import { signOut, useSession } from '../api/session';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { Loaded } from '../parts/loaded';
import { ProblemNote } from '../parts/note';
import { Card, Page } from '../parts/page';
import { meWords } from '../texts/me';
import { useWords } from '../words';
import { type ApiKey, KeysTable } from './accounts/keys-table';
import { type Session, SessionsTable } from './accounts/sessions-table';
import { NewKey } from './me/new-key';
import { PreferencesCard } from './me/preferences-card';
import { SignInCard } from './me/sign-in-card';

/** The reader's own account: how they sign in, where they are signed in, their keys, and how the console looks. */
export function MePage() {
  const words = useWords(meWords);
  const { state } = useSession();
  const session = state && state.stage !== 'signed_out' ? state : null;
  return (
    <Page title={words.title} state={session && <span className="sub">{session.person.name}</span>}>
      {session && <SignInCard session={session} />}
      <Sessions />
      <Keys />
      <PreferencesCard />
    </Page>
  );
}

function Sessions() {
  const words = useWords(meWords);
  const read = useApi('listOwnSessions', {});
  const act = useAct('revokeOwnSession');
  const mark = (session: Session) =>
    session.current ? (
      <Chip tone="acc">{words.thisOne}</Chip>
    ) : (
      <>
        {!session.sameAddress && <Chip tone="warn">{words.elsewhere}</Chip>}
        {!session.sameBrowser && <Chip tone="warn">{words.otherBrowser}</Chip>}
      </>
    );
  return (
    <Card title={words.sessions} aside={<Button onClick={() => void signOut(true)}>{words.signOutAll}</Button>}>
      <ProblemNote problem={act.problem} />
      <Loaded read={read} lines={2}>
        {({ items }) => (
          <SessionsTable
            sessions={items}
            mark={mark}
            act={(session) =>
              !session.current && (
                <Button look="quiet" busy={act.busy} onClick={() => void act.run({ params: { id: session.id } })}>
                  {words.end}
                </Button>
              )
            }
          />
        )}
      </Loaded>
    </Card>
  );
}

function Keys() {
  const words = useWords(meWords);
  const read = useApi('listOwnKeys', {});
  const { run, ...act } = useAct('revokeOwnKey');
  const [making, setMaking] = useState(false);
  const revoke = (key: ApiKey) => run({ params: { id: key.id } }).then(Boolean);
  return (
    <Card title={words.keys} aside={<Button onClick={() => setMaking(true)}>{words.newKey}</Button>}>
      <div className="col">
        <p className="s sub">{words.keysWhy}</p>
        <Loaded read={read} lines={2}>
          {({ items }) => <KeysTable keys={items} revoke={{ ...act, run: revoke }} />}
        </Loaded>
      </div>
      {making && <NewKey onClose={() => setMaking(false)} />}
    </Card>
  );
}
