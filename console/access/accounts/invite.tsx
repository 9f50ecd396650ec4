import { useState } from 'react';
import { useAct } from '../../api/act';
import { ActDialog } from '../../parts/act-dialog';
import { Field } from '../../parts/field';
import { issueAt } from '../../api/problem';
import { accountWords } from '../../texts/accounts';
import { useWords } from '../../words';
import { badCampaigns, GrantFields, grantOf, lacksClient, NO_GRANT } from './grant-fields';
import { type OneTime } from './one-time-code';

/** Makes an account with its first role. `onInvited` gets the code that the person sets a password with. */
export function Invite({ onClose, onInvited }: { onClose: () => void; onInvited: (given: OneTime) => void }) {
  const words = useWords(accountWords);
  const act = useAct('createAccount');
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [grant, setGrant] = useState(NO_GRANT);
  const incomplete = login.trim() === '' || name.trim() === '' ? words.missing : null;
  const lacking = lacksClient(grant) ? words.missingClient : badCampaigns(grant) ? words.badIds : null;
  const send = async () => {
    const grants = grant.role === '' ? [] : [grantOf(grant)];
    const answer = await act.run({ body: { login: login.trim(), name: name.trim(), grants } });
    if (!answer) return;
    const { account, code, expiresAt } = answer.body;
    onInvited({ login: account.login, code, expiresAt });
  };
  return (
    <ActDialog
      title={words.invite}
      submit={words.send}
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      missing={incomplete ?? lacking}
      onSubmit={() => void send()}
    >
      <p className="s sub">{words.inviteWhy}</p>
      <Field label={words.login} error={issueAt(act.problem, 'login')}>
        <input
          value={login}
          autoFocus
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={({ target }) => setLogin(target.value)}
        />
      </Field>
      <Field label={words.name} hint={words.nameHint}>
        <input value={name} autoComplete="off" onChange={({ target }) => setName(target.value)} />
      </Field>
      <GrantFields draft={grant} onChange={setGrant} optional />
    </ActDialog>
  );
}
