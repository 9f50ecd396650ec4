import { sql } from 'kysely';
import { type Queryable } from './connect';
import { type PostPiece } from './returns';
import { type ContractSecret, type Vault } from './vault';

/** A contract that the form of a piece asks about, once for each campaign that wrote about it. */
export interface FormContract {
  contractId: number;
  campaignId: number;
  journeyId: number;
  product: string | null;
  /** The last four characters of its number, as printed on the form. */
  number: string;
  /** It left the campaign after the letter was posted: it is on the form, its choice is not taken. */
  excluded: boolean;
}

/** The contracts on the form of a piece, in the order of their ids as they are printed. */
export async function contractsOfPiece(db: Queryable, vault: Vault, piece: PostPiece): Promise<FormContract[]> {
  const journeys = [...new Set(piece.letters.map((letter) => letter.journeyId))];
  const rows = await db
    .selectFrom('journeys as j')
    .innerJoin('audience as a', (join) =>
      join.onRef('a.campaign_id', '=', 'j.campaign_id').onRef('a.customer_id', '=', 'j.customer_id'),
    )
    .innerJoin('contracts as c', 'c.id', 'a.contract_id')
    .innerJoin('vault_keys as k', 'k.customer_id', 'a.customer_id')
    .innerJoin('vault_items as i', (join) =>
      join.onRef('i.customer_id', '=', 'a.customer_id').on('i.item', '=', sql<string>`'contract:' || c.id`),
    )
    .select(['j.id as journey', 'a.campaign_id', 'a.state', 'a.decided_at', 'c.id', 'c.product'])
    .select(['k.wrapped_key', 'i.data'])
    .where('j.id', 'in', journeys)
    .where('a.client_id', '=', piece.clientId)
    .where('a.state', 'in', ['included', 'excluded'])
    .orderBy('c.id')
    .orderBy('a.campaign_id')
    .execute();
  const printed = rows.filter(
    (row) => row.state === 'included' || (piece.postedAt !== null && (row.decided_at ?? 0) >= piece.postedAt),
  );
  return printed.map((row) => ({
    contractId: row.id,
    campaignId: row.campaign_id,
    journeyId: row.journey,
    product: row.product,
    number: vault.open<ContractSecret>(vault.unwrap(row.wrapped_key), row.data).number.slice(-4),
    excluded: row.state === 'excluded',
  }));
}
