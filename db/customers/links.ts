import { sql } from 'kysely';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { listed, PLANNED_ONCE } from '../platform/planned-once';
import { type Vault } from '../privacy/vault';
import { type Queryable, type Trx } from '../platform/types';

export type LinkKind = 'page' | 'optout';

/** A valid link. */
export interface Link {
  clientId: number;
  campaignId: number;
  customerId: number;
  kind: LinkKind;
  version: number;
  /** The representative whose link it is; absent: the customer's own. */
  representativeId?: number;
}

/**
 * Creates the page link and the opt-out link of each customer, valid until `expiresAt` (epoch ms); existing links are
 * kept. Only lookup hashes are stored; `vault.linkToken` derives the same token again for printing.
 */
export async function ensureLinks(
  trx: Trx,
  vault: Vault,
  input: { clientId: number; campaignId: number; customerIds: number[]; expiresAt: number },
): Promise<void> {
  const { clientId, campaignId, customerIds, expiresAt } = input;
  if (customerIds.length === 0) return;
  const links = customerIds.flatMap((customerId) =>
    (['page', 'optout'] as const).map((kind) => {
      const token = vault.linkToken({ campaignId, customerId, kind, version: 1 });
      return { customerId, kind, hash: vault.tokenHash(token) };
    }),
  );
  await sql`${PLANNED_ONCE}
    insert into links (campaign_id, customer_id, kind, version, client_id, token_hash, expires_at)
    select ${campaignId}::bigint, l.customer_id, l.kind, 1, ${clientId}::bigint, l.token_hash, ${new Date(expiresAt)}::timestamptz
    from unnest(${links.map((link) => link.customerId)}::bigint[], ${links.map((link) => link.kind)}::text[],
      ${links.map((link) => link.hash)}::bytea[]) as l (customer_id, kind, token_hash)
    on conflict do nothing`.execute(trx);
}

/** Number of a customer's newest link of each kind; 1 before there is any. */
export async function linkVersions(db: Queryable, customer: LinkOwner): Promise<Record<LinkKind, number>> {
  return (await linkVersionsOf(db, [customer]))[0]!;
}

/** Whose links: a customer's in a campaign. */
export interface LinkOwner {
  campaignId: number;
  customerId: number;
}

/** The same for several customers, in their order. */
export async function linkVersionsOf(db: Queryable, owners: LinkOwner[]): Promise<Record<LinkKind, number>[]> {
  const list = (field: keyof LinkOwner) => listed(owners.map((owner) => owner[field]));
  const { rows } = await sql<LinkOwner & { kind: LinkKind; version: number }>`${PLANNED_ONCE}
    select l.campaign_id as "campaignId", l.customer_id as "customerId", l.kind, max(l.version) as version
    from unnest(${list('campaignId')}, ${list('customerId')}) as o(campaign_id, customer_id)
    join links l on l.campaign_id = o.campaign_id and l.customer_id = o.customer_id group by 1, 2, 3`.execute(db);
  return owners.map(({ campaignId, customerId }) => {
    const own = rows.filter((row) => row.campaignId === campaignId && row.customerId === customerId);
    const of = (kind: LinkKind) => own.find((row) => row.kind === kind)?.version ?? 1;
    return { page: of('page'), optout: of('optout') };
  });
}

/** When a campaign's links expire (epoch ms): 30 days after the last claim date, or else the end of service. */
export const linksExpireAt = ({ dates }: CampaignDoc): number =>
  (dates.claimsUntil ?? dates.endOfService) + 30 * 86_400_000;

/**
 * Extends links that expire before `expiresAt` (epoch ms), for customers on their campaign's current version. At most
 * `limit` per call; returns the number extended.
 */
export async function extendLinks(
  db: Queryable,
  { campaignId, expiresAt, limit }: { campaignId: number; expiresAt: number; limit: number },
): Promise<number> {
  const { rows } = await sql`
    update links l set expires_at = ${new Date(expiresAt)} from (
      select k.campaign_id, k.customer_id, k.kind, k.version from links k
      join journeys j on j.campaign_id = k.campaign_id and j.customer_id = k.customer_id and j.plan_version is null
      where k.campaign_id = ${campaignId} and k.expires_at < ${new Date(expiresAt)} limit ${limit}
      for no key update of k) as due
    where (l.campaign_id, l.customer_id, l.kind, l.version) = (due.campaign_id, due.customer_id, due.kind, due.version)
    returning 1`.execute(db);
  return rows.length;
}

/**
 * The link a token belongs to; undefined if the token is altered, unknown, of the other kind, expired or revoked. Every
 * case costs the same: one hash and one lookup.
 */
export async function findLink(db: Queryable, vault: Vault, token: string, kind: LinkKind): Promise<Link | undefined> {
  const row = await db
    .selectFrom('links')
    .select(['client_id', 'campaign_id', 'customer_id', 'version', 'representative_id'])
    .where('token_hash', '=', vault.tokenHash(token))
    .where('kind', '=', kind)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', sql<number>`tsunagi_now()`)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    clientId: row.client_id,
    campaignId: row.campaign_id,
    customerId: row.customer_id,
    kind,
    version: row.version,
    ...(row.representative_id !== null && { representativeId: row.representative_id }),
  };
}

/**
 * What the page link of a token belonged to, if it ended because its customer asked for it again; undefined for every
 * other token, and once a newer link would have expired too. For tokens that `findLink` does not know.
 */
export async function findReplacedLink(
  db: Queryable,
  vault: Vault,
  token: string,
): Promise<Pick<Link, 'clientId' | 'campaignId' | 'customerId'> | undefined> {
  return db
    .selectFrom('links')
    .select(['client_id as clientId', 'campaign_id as campaignId', 'customer_id as customerId'])
    .where('token_hash', '=', vault.tokenHash(token))
    .where('kind', '=', 'page')
    .where('replaced_at', 'is not', null)
    .where('expires_at', '>', sql<number>`tsunagi_now()`)
    .executeTakeFirst();
}

/** Revokes a customer's link of one kind, whatever its version. Returns whether one was in force. */
export async function revokeLink(
  db: Queryable,
  link: { clientId: number; campaignId: number; customerId: number; kind: LinkKind },
): Promise<boolean> {
  const result = await db
    .updateTable('links')
    .set({ revoked_at: sql<Date>`tsunagi_now()` })
    .where('client_id', '=', link.clientId)
    .where('campaign_id', '=', link.campaignId)
    .where('customer_id', '=', link.customerId)
    .where('kind', '=', link.kind)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
