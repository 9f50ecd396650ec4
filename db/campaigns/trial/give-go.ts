import { type Selectable } from 'kysely';
import { hasShownEnough, type TrialMeasured } from '../../../domain/campaigns/trial/trial';
import { AppError } from '../../../domain/errors';
import { type CampaignRow, getVersion, lockCampaign, updateCampaign } from '../campaigns';
import { readClock } from '../../platform/clock';
import { type Scope } from '../../platform/scope';
import { type Queryable, type Trx } from '../../platform/types';
import { type WaveGoes } from '../../platform/schema.generated';
import { measureTrial } from './measure-trial';

export type WaveGoRow = Selectable<WaveGoes>;

interface Go {
  campaignId: number;
  wave: string;
  reason: string;
  /** Also before the trial has shown enough. */
  early: boolean;
  personId: number;
}

/**
 * Lets the waves after a trial begin, in force from the commit; journeys that were held for it are signalled at a paced
 * rate. Given once: again it is returned unchanged with `changed: false`. Throws not_found for a wave that is no trial,
 * campaign_wrong_state, trial_unmeasured.
 */
export async function giveGo(
  trx: Trx,
  scope: Scope,
  { campaignId, wave, reason, early, personId }: Go,
): Promise<{ go: WaveGoRow; campaign: CampaignRow; measured: TrialMeasured; now: number; changed: boolean }> {
  const campaign = await lockCampaign(trx, scope, campaignId);
  const { doc } = await getVersion(trx, campaign);
  if (!doc.waves?.some(({ id, trial }) => id === wave && trial)) throw new AppError('not_found', { what: 'trial' });
  const { now } = await readClock(trx);
  const given = (await listGoes(trx, campaign)).find((one) => one.wave === wave);
  if (given) return { go: given, campaign, measured: given.measured as TrialMeasured, now, changed: false };
  if (campaign.status !== 'running' && campaign.status !== 'paused') {
    throw new AppError('campaign_wrong_state', { status: campaign.status, allowed: 'running,paused' });
  }
  const { measured } = await measureTrial(trx, campaign, wave);
  const enough = hasShownEnough(measured);
  if (!enough && !early) {
    throw new AppError('trial_unmeasured', { observed: measured.observed, customers: measured.customers });
  }
  const go = await trx
    .insertInto('wave_goes')
    .values({
      campaign_id: campaign.id,
      client_id: campaign.client_id,
      wave,
      at: new Date(now),
      person_id: personId,
      reason,
      early: !enough,
      measured: JSON.stringify(measured),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const steered = await updateCampaign(trx, campaign, { epoch: campaign.epoch + 1, wake_at: new Date(now) });
  return { go, campaign: steered, measured, now, changed: true };
}

/** The goes given in a campaign; few. */
export const listGoes = (
  db: Queryable,
  { id, client_id }: Pick<CampaignRow, 'id' | 'client_id'>,
): Promise<WaveGoRow[]> =>
  db.selectFrom('wave_goes').selectAll().where('campaign_id', '=', id).where('client_id', '=', client_id).execute();

/** The waves of a campaign that have their go, and since when. */
export const goesOf = (db: Queryable, campaignId: number): Promise<Pick<WaveGoRow, 'wave' | 'at'>[]> =>
  db.selectFrom('wave_goes').select(['wave', 'at']).where('campaign_id', '=', campaignId).execute();

/** The trial waves of a campaign that have their go by now. */
export const goesNow = async (db: Queryable, campaignId: number): Promise<Set<string>> =>
  new Set((await goesOf(db, campaignId)).map(({ wave }) => wave));
