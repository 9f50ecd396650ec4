import { currentContentHash } from '../../db/campaigns/approvals';
import { type CampaignRow, getVersion } from '../../db/campaigns/campaigns';
import { readClock } from '../../db/platform/clock';
import { requireLanes } from '../../db/delivery/lanes';
import { type LedgerEntry } from '../../db/platform/ledger';
import { type Trx } from '../../db/platform/types';
import { contentsOf } from '../../db/rehearsals/contents';
import { recordOf, type RehearsalRow, requestRehearsal } from '../../db/rehearsals/stored';
import { type Language } from '../../domain/campaigns/campaign';
import { planChannels } from '../../domain/journeys/choose-channel';
import { AppError } from '../../domain/errors';
import { requireState } from '../campaigns/rules';
import { readBehaviour } from './behaviour-file';

/** What a person asks for. */
export interface RehearsalWish {
  /** Customers; null: all of them. */
  sample: number | null;
  seed: number;
  /** A behaviour file's text or what it holds; `{}` leaves everything as the defaults assume. */
  behaviour: string | object;
  language: Language;
  personId: number;
  /** As the ledger names who asked. */
  by: string;
}

/**
 * Queues a rehearsal of the campaign's present contents. The caller holds the campaign's lock and appends the entry. Throws
 * campaign_wrong_state, campaign_without_audience, channel_without_lane, behaviour_file_invalid and rehearsal_running.
 */
export async function askRehearsal(
  trx: Trx,
  campaign: CampaignRow,
  { sample, seed, behaviour: given, language, personId, by }: RehearsalWish,
): Promise<{ row: RehearsalRow; entry: LedgerEntry; now: number }> {
  requireState(campaign, 'rehearse');
  const { doc } = await getVersion(trx, campaign);
  const behaviour = readBehaviour(given, { segments: Object.keys(doc.segments ?? {}), language });
  const { contentHash, ...contents } = await contentsOf(trx, campaign);
  await requireLanes(trx, campaign.client_id, planChannels(doc));
  if (contents.included === 0) throw new AppError('campaign_without_audience', { id: campaign.id });
  const { now } = await readClock(trx);
  const row = await requestRehearsal(trx, campaign, {
    ...contents,
    contentHash: contentHash ?? (await currentContentHash(trx, campaign)),
    ...{ behaviour, seed, sample, personId, at: now },
  });
  return { row, entry: { ...recordOf('rehearsal_requested', row), by }, now };
}
