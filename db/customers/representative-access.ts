import { sql } from 'kysely';
import { type Vault } from '../privacy/vault';
import { among, PLANNED_ONCE } from '../platform/planned-once';
import { type Trx } from '../platform/types';
import { type RepresentativeProfile } from './addressee';
import { representativeActs } from './contacts';

/** What a representative's second factors are keyed by, so that they never match the customer's. */
export const factorKey = (party: Buffer, representativeId: number): Buffer =>
  Buffer.concat([party, Buffer.from(`representative:${representativeId}`)]);

/**
 * Stores what a representative who may decide is asked for on the page: birth date, last four digits of each number, else
 * a code that the client sends apart (`listAccessCodes`).
 */
export async function giveFactors(
  trx: Trx,
  vault: Vault,
  { row, profile }: { row: { id: number; customer_id: number; client_id: number }; profile: RepresentativeProfile },
): Promise<void> {
  const { party_hash: party } = await trx
    .selectFrom('customers')
    .select('party_hash')
    .where('id', '=', row.customer_id)
    .executeTakeFirstOrThrow();
  const key = factorKey(party, row.id);
  const known = [
    ...(profile.birth ? [{ kind: 'birth' as const, value: profile.birth }] : []),
    ...[...new Set([profile.phone, profile.mobile].map((number) => number?.slice(-4)))].flatMap((value) =>
      value ? [{ kind: 'phone4' as const, value }] : [],
    ),
  ];
  const factors = known.length > 0 ? known : [{ kind: 'code' as const, value: vault.accessCode(key) }];
  await trx
    .insertInto('representative_factors')
    .values(
      factors.map(({ kind, value }) => ({
        representative_id: row.id,
        customer_id: row.customer_id,
        client_id: row.client_id,
        kind,
        hash: vault.factor(key, kind, value),
      })),
    )
    .execute();
}

interface LinkToChange {
  campaignId: number;
  customerId: number;
  version: number;
  actingId: number | null;
}

/** The representative who may answer for the customer of the link `l` at an instant; null: the customer does. */
const actingFor = (at: Date) => sql<number | null>`(select case when r.may_decide then r.id end from representatives r
  where r.customer_id = l.customer_id and ${representativeActs(at)} order by r.id desc limit 1)`;

/** Whether the link `l` is the newest of its customer in a campaign. */
const isNewest = sql<boolean>`not exists (select 1 from links n
  where (n.campaign_id, n.customer_id, n.kind) = (l.campaign_id, l.customer_id, l.kind) and n.version > l.version)`;

/**
 * Revokes the page links of those who may not answer for the customer any more, because a representative who may decide
 * has begun or ended. The next message makes the new link (`alignLinks`).
 */
export async function revokeLinksOfOthers(trx: Trx, customerId: number, now: number): Promise<void> {
  const at = new Date(now);
  await sql`
    update links l set revoked_at = ${at}
    from journeys j where j.customer_id = ${customerId} and l.customer_id = j.customer_id
      and l.campaign_id = j.campaign_id and l.kind = 'page'
      and l.revoked_at is null and l.representative_id is distinct from ${actingFor(at)}`.execute(trx);
}

/**
 * Gives each page link to the person who may answer now: where a representative who may decide has begun or ended, the link in
 * force is revoked and the next version made, for the representative or for the customer again. Letters and mails sent
 * from now on bear it. Customers without a link get theirs with the first message.
 */
export async function alignLinks(
  trx: Trx,
  vault: Vault,
  { customerIds, campaignId, now }: { customerIds: number[]; campaignId?: number; now: number },
): Promise<void> {
  if (customerIds.length === 0) return;
  const at = new Date(now);
  const { rows } = await sql<LinkToChange>`${PLANNED_ONCE}
    select l.campaign_id as "campaignId", l.customer_id as "customerId", l.version, a.id as "actingId"
    from journeys j join links l on l.campaign_id = j.campaign_id and l.customer_id = j.customer_id and l.kind = 'page'
      cross join lateral (select ${actingFor(at)} as id) a
    where ${among('j.customer_id', customerIds)}
      and (${campaignId ?? null}::bigint is null or j.campaign_id = ${campaignId ?? null}::bigint)
      and ${isNewest} and l.representative_id is distinct from a.id
    order by l.campaign_id, l.customer_id for no key update of l`.execute(trx);
  for (const link of rows) await nextLink(trx, vault, link, at);
}

/**
 * Replaces a customer's page link because the customer asks for it again: the one in force ends at once, and its page says
 * that a newer one was sent. The new one is for the person who may answer now; wrong tries of the same person go on counting.
 * Resolves to its number. The customer has a link (`ensureLinks`).
 */
export async function replaceLink(
  trx: Trx,
  vault: Vault,
  { campaignId, customerId, now }: { campaignId: number; customerId: number; now: number },
): Promise<number> {
  const at = new Date(now);
  const { rows } = await sql<LinkToChange>`
    select l.campaign_id as "campaignId", l.customer_id as "customerId", l.version, ${actingFor(at)} as "actingId"
    from links l where l.campaign_id = ${campaignId} and l.customer_id = ${customerId} and l.kind = 'page'
    order by l.version desc limit 1 for no key update of l`.execute(trx);
  const link = rows[0]!;
  await nextLink(trx, vault, link, at, true);
  return link.version + 1;
}

async function nextLink(trx: Trx, vault: Vault, link: LinkToChange, at: Date, asked = false): Promise<void> {
  const { campaignId, customerId, actingId } = link;
  const version = link.version + 1;
  const hash = vault.tokenHash(vault.linkToken({ campaignId, customerId, kind: 'page', version }));
  await sql`
    with old as (update links set revoked_at = coalesce(revoked_at, ${at}),
        replaced_at = case when ${asked}::boolean and revoked_at is null then ${at}::timestamptz else replaced_at end
      where (campaign_id, customer_id, kind, version) = (${campaignId}, ${customerId}, 'page', ${link.version})
      returning *)
    insert into links (campaign_id, customer_id, kind, version, client_id, token_hash, expires_at, representative_id,
      failures, locked_until)
    select campaign_id, customer_id, kind, ${version}, client_id, ${hash}, expires_at, a.id,
      case when representative_id is not distinct from a.id then failures else 0 end,
      case when representative_id is not distinct from a.id then locked_until end
    from old cross join (select ${actingId}::bigint as id) a`.execute(trx);
}
