import { type Gate } from '../../domain/campaigns/approval';
import { type Queryable, type Trx } from '../platform/types';
import { type CampaignRow } from './campaigns';

/** An approver's refusal to approve, with what has to change. */
export interface SendBack {
  gate: Gate;
  personId: number;
  personName: string;
  at: number;
  contentHash: string;
  comment: string;
  /** The plan version; null: the campaign before its start. */
  version: number | null;
}

/** So many are shown of a campaign. */
const SHOWN = 50;

/** What was sent back of a campaign, newest first, the last fifty. */
export async function listSendBacks(db: Queryable, campaign: CampaignRow): Promise<SendBack[]> {
  const rows = await db
    .selectFrom('send_backs as s')
    .innerJoin('persons as p', 'p.id', 's.person_id')
    .selectAll('s')
    .select('p.name as person_name')
    .where('s.campaign_id', '=', campaign.id)
    .where('s.client_id', '=', campaign.client_id)
    .orderBy('s.id', 'desc')
    .limit(SHOWN)
    .execute();
  return rows.map((row) => ({
    gate: row.gate,
    personId: row.person_id,
    personName: row.person_name,
    at: row.at,
    contentHash: row.content_hash,
    comment: row.comment,
    version: row.version,
  }));
}

/** Records that something was sent back. The caller holds the campaign's lock. */
export async function insertSendBack(
  trx: Trx,
  campaign: CampaignRow,
  back: Omit<SendBack, 'personName'>,
): Promise<void> {
  await trx
    .insertInto('send_backs')
    .values({
      client_id: campaign.client_id,
      campaign_id: campaign.id,
      gate: back.gate,
      version: back.version,
      content_hash: back.contentHash,
      person_id: back.personId,
      comment: back.comment,
      at: new Date(back.at),
    })
    .execute();
}
