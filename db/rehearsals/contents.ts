import { sql } from 'kysely';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type CampaignRow, campaignDoc, getVersion } from '../campaigns/campaigns';
import { campaignFigures } from '../campaigns/board/figures';
import { lastImport } from '../audience/imports';
import { canonicalJson } from '../platform/ledger';
import { type Queryable } from '../platform/types';
import { type RehearsalRow } from './stored';

/** What a campaign would start with now. */
export interface Contents {
  version: number;
  /** Null before the campaign is submitted: it takes reading the whole audience then. */
  contentHash: string | null;
  /** Rehearsed versions with the present document, as where an edit was taken back; none where there is a content hash. */
  sameAs: number[];
  importId: number | null;
  included: number;
  excluded: number;
}

/** The campaign's present contents. Reads no rows of its audience. */
export async function contentsOf(db: Queryable, campaign: CampaignRow): Promise<Contents> {
  const done = await lastImport(db, { clientId: campaign.client_id, campaignId: campaign.id });
  const { included, excluded } = (await campaignFigures(db, campaign)).audience;
  const { version, content_hash: contentHash } = campaign;
  const sameAs = contentHash === null ? await rehearsedAlike(db, campaign) : [];
  return { version, contentHash, sameAs, importId: done?.id ?? null, included, excluded };
}

async function rehearsedAlike(db: Queryable, { id, version }: CampaignRow): Promise<number[]> {
  const { rows } = await sql<{ version: number }>`
    select v.version from campaign_versions v
    join campaign_versions n on n.campaign_id = v.campaign_id and n.version = ${version} and n.doc = v.doc
    where v.campaign_id = ${id} and v.version in (select version from rehearsals where campaign_id = ${id})`.execute(
    db,
  );
  return rows.map((row) => row.version);
}

type Rehearsed = Pick<RehearsalRow, 'version' | 'content_hash' | 'import_id' | 'included' | 'excluded'>;

/**
 * Whether a rehearsal is of other contents than these: by the content hash, and before there is one, by document, import and
 * decisions on held rows.
 */
export function isOutdated(row: Rehearsed, now: Contents): boolean {
  if (now.contentHash !== null) return row.content_hash !== now.contentHash;
  return (row.version !== now.version && !now.sameAs.includes(row.version)) || hasOtherAudience(row, now);
}

const hasOtherAudience = (row: Rehearsed, now: Contents): boolean =>
  row.import_id !== now.importId || row.included !== now.included || row.excluded !== now.excluded;

/** Parts of the contents that differ from what was rehearsed, by their names in the document; `audience` last. */
export async function changedSince(
  db: Queryable,
  campaign: CampaignRow,
  { row, now }: { row: Rehearsed; now: Contents },
): Promise<string[]> {
  if (!isOutdated(row, now)) return [];
  const parts = partsThatDiffer(await campaignDoc(db, campaign.id, row.version), (await getVersion(db, campaign)).doc);
  return hasOtherAudience(row, now) || parts.length === 0 ? [...parts, 'audience'] : parts;
}

function partsThatDiffer(before: CampaignDoc, after: CampaignDoc): string[] {
  const parts = [...new Set([...Object.keys(after), ...Object.keys(before)])] as (keyof CampaignDoc)[];
  return parts.filter((part) => canonicalJson(before[part] ?? null) !== canonicalJson(after[part] ?? null));
}
