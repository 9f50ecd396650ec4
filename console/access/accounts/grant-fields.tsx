import { RIGHTS, ROLE_NAMES, type Right, type Role } from '../../../domain/access/access';
import { rightTexts, roleTexts } from '../../../domain/texts/names/access';
import { type Input } from '../../api/client';
import { useApi } from '../../api/read';
import { Field } from '../../parts/field';
import { accountWords } from '../../texts/accounts';
import { useText, useWords } from '../../words';

export interface GrantDraft {
  role: Role | '';
  clientId: string;
  campaigns: string;
  rights: Right[];
}
export const NO_GRANT: GrantDraft = { role: '', clientId: '', campaigns: '', rights: [] };

const IDS = /^\s*(?:\d+\s*(?:[,、]\s*\d+\s*)*)?$/;
export const badCampaigns = (draft: GrantDraft): boolean => !IDS.test(draft.campaigns.normalize('NFKC'));
export const lacksClient = (draft: GrantDraft): boolean =>
  draft.role !== '' && draft.role !== 'administrator' && draft.clientId === '';

/** The draft as the API takes it. The role must be chosen. */
export function grantOf({ role, clientId, campaigns, rights }: GrantDraft): Input<'addGrant'>['body'] {
  const ids = campaigns.normalize('NFKC').match(/\d+/g)?.map(Number) ?? [];
  const isInstallation = role === 'administrator';
  return {
    role: role as Role,
    clientId: isInstallation ? null : Number(clientId),
    campaigns: isInstallation || ids.length === 0 ? null : ids,
    rights: isInstallation ? [] : rights,
  };
}

/** A role, for which client, for which of its campaigns, and what it may beyond the role. */
export function GrantFields({
  draft,
  onChange,
  optional = false,
}: {
  draft: GrantDraft;
  onChange: (draft: GrantDraft) => void;
  optional?: boolean;
}) {
  const words = useWords(accountWords);
  const text = useText();
  const clients = useApi('listClients', { query: { limit: 200 } });
  const change = (part: Partial<GrantDraft>) => onChange({ ...draft, ...part });
  const ofClient = draft.role !== '' && draft.role !== 'administrator';
  return (
    <>
      <Field label={words.role} optional={optional}>
        <select value={draft.role} onChange={({ target }) => change({ role: target.value as Role | '' })}>
          <option value="">{optional ? words.noRole : '—'}</option>
          {ROLE_NAMES.map((role) => (
            <option key={role} value={role}>
              {text(roleTexts[role])}
            </option>
          ))}
        </select>
      </Field>
      {ofClient && (
        <>
          <Field label={words.client}>
            <select value={draft.clientId} onChange={({ target }) => change({ clientId: target.value })}>
              <option value="">—</option>
              {clients.data?.items.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
          <Field
            label={words.campaignIds}
            optional
            hint={words.campaignIdsHint}
            error={badCampaigns(draft) ? words.badIds : null}
          >
            <input value={draft.campaigns} onChange={({ target }) => change({ campaigns: target.value })} />
          </Field>
          <fieldset className="choices">
            <legend>{words.rights}</legend>
            {RIGHTS.map((right) => (
              <label key={right} className="choice">
                <input
                  type="checkbox"
                  checked={draft.rights.includes(right)}
                  onChange={({ target }) =>
                    change({
                      rights: target.checked ? [...draft.rights, right] : draft.rights.filter((one) => one !== right),
                    })
                  }
                />
                {text(rightTexts[right])}
              </label>
            ))}
          </fieldset>
        </>
      )}
    </>
  );
}
