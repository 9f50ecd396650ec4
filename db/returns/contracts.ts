import { sql } from 'kysely';
import { type PostPiece } from './returns';
import { type ContractSecret, type Vault } from '../privacy/vault';
import { type Queryable } from '../platform/types';

/** A block of the form: a contract in one of the campaigns whose letters are in the envelope. */
export interface FormContract {
  /** Its key in a reading: the contract id, with `@` and the campaign id if two campaigns ask about it. */
  key: string;
  contractId: number;
  campaignId: number;
  journeyId: number;
  product: string | null;
  /** Last four characters of its number, as printed on the form. */
  number: string;
  /** Excluded from the campaign after printing: it is on the form, but its choice is ignored. */
  excluded: boolean;
}

/** Blocks of a piece's form in printed order: by contract, then by campaign. */
export async function contractsOfPiece(db: Queryable, vault: Vault, piece: PostPiece): Promise<FormContract[]> {
  const journeys = [...new Set(piece.letters.map((letter) => letter.journeyId))];
  const fixed = piece.printedAt === null ? null : new Date(piece.printedAt);
  const { rows } = await sql<Omit<FormContract, 'key' | 'number'> & { wrapped: Buffer; data: Buffer }>`
    select c.id as "contractId", a.campaign_id as "campaignId", j.id as "journeyId", c.product,
      a.state = 'excluded' as excluded, k.wrapped_key as wrapped, i.data
    from journeys j
    join audience a on a.campaign_id = j.campaign_id and a.customer_id = j.customer_id
    join contracts c on c.id = a.contract_id
    join vault_keys k on k.customer_id = j.customer_id
    join vault_items i on i.customer_id = j.customer_id and i.item = 'contract:' || c.id
    where j.id = any(${journeys}::bigint[]) and a.client_id = ${piece.clientId}
      and (a.state = 'included' or a.state = 'excluded' and exists (
        select from arrivals r where r.journey_id = j.id and r.kind = 'contracts_removed' and r.read_at >= ${fixed}
          and r.data -> 'contracts' @> to_jsonb(c.id)))
    order by c.id, a.campaign_id`.execute(db);
  return rows.map(({ wrapped, data, ...row }) => {
    const alone = rows.filter((other) => other.contractId === row.contractId).length === 1;
    const { number } = vault.open<ContractSecret>(vault.unwrap(wrapped), data);
    return {
      ...row,
      key: alone ? String(row.contractId) : `${row.contractId}@${row.campaignId}`,
      number: number.slice(-4),
    };
  });
}
