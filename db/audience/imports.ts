import { type Selectable, sql } from 'kysely';
import { type CampaignRow } from '../campaigns/campaigns';
import { type Queryable } from '../platform/types';
import { type Findings, type Imports } from '../platform/schema.generated';

export type ImportRow = Selectable<Imports>;

/** The import that produced the current audience; undefined before the first. */
export async function latestImport(db: Queryable, campaign: CampaignRow): Promise<ImportRow | undefined> {
  return db
    .selectFrom('imports')
    .selectAll()
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .where('status', '=', 'done')
    .orderBy('id', 'desc')
    .executeTakeFirst();
}

export interface FindingCount {
  code: string;
  severity: Findings['severity'];
  count: number;
}

/** Findings of an import by code. Refusals count lines, since a row is refused once. */
export async function countFindings(db: Queryable, done: ImportRow): Promise<FindingCount[]> {
  return db
    .selectFrom('findings')
    .select(['code', 'severity', sql<number>`count(distinct line)`.as('count')])
    .where('import_id', '=', done.id)
    .where('client_id', '=', done.client_id)
    .groupBy(['code', 'severity'])
    .orderBy('severity')
    .orderBy('code')
    .execute();
}
