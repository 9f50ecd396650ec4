import { sql } from 'kysely';
import { type CampaignRow } from './campaigns';
import { type Queryable } from './connect';
import { type PauseArea } from './schema-pauses';
import { type Profile, type Vault } from './vault';

const PAGE = 2_000;

/**
 * The customers of a campaign with an open journey, or none yet, whose registered address lies in the area, ascending.
 * Opens every address in the vault and shows none: only ids come out.
 */
export async function customersInArea(
  db: Queryable,
  vault: Vault,
  campaign: Pick<CampaignRow, 'id'>,
  area: PauseArea,
): Promise<number[]> {
  const postalCode = area.postalCode?.replace('-', '');
  const city = area.city === undefined ? undefined : plain(area.city);
  const found: number[] = [];
  for (let after = 0; ;) {
    const { rows } = await sql<{ id: number; wrapped: Buffer; data: Buffer }>`
      select a.customer_id as id, k.wrapped_key as wrapped, p.data from
        (select distinct customer_id from audience where campaign_id = ${campaign.id} and customer_id > ${after}
          and state <> 'excluded' order by customer_id limit ${PAGE}) a
      left join journeys j on j.campaign_id = ${campaign.id} and j.customer_id = a.customer_id
      join vault_keys k on k.customer_id = a.customer_id
      join vault_items p on p.customer_id = a.customer_id and p.item = 'profile'
      where j.status is distinct from 'closed' order by a.customer_id`.execute(db);
    for (const { id, wrapped, data } of rows) {
      const profile = vault.open<Profile>(vault.unwrap(wrapped), data);
      const inCode = postalCode === undefined || profile.postalCode?.replace('-', '').startsWith(postalCode);
      const inCity = city === undefined || (profile.address && plain(profile.address).startsWith(city));
      if (inCode && inCity) found.push(id);
    }
    const last = await lastOfPage(db, campaign.id, after);
    if (last === null) return found;
    after = last;
  }
}

/** The last customer of the page that begins after this one; null when there is no further page. */
async function lastOfPage(db: Queryable, campaignId: number, after: number): Promise<number | null> {
  const { rows } = await sql<{ last: number | null }>`
    select max(customer_id) as last from (select distinct customer_id from audience
      where campaign_id = ${campaignId} and customer_id > ${after} and state <> 'excluded'
      order by customer_id limit ${PAGE}) p having count(*) = ${PAGE}`.execute(db);
  return rows[0]?.last ?? null;
}

/** Addresses are written with full and half width characters, with and without spaces. */
const plain = (address: string): string => address.normalize('NFKC').replaceAll(/\s/g, '');
