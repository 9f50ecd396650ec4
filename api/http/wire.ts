import { type CampaignRow } from '../../db/campaigns/campaigns';

/** A time in its wire form. */
export const iso = (at: number): string => new Date(at).toISOString();
export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

/** A campaign without its counts. */
export function briefOf(campaign: CampaignRow) {
  return {
    id: campaign.id,
    name: campaign.name,
    status: campaign.status,
    version: campaign.version,
    epoch: campaign.epoch,
    contentHash: campaign.content_hash,
    submittedAt: isoOrNull(campaign.submitted_at),
    startedAt: isoOrNull(campaign.started_at),
    endedAt: isoOrNull(campaign.ended_at),
  };
}

/** A whole body as the stream that a reply sends. */
export async function* single<Body extends string | Buffer>(body: Body): AsyncGenerator<Body> {
  yield body;
}
