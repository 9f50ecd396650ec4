import { sql } from 'kysely';
import { inquiryNumber } from '../../../domain/customers/inquiries/inquiry';
import { type CampaignRow } from '../../campaigns/campaigns';
import { ofCampaigns, type Scope } from '../../platform/scope';
import { type Queryable, type Trx } from '../../platform/types';
import { type ContractSecret, type Vault } from '../../privacy/vault';
import { keepProposal, type ProposedAddress, ITEM, changedAt, isOver } from '../../returns/proposed-address';
import { isProtected } from '../protection';

/** An address as the customer says or writes it. */
export interface WrittenAddress {
  postalCode: string;
  address: string;
}

const itemOf = (inquiryId: number): string => `${ITEM}inquiry:${inquiryId}`;

/** Keeps the new address that a customer named in a case; a later one of the same case holds. Throws erased. */
export const keepAddressOfCase = (
  trx: Trx,
  vault: Vault,
  row: { id: number; customer_id: number; client_id: number },
  proposed: ProposedAddress,
): Promise<void> => keepProposal(trx, vault, { ...row, item: itemOf(row.id) }, proposed);

interface Kept {
  inquiryId: number;
  receivedOn: string;
  wrapped: Buffer;
  data: Buffer;
  changedAt: number | null;
}

const kept = sql`select q.id as "inquiryId", (q.received_at at time zone 'Asia/Tokyo')::date::text as "receivedOn",
    k.wrapped_key as wrapped, i.data, ${changedAt('q.customer_id')} as "changedAt"
  from inquiries q
  join vault_items i on i.customer_id = q.customer_id and i.item = ${sql.lit(`${ITEM}inquiry:`)} || q.id
  join vault_keys k on k.customer_id = q.customer_id`;

/** The addresses that a customer has named in cases, newest case first, without the addresses. */
export async function proposalsInCases(db: Queryable, vault: Vault, scope: Scope, customerId: number) {
  const { rows } = await sql<Kept>`${kept} where q.customer_id = ${customerId} and q.client_id = ${scope.clientId}
    and ${ofCampaigns(scope, 'q.customer_id')} order by q.id desc`.execute(db);
  return rows.map((row) => {
    const { by, at } = vault.open<ProposedAddress>(vault.unwrap(row.wrapped), row.data);
    return { returnId: null, inquiryId: row.inquiryId, receipt: inquiryNumber(row.inquiryId), by, at, changed: isOver(row, { at }) }; // prettier-ignore
  });
}

/** What cases propose to the client and it has not decided: one line for each contract; none of customers under protection. */
export async function listAddressesInCases(db: Queryable, vault: Vault, campaign: CampaignRow) {
  const { rows } = await sql<Kept & { contracts: Buffer[] }>`
    select p.*, array(select v.data from audience a
      join vault_items v on v.customer_id = a.customer_id and v.item = 'contract:' || a.contract_id
      where a.campaign_id = ${campaign.id} and a.customer_id = q.customer_id and a.state = 'included'
      order by a.contract_id) as contracts
    from (${kept} where q.campaign_id = ${campaign.id} and q.client_id = ${campaign.client_id}
      and q.id in (select t.inquiry_id from inquiry_touches t where t.campaign_id = ${campaign.id} and t.kind = 'address')
      and not ${isProtected('q.customer_id')}) p
    join inquiries q on q.id = p."inquiryId" order by q.id`.execute(db);
  return rows.flatMap((row) => {
    const key = vault.unwrap(row.wrapped);
    const proposed = vault.open<ProposedAddress>(key, row.data);
    if (isOver(row, proposed)) return [];
    const { inquiryId, receivedOn } = row;
    const numbers = row.contracts.map((data) => vault.open<ContractSecret>(key, data).number);
    return numbers.map((number) => ({ number, receipt: inquiryNumber(inquiryId), receivedOn, ...proposed }));
  });
}
