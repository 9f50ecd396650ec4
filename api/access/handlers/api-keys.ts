import { noteAccess } from '../../../db/access/accounts';
import { createApiKey, type ApiKeyRow, endApiKey, listApiKeys } from '../../../db/access/api-keys';
import { requireKeyFit } from '../../sign-in/key-fit';
import { type keyRoutes } from '../contract/api-keys';
import { type Handlers } from '../../http/handler';
import { requireFresh } from '../../sign-in/steps';
import { iso, isoOrNull } from '../../http/wire';
import { type Queryable, type Trx } from '../../../db/platform/types';
import { transact } from '../../../db/platform/transact';

/** A person's own API keys. */
export const keyHandlers: Handlers<typeof keyRoutes> = {
  async listOwnKeys({ deps, session }) {
    return { body: await keysOf(deps.db, session.personId) };
  },

  async createKey({ deps, session, body }) {
    requireFresh(session);
    const { personId } = session;
    const grant = session.grant!;
    const { expiresAt, role = grant.role, ...rest } = body;
    const wanted = { ...rest, role, expiresAt: Date.parse(expiresAt) };
    const made = await transact(deps.db, async (trx) => {
      await requireKeyFit(trx, grant, wanted, Date.now());
      const { clientId, id: grantId } = grant;
      const { id, key } = await createApiKey(trx, { ...wanted, personId, clientId, grantId, createdBy: personId });
      const by = `person:${personId}`;
      const { actions, campaigns } = wanted;
      await noteAccess(trx, [
        { kind: 'key_created', by, key: id, client: clientId, role, actions, campaigns, expiresAt },
      ]);
      return { key, row: (await listApiKeys(trx, personId)).find((row) => row.id === id)! };
    });
    return { body: { key: made.key, apiKey: keyOf(made.row) } };
  },

  async revokeOwnKey({ deps, session, params }) {
    const { personId } = session;
    await transact(deps.db, (trx) => revokeKey(trx, { personId, keyId: params.id, by: personId }));
    return { body: await keysOf(deps.db, personId) };
  },
};

/** Revokes a key and appends the ledger entry. Throws not_found. */
export async function revokeKey(
  trx: Trx,
  { personId, keyId, by }: { personId: number; keyId: number; by: number },
): Promise<void> {
  const ended = await endApiKey(trx, personId, keyId);
  if (ended) await noteAccess(trx, [{ kind: 'key_revoked', by: `person:${by}`, key: keyId, person: personId }]);
}

/** A person's API keys in their wire form. */
export async function keysOf(db: Queryable, personId: number) {
  return { items: (await listApiKeys(db, personId)).map(keyOf) };
}

const keyOf = (row: ApiKeyRow) => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  clientId: row.client_id,
  clientName: row.client_name,
  role: row.role,
  actions: row.actions,
  campaigns: row.campaigns,
  rights: row.rights,
  state: stateOf(row),
  createdAt: iso(row.created_at),
  expiresAt: isoOrNull(row.expires_at),
  lastUsedAt: isoOrNull(row.last_used_at),
});

function stateOf(row: ApiKeyRow): 'active' | 'expired' | 'revoked' | 'role_ended' {
  if (row.revoked_at !== null) return 'revoked';
  if (row.ended_at !== null) return 'role_ended';
  return row.expires_at !== null && row.expires_at <= Date.now() ? 'expired' : 'active';
}
