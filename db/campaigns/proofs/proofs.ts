import { sql } from 'kysely';
import { type CampaignDoc, type Language } from '../../../domain/campaigns/campaign';
import {
  languagesOf,
  PROOF_CHANNELS,
  type ProofChannel,
  type ProofStatus,
  shownBy,
  takesProofs,
} from '../../../domain/delivery/proof';
import { AppError } from '../../../domain/errors';
import { lanesOf } from '../../delivery/lanes';
import { canonicalJson } from '../../platform/ledger';
import { laneAnnounced } from '../../platform/notifications/announce';
import { type Queryable, type Trx } from '../../platform/types';
import { type CampaignRow } from '../campaigns';
import { createHash } from 'node:crypto';
import { type ProofRecipient } from './recipients';

/** Digest of everything that a notice of a document shows. */
export const proofHash = (doc: CampaignDoc, notice: string): Buffer =>
  createHash('sha256')
    .update(canonicalJson(shownBy(doc, notice)))
    .digest();

/** A proof to be sent. */
interface Wanted {
  recipient: ProofRecipient;
  notice: string;
  channel: ProofChannel;
  language: Language;
}

/**
 * Queues proofs of these notices for these recipients, one for each language and recipient with an address on the
 * notice's channel. Returns the number. Throws not_found for a notice that is not there or a script, and
 * proof_without_address when no recipient can get any of them.
 */
export async function askProofs(
  trx: Trx,
  campaign: CampaignRow,
  ask: {
    doc: CampaignDoc;
    version: number;
    notices: string[];
    recipients: ProofRecipient[];
    personId: number;
    now: number;
  },
): Promise<number> {
  const { doc, version, notices, recipients, personId, now } = ask;
  const wanted = notices.flatMap((notice) => wantedOf(doc, notice, recipients));
  if (wanted.length === 0) throw new AppError('proof_without_address');
  const lanes = await lanesOf(trx, [campaign.client_id]);
  const laneOf = (channel: ProofChannel): number => {
    const lane = lanes.get(`${campaign.client_id}:${channel}`);
    if (lane === undefined) throw new AppError('internal', { what: `lane of ${channel}` });
    return lane;
  };
  const at = new Date(now);
  await trx
    .insertInto('proofs')
    .values(
      wanted.map(({ recipient, notice, channel, language }) => ({
        ...{ client_id: campaign.client_id, campaign_id: campaign.id, recipient_id: recipient.id },
        ...{ lane_id: laneOf(channel), version, notice, channel, language, content_hash: proofHash(doc, notice) },
        ...{ asked_by: personId, asked_at: at, not_before: at },
      })),
    )
    .returning(laneAnnounced().as('announced'))
    .execute();
  return wanted.length;
}

function wantedOf(doc: CampaignDoc, notice: string, recipients: ProofRecipient[]): Wanted[] {
  const channel = PROOF_CHANNELS.find((one) => one === doc.notices[notice]?.channel);
  if (!channel) throw new AppError('not_found', { what: 'notice' });
  return recipients
    .filter((recipient) => takesProofs(recipient, channel))
    .flatMap((recipient) => languagesOf(doc, notice).map((language) => ({ recipient, notice, channel, language })));
}

/** What became of the proofs of one content of a notice. */
export interface ProofSummary {
  notice: string;
  channel: ProofChannel;
  version: number;
  contentHash: Buffer;
  sent: number;
  waiting: number;
  failed: number;
  doubtful: number;
  /** Codes, each once. */
  failures: string[];
  recipients: number;
  askedBy: number;
  askedAt: number;
  lastSentAt: number | null;
}

/** The proofs of a campaign by notice and content, the newest first, a hundred at most. */
export async function listProofs(db: Queryable, campaign: CampaignRow): Promise<ProofSummary[]> {
  const { rows } = await sql<ProofSummary>`
    select notice, channel, max(version) as version, content_hash as "contentHash",
      count(*) filter (where status = 'sent') as sent,
      count(*) filter (where status in ('queued', 'claimed', 'handing_over')) as waiting,
      count(*) filter (where status = 'failed') as failed,
      count(*) filter (where status = 'doubtful') as doubtful,
      array(select distinct f from unnest(array_agg(failure)) as f where f is not null order by f) as failures,
      count(distinct recipient_id) filter (where status = 'sent') as recipients,
      (array_agg(asked_by order by id desc))[1] as "askedBy", max(asked_at) as "askedAt",
      max(done_at) filter (where status = 'sent') as "lastSentAt"
    from proofs where campaign_id = ${campaign.id} and client_id = ${campaign.client_id}
    group by notice, channel, content_hash order by max(id) desc limit 100`.execute(db);
  return rows;
}

/** One proof of one recipient. Times are epoch ms. */
export interface ProofCopy {
  id: number;
  recipientId: number;
  notice: string;
  channel: ProofChannel;
  language: Language;
  version: number;
  contentHash: Buffer;
  status: ProofStatus;
  askedAt: number;
  doneAt: number | null;
  deliveredAt: number | null;
  bouncedAt: number | null;
  /** Code of the bounce, or of why it could not be sent. */
  code: string | null;
}

/** Each proof of a campaign, the newest first, two hundred at most. */
export async function listProofCopies(db: Queryable, campaign: CampaignRow): Promise<ProofCopy[]> {
  return db
    .selectFrom('proofs')
    .select(['id', 'recipient_id as recipientId', 'notice', 'channel', 'language', 'version', 'status'])
    .select(['content_hash as contentHash', 'asked_at as askedAt', 'done_at as doneAt'])
    .select(['delivered_at as deliveredAt', 'bounced_at as bouncedAt'])
    .select((eb) => eb.fn.coalesce('bounce_code', 'failure').as('code'))
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
}
