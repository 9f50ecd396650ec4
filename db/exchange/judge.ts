import { sql } from 'kysely';
import { type Language } from '../../domain/campaigns/campaign';
import { type ContactField, effectOf, hasEffect, type Standing } from '../../domain/exchange/change-effect';
import { type Change, type ChangeKind, type ChangeRow } from '../../domain/exchange/client-data';
import { type CampaignRow } from '../campaigns/campaigns';
import { standingResults } from './taken-over';
import { isProtected } from '../customers/protection';
import { type Profile, type Vault } from '../privacy/vault';
import { type Queryable } from '../platform/types';

/** A row with its verdict. `data`: what it says and the fields that would change, encrypted with the customer's key. */
export interface JudgedRow {
  line: number;
  kind: ChangeKind | null;
  effectiveOn: string | null;
  contractId: number | null;
  customerId: number | null;
  verdict: 'planned' | 'nothing_to_do' | 'refused' | 'unknown_contract';
  data: Buffer | null;
}

/** A contract of the campaign as it stands now, with its customer's key. */
interface KnownContract {
  contractId: number;
  customerId: number;
  key: Buffer;
  standing: Standing;
}

const CHUNK = 1_000;

/** Determines for each row what applying it now would do. Read-only. */
export async function judgeRows(
  db: Queryable,
  vault: Vault,
  campaign: CampaignRow,
  rows: ChangeRow[],
): Promise<JudgedRow[]> {
  const judged: JudgedRow[] = [];
  for (let from = 0; from < rows.length; from += CHUNK) {
    const some = rows.slice(from, from + CHUNK);
    const hashOf = (row: ChangeRow) => vault.index(campaign.client_id, 'contract', row.contractNumber);
    const hashes = some.filter(({ contractNumber }) => contractNumber !== '').map(hashOf);
    const known = await contractsByHash(db, vault, campaign, hashes);
    for (const row of some) judged.push(judge(vault, row, known.get(hashOf(row).toString('hex'))));
  }
  return judged;
}

function judge(vault: Vault, row: ChangeRow, known: KnownContract | undefined): JudgedRow {
  const { line, kind, effectiveOn, change } = row;
  const base = {
    line,
    kind,
    effectiveOn,
    contractId: known?.contractId ?? null,
    customerId: known?.customerId ?? null,
  };
  if (!change) return { ...base, verdict: 'refused', data: null };
  if (!known) return { ...base, verdict: 'unknown_contract', data: null };
  const verdict = hasEffect(effectOf(change, known.standing)) ? 'planned' : 'nothing_to_do';
  return { ...base, verdict, data: vault.encrypt(known.key, change) };
}

/** Contracts of the campaign's audience by the hash of their number (hex). */
async function contractsByHash(
  db: Queryable,
  vault: Vault,
  campaign: { id: number; client_id: number },
  hashes: Buffer[],
): Promise<Map<string, KnownContract>> {
  const { rows } = await standingQuery(campaign, sql`c.number_hash = any(${hashes}::bytea[])`).execute(db);
  return new Map(rows.map((row) => [row.numberHash.toString('hex'), opened(vault, row)]));
}

/** One customer's contracts in the campaign, by contract id. */
export async function contractsOfCustomer(
  db: Queryable,
  vault: Vault,
  campaign: { id: number; client_id: number },
  customerId: number,
): Promise<Map<number, KnownContract>> {
  const { rows } = await standingQuery(campaign, sql`a.customer_id = ${customerId}`).execute(db);
  return new Map(rows.map((row) => [row.contractId, opened(vault, row)]));
}

interface StandingRow {
  numberHash: Buffer;
  contractId: number;
  customerId: number;
  audience: Standing['audience'];
  wrapped: Buffer;
  profile: Buffer;
  sent: string | null;
  holds: string[];
  protected: boolean;
  language: Language;
}

const standingQuery = (campaign: { id: number; client_id: number }, which: ReturnType<typeof sql>) => sql<StandingRow>`
  select c.number_hash as "numberHash", a.contract_id as "contractId", a.customer_id as "customerId",
    a.state as audience, k.wrapped_key as wrapped, i.data as profile, r.sent,
    array(select h.reason from holds h where h.customer_id = a.customer_id and h.released_at is null) as holds,
    ${isProtected('a.customer_id')} as protected,
    (select p.language from customers p where p.id = a.customer_id) as language
  from contracts c
  join audience a on a.campaign_id = ${campaign.id} and a.contract_id = c.id
  join vault_keys k on k.customer_id = a.customer_id
  join vault_items i on i.customer_id = a.customer_id and i.item = 'profile'
  left join lateral (
    select case when x.status <> 'rejected' then x.outcome end as sent
    from ${standingResults(sql`r.campaign_id = a.campaign_id and r.contract_id = a.contract_id`)} x
    order by x.id desc limit 1
  ) r on true
  where c.client_id = ${campaign.client_id} and a.client_id = ${campaign.client_id} and ${which}`;

function opened(vault: Vault, row: StandingRow): KnownContract {
  const { contractId, customerId, audience, sent, holds, language, protected: isUnder } = row;
  const key = vault.unwrap(row.wrapped);
  const { mail, phone, mobile, postalCode, address } = vault.open<Profile>(key, row.profile);
  const profile: Partial<Record<ContactField, string>> = { mail, phone, mobile, postalCode, address };
  return { contractId, customerId, key, standing: { profile, audience, sent, holds, language, protected: isUnder } };
}

/** Decrypts what a stored row says. */
export const openChange = (vault: Vault, key: Buffer, data: Buffer): Change => vault.open<Change>(key, data);
