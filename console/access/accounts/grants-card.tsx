import { useState } from 'react';
import { rightTexts, roleTexts } from '../../../domain/texts/names/access';
import { useAct } from '../../api/act';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { DataTable } from '../../parts/data-table';
import { say } from '../../parts/live';
import { Card, Empty } from '../../parts/page';
import { accountWords } from '../../texts/accounts';
import { useText, useWords } from '../../words';
import { type Account } from './account-state';
import { badCampaigns, GrantFields, grantOf, lacksClient, NO_GRANT } from './grant-fields';

type Grant = Account['grants'][number];

/** The roles of a person: one is granted or ended here. */
export function GrantsCard({ account, mayEdit }: { account: Account; mayEdit: boolean }) {
  const words = useWords(accountWords);
  const text = useText();
  const format = useFormat();
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Grant | null>(null);
  const scopeOf = (grant: Grant) =>
    grant.campaigns === null ? words.allCampaigns : words.someCampaigns(format.number(grant.campaigns.length));
  const rightsOf = (grant: Grant) => grant.rights.map((right) => text(rightTexts[right])).join('、');
  return (
    <Card title={words.grants} aside={mayEdit && <Button onClick={() => setAdding(true)}>{words.addGrant}</Button>}>
      <DataTable
        caption={words.grants}
        bar={false}
        rows={account.grants}
        rowKey={(row) => row.id}
        empty={<Empty>{words.noGrants}</Empty>}
        columns={[
          { head: words.role, cell: (row) => text(roleTexts[row.role]), value: (row) => text(roleTexts[row.role]) },
          { head: words.client, cell: (row) => row.clientName ?? words.installation, value: (row) => row.clientName },
          { head: words.scope, cell: (row) => scopeOf(row), value: scopeOf },
          { head: words.rights, cell: (row) => rightsOf(row) || '—', value: rightsOf },
          {
            head: '',
            cell: (row) =>
              mayEdit && (
                <Button look="quiet" onClick={() => setEnding(row)}>
                  {words.endGrant}
                </Button>
              ),
          },
        ]}
      />
      {adding && <Add account={account} onClose={() => setAdding(false)} />}
      {ending && <End account={account} grant={ending} onClose={() => setEnding(null)} />}
    </Card>
  );
}

function Add({ account, onClose }: { account: Account; onClose: () => void }) {
  const words = useWords(accountWords);
  const act = useAct('addGrant');
  const [draft, setDraft] = useState(NO_GRANT);
  const missing =
    draft.role === ''
      ? words.addGrant
      : lacksClient(draft)
        ? words.missingClient
        : badCampaigns(draft)
          ? words.badIds
          : null;
  const run = async () => {
    if (!(await act.run({ params: { id: account.id }, body: grantOf(draft) }))) return;
    say(words.done);
    onClose();
  };
  return (
    <ActDialog
      title={words.addGrant}
      submit={words.addGrant}
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      missing={missing}
      onSubmit={() => void run()}
    >
      <p className="b">
        {account.name}（{account.login}）
      </p>
      <GrantFields draft={draft} onChange={setDraft} />
    </ActDialog>
  );
}

function End({ account, grant, onClose }: { account: Account; grant: Grant; onClose: () => void }) {
  const words = useWords(accountWords);
  const text = useText();
  const act = useAct('endGrant');
  const title = words.endGrantTitle(`${text(roleTexts[grant.role])} ${grant.clientName ?? words.installation}`);
  const run = async () => {
    if (!(await act.run({ params: { id: account.id, grantId: grant.id } }))) return;
    say(words.done);
    onClose();
  };
  return (
    <ActDialog
      title={title}
      submit={title}
      danger
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      onSubmit={() => void run()}
    >
      <p className="b">
        {account.name}（{account.login}）
      </p>
      <p>{words.endGrantWhy}</p>
    </ActDialog>
  );
}
