import { type RawBuilder, sql } from 'kysely';

/**
 * SQL condition: the row is the campaign's and comes after `after` by `column`. Order by `campaign_id` and then the
 * column: such an order only an index that begins with both can give. With an equality instead, the order would be that
 * of the column alone, and PostgreSQL may walk through the rows of all campaigns because it expects to meet some of this
 * one's soon.
 */
export function afterInCampaign(
  campaignId: number,
  after: number,
  column = 'id',
  table = 'journeys',
): RawBuilder<boolean> {
  const [campaign, own] = [sql.ref(`${table}.campaign_id`), sql.ref(`${table}.${column}`)];
  return sql<boolean>`((${campaign}, ${own}) > (${campaignId}, ${after}) and ${campaign} <= ${campaignId})`;
}
