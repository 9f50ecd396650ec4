import { sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { type CampaignRow } from '../campaigns/campaigns';
import { isProtected } from '../customers/protection';
import { ofCampaigns, type Scope } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';
import { type ContractSecret, type Vault } from '../privacy/vault';
import { type ReturnRow } from './returns';

/** An address as a customer wrote or said it, kept with the customer's key until the client has decided. */
export interface ProposedAddress {
  /** Seven digits. */
  postalCode: string;
  address: string;
  /** The person who read it, and when (epoch ms). */
  by: number;
  at: number;
}

/** Begins the name of its item in the vault; the return's id, or the inquiry, follows. */
export const ITEM = 'proposed-address:';

/**
 * Keeps the new address that is written on a returned paper. The customer's own address stays as it is: the client decides, and
 * its file of changes says so. Read again, the newer reading holds. Throws erased.
 */
export const keepProposedAddress = (trx: Trx, vault: Vault, row: ReturnRow, proposed: ProposedAddress): Promise<void> =>
  keepProposal(trx, vault, { ...row, item: `${ITEM}${row.id}` }, proposed);

/** Keeps an address under an item of its customer's vault, in place of the one before. Throws erased. */
export async function keepProposal(
  trx: Trx,
  vault: Vault,
  row: { customer_id: number; client_id: number; item: string },
  proposed: ProposedAddress,
): Promise<void> {
  const key = await trx
    .selectFrom('vault_keys')
    .select('wrapped_key')
    .where('customer_id', '=', row.customer_id)
    .executeTakeFirst();
  if (!key) throw new AppError('erased', { customer: row.customer_id });
  const data = vault.encrypt(vault.unwrap(key.wrapped_key), proposed);
  await trx
    .insertInto('vault_items')
    .values({ customer_id: row.customer_id, client_id: row.client_id, item: row.item, data })
    .onConflict((conflict) => conflict.columns(['customer_id', 'item']).doUpdateSet({ data }))
    .execute();
}

/** When the client last changed the postal address of the customer in this column, epoch ms. */
export const changedAt = (column: 'r.customer_id' | 'q.customer_id') => sql`(select
  (extract(epoch from max(a.received_at)) * 1000)::float8 from arrivals a join journeys j on j.id = a.journey_id
  where j.customer_id = ${sql.ref(column)} and a.kind = 'contact_changed' and a.data -> 'channels' ? 'post')`;

interface Kept {
  returnId: number;
  receipt: string;
  receivedOn: string;
  wrapped: Buffer;
  data: Buffer;
  /** When the client last changed the customer's postal address. */
  changedAt: number | null;
}

const kept = sql`select r.id as "returnId", r.receipt, r.received_on::text as "receivedOn", k.wrapped_key as wrapped, i.data,
    ${changedAt('r.customer_id')} as "changedAt"
  from returns r
  join vault_items i on i.customer_id = r.customer_id and i.item = ${ITEM} || r.id
  join vault_keys k on k.customer_id = r.customer_id`;

/** Whether the client has changed the address since it was proposed. */
export const isOver = ({ changedAt: changed }: Pick<Kept, 'changedAt'>, { at }: Pick<ProposedAddress, 'at'>): boolean =>
  changed !== null && changed >= at;

/** The addresses that a customer has written on paper, newest first, without the addresses. */
export async function proposalsOf(db: Queryable, vault: Vault, scope: Scope, customerId: number) {
  const { rows } = await sql<Kept>`${kept} where r.customer_id = ${customerId} and r.client_id = ${scope.clientId}
    and ${ofCampaigns(scope, 'r.customer_id')} order by r.id desc`.execute(db);
  return rows.map((row) => {
    const { by, at } = vault.open<ProposedAddress>(vault.unwrap(row.wrapped), row.data);
    const { returnId, receipt } = row;
    return { returnId, receipt, by, at, changed: isOver(row, { at }) };
  });
}

const PAGE = 500;

/**
 * Yields what the client has not decided yet, by page: one line for each contract. Customers under protection are left out: no
 * list says where they live.
 */
export async function* listProposedAddresses(db: Queryable, vault: Vault, campaign: CampaignRow) {
  for (let after = 0; ;) {
    const { rows } = await sql<Kept & { customerId: number; contracts: Buffer[] }>`
      select p.* , r.customer_id as "customerId", array(select v.data from audience a
        join vault_items v on v.customer_id = a.customer_id and v.item = 'contract:' || a.contract_id
        where a.campaign_id = ${campaign.id} and a.customer_id = r.customer_id and a.state = 'included'
        order by a.contract_id) as contracts
      from (${kept} where r.campaign_id = ${campaign.id} and r.client_id = ${campaign.client_id} and r.id > ${after}
        and not ${isProtected('r.customer_id')} order by r.id limit ${PAGE}) p
      join returns r on r.id = p."returnId" order by r.id`.execute(db);
    if (rows.length === 0) return;
    yield rows.flatMap((row) => {
      const key = vault.unwrap(row.wrapped);
      const proposed = vault.open<ProposedAddress>(key, row.data);
      if (isOver(row, proposed)) return [];
      const { receipt, receivedOn } = row;
      const numbers = row.contracts.map((data) => vault.open<ContractSecret>(key, data).number);
      return numbers.map((number) => ({ number, receipt, receivedOn, ...proposed }));
    });
    after = rows.at(-1)!.returnId;
  }
}
