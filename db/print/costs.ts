import { sql } from 'kysely';
import { type Postal, type PostalClass, postalCode } from '../../domain/print/postal-class';
import { PUBLIC_PRICES } from '../../domain/print/price-lists';
import { type EnvelopeProfile, sheetsOf } from '../../domain/print/envelope-profile';
import { postage, type PriceList, priceListOn, sizeOf, weightOf } from '../../domain/print/prices';
import { type Queryable, type Trx } from '../platform/types';
import { envelopeOf } from './envelope-profile';
import { type PrintRun } from './runs';

/** Hundredths of a yen: contracts of large senders have such prices. */
const SEN = 100;

interface Kind {
  class: PostalClass;
  express: boolean;
  noForwarding: boolean;
  pages: number;
  form: boolean;
  abroad: boolean;
}

/**
 * Keeps with each posted piece of a run what it cost by the prices of the day, and their sums by campaign and class. What
 * has no known price (abroad, no list of that day) is counted as such, never as nothing.
 */
export async function bookCosts(
  trx: Trx,
  run: Pick<PrintRun, 'id' | 'client_id' | 'envelope'>,
  { lists = PUBLIC_PRICES, postedOn }: { lists?: PriceList[]; postedOn: string },
): Promise<void> {
  const list = priceListOn(lists, run.client_id, postedOn);
  const profile = envelopeOf(run);
  const { rows: kinds } = await sql<Kind>`
    select distinct p.postal_class as class, p.express, p.no_forwarding as "noForwarding", p.pages, p.form,
      c.country is not null as abroad
    from pieces p join customers c on c.id = p.customer_id
    where p.print_run_id = ${run.id} and p.removed_reason is null and p.postal_class is not null`.execute(trx);
  const priced = kinds.map((kind) => ({ ...kind, sen: list && !kind.abroad ? costOf(kind, list, profile) : null }));
  await sql`
    update pieces p set cost_sen = k.sen
    from customers c, jsonb_to_recordset(${JSON.stringify(priced)}::jsonb)
      as k(class text, express boolean, "noForwarding" boolean, pages int, form boolean, abroad boolean, sen int)
    where p.print_run_id = ${run.id} and p.removed_reason is null and c.id = p.customer_id
      and (p.postal_class, p.express, p.no_forwarding, p.pages, p.form, c.country is not null)
        = (k.class, k.express, k."noForwarding", k.pages, k.form, k.abroad)`.execute(trx);
  await sql`
    insert into posting_costs (print_run_id, campaign_id, client_id, postal_class, express, no_forwarding, pieces, sheets,
      cost_sen, unpriced)
    select print_run_id, campaign_id, client_id, postal_class, express, no_forwarding, count(*),
      sum(${profile.duplex ? sql`(pages + 1) / 2` : sql`pages`}),
      coalesce(sum(cost_sen), 0), count(*) filter (where cost_sen is null)
    from pieces where print_run_id = ${run.id} and removed_reason is null and postal_class is not null
    group by 1, 2, 3, 4, 5, 6`.execute(trx);
  await trx
    .updateTable('print_runs')
    .set({ prices: list?.source ?? null })
    .where('id', '=', run.id)
    .execute();
}

function costOf(kind: Kind, list: PriceList, profile: EnvelopeProfile): number | null {
  const grams = weightOf({ sheets: sheetsOf(kind.pages, profile.duplex), form: kind.form }, list);
  const yen = postage(kind, grams, list, sizeOf(profile));
  return yen === null ? null : Math.round(yen * SEN);
}

/** What pieces of one class cost. */
export interface ClassCost extends Postal {
  pieces: number;
  sheets: number;
  yen: number;
  /** Pieces without a known price. */
  unpriced: number;
}

/** What a run, or all runs of a campaign, cost by class. */
export async function costsOf(db: Queryable, of: { runId: number } | { campaignId: number }): Promise<ClassCost[]> {
  const where = 'runId' in of ? sql`print_run_id = ${of.runId}` : sql`campaign_id = ${of.campaignId}`;
  const { rows } = await sql<ClassCost>`
    select postal_class as class, express, no_forwarding as "noForwarding", sum(pieces)::int as pieces,
      sum(sheets)::int as sheets, (sum(cost_sen) / ${SEN}::numeric)::float8 as yen, sum(unpriced)::int as unpriced
    from posting_costs where ${where} group by 1, 2, 3`.execute(db);
  return rows.sort((a, b) => (postalCode(a) < postalCode(b) ? -1 : 1));
}
