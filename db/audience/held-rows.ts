import { sql } from 'kysely';
import { type CampaignRow } from '../campaigns/campaigns';
import { type ContractSecret, type Vault } from '../privacy/vault';
import { type Queryable } from '../platform/types';

import { representativeActs } from '../customers/contacts';
import { factorKey } from '../customers/representative-access';
import { readClock } from '../platform/clock';

/** Hex SHA-256 over all contracts, rows and states of the audience; the hash of nothing if there is none. */
export async function audienceHash(db: Queryable, campaignId: number): Promise<string> {
  const { rows } = await sql<{ hash: string }>`
    select encode(sha256(coalesce(string_agg(
      c.number_hash || c.row_hash || convert_to(a.state, 'UTF8'), ''::bytea order by c.number_hash), '')), 'hex') as hash
    from audience a join contracts c on c.id = a.contract_id
    where a.campaign_id = ${campaignId}`.execute(db);
  return rows[0]!.hash;
}

interface EncryptedRow {
  contractId: number;
  customerId: number;
  wrapped: Buffer;
  data: Buffer;
}

export interface HeldRow extends ContractSecret {
  contractId: number;
  customerId: number;
  line: number;
  reason: string;
}

/** Undecided rows with contract ids above `after`, decrypted: record the access. */
export async function listHeld(
  db: Queryable,
  vault: Vault,
  campaign: CampaignRow,
  page: { after: number; limit: number },
): Promise<HeldRow[]> {
  const { rows } = await sql<EncryptedRow & { line: number; reason: string | null }>`
    select a.contract_id as "contractId", a.customer_id as "customerId", a.line, a.reason,
      k.wrapped_key as wrapped, i.data
    from audience a
    join vault_keys k on k.customer_id = a.customer_id
    join vault_items i on i.customer_id = a.customer_id and i.item = 'contract:' || a.contract_id
    where a.campaign_id = ${campaign.id} and a.client_id = ${campaign.client_id} and a.state = 'held'
      and a.contract_id > ${page.after}
    order by a.contract_id limit ${page.limit}`.execute(db);
  return rows.map((row) => ({
    contractId: row.contractId,
    customerId: row.customerId,
    line: row.line,
    reason: row.reason ?? '',
    ...openRow(vault, row),
  }));
}

const PAGE = 500;

/**
 * Contract number and access code of every included customer, or representative who decides for one, without any other
 * second factor, page by page.
 */
export async function* listAccessCodes(
  db: Queryable,
  vault: Vault,
  campaign: CampaignRow,
): AsyncGenerator<{ number: string; code: string }[]> {
  const { now } = await readClock(db);
  for (let after = 0; ;) {
    const { rows } = await sql<EncryptedRow & { party: Buffer; acting: number | null }>`
      select a.contract_id as "contractId", a.customer_id as "customerId", c.party_hash as party, r.id as acting,
        k.wrapped_key as wrapped, i.data
      from audience a
      join customers c on c.id = a.customer_id
      join vault_keys k on k.customer_id = a.customer_id
      join vault_items i on i.customer_id = a.customer_id and i.item = 'contract:' || a.contract_id
      left join lateral (select case when r.may_decide then r.id end as id from representatives r
        where r.customer_id = a.customer_id and ${representativeActs(new Date(now))} order by r.id desc limit 1) r on true
      where a.campaign_id = ${campaign.id} and a.client_id = ${campaign.client_id} and a.state = 'included'
        and a.contract_id > ${after}
        and case when r.id is null
          then not exists (select 1 from second_factors f where f.customer_id = a.customer_id and f.kind <> 'code')
          else exists (select 1 from representative_factors f where f.representative_id = r.id and f.kind = 'code') end
      order by a.contract_id limit ${PAGE}`.execute(db);
    if (rows.length === 0) return;
    yield rows.map((row) => ({ number: openRow(vault, row).number, code: codeOf(vault, row) }));
    after = rows.at(-1)!.contractId;
  }
}

const codeOf = (vault: Vault, { party, acting }: { party: Buffer; acting: number | null }): string =>
  vault.accessCode(acting === null ? party : factorKey(party, acting));

const openRow = (vault: Vault, row: EncryptedRow): ContractSecret =>
  vault.open<ContractSecret>(vault.unwrap(row.wrapped), row.data);
