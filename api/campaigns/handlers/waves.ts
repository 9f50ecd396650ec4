import { type CampaignRow, getCampaign, getVersion } from '../../../db/campaigns/campaigns';
import { giveGo, listGoes, type WaveGoRow } from '../../../db/campaigns/trial/give-go';
import { measureTrial } from '../../../db/campaigns/trial/measure-trial';
import { lastBehaviour } from '../../../db/campaigns/pacing/last-behaviour';
import { readClock } from '../../../db/platform/clock';
import { countWaves } from '../../../db/campaigns/waves';
import { type Queryable } from '../../../db/platform/types';
import { type Wave } from '../../../domain/campaigns/campaign';
import { nextAfter } from '../../../domain/campaigns/trial/go-due';
import { assumedOf } from '../../../domain/campaigns/trial/assumed';
import { comparedRates } from '../../../domain/campaigns/trial/compared';
import { hasShownEnough } from '../../../domain/campaigns/trial/trial';
import { trialsBefore } from '../../../domain/campaigns/waves';
import { DEFAULT_BEHAVIOUR } from '../../../domain/rehearsals/default-behaviour';
import { type waveRoutes } from '../contract/waves';
import { type Handlers } from '../../http/handler';
import { iso } from '../../http/wire';
import { byPerson } from '../rules';

/** Progress of the waves, and the go after a trial. */
export const waveHandlers: Handlers<typeof waveRoutes> = {
  async listWaves({ deps, scope, params }) {
    const reading = deps.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    return reading.execute(async (view) => {
      const campaign = await getCampaign(view, scope, params.id);
      const { doc } = await getVersion(view, campaign);
      const { now } = await readClock(view);
      const { waves = [] } = doc;
      const counts = await countWaves(view, campaign, waves);
      const goes = waves.some(({ trial }) => trial) ? await listGoes(view, campaign) : [];
      const given = new Set(goes.map(({ wave }) => wave));
      const items = [];
      for (const { wave, ...figures } of counts) {
        const own = waves.find(({ id }) => id === wave)!;
        const { id, name, begins } = own;
        const awaits = trialsBefore(waves, id).find((trial) => !given.has(trial.id))?.id ?? null;
        const trial = own.trial ? await trialOf(view, campaign, { wave: own, waves, goes }) : null;
        items.push({ id, name, begins: iso(begins), ...figures, awaits, trial });
      }
      return { body: { asOf: iso(now), items } };
    });
  },

  async giveGo({ trx, scope, actor, params, body }) {
    const { reason, early } = body;
    const asked = { campaignId: params.id, wave: params.wave, reason, early, personId: actor.personId };
    const { go, campaign, measured, now, changed } = await giveGo(trx, scope, asked);
    if (!changed) return { body: goOf(go) };
    const given = { wave: go.wave, reason, early: go.early, epoch: campaign.epoch, measured };
    const entry = { kind: 'wave_go', by: byPerson(actor), ...given };
    return {
      body: goOf(go),
      ledger: { campaignId: campaign.id, clientId: campaign.client_id, at: now, entries: [entry] },
    };
  },
};

const goOf = ({ at, person_id: by, reason, early }: WaveGoRow) => ({ at: iso(at), by, reason, early });

/** A trial with what it has shown until now. */
async function trialOf(
  db: Queryable,
  campaign: CampaignRow,
  { wave, waves, goes }: { wave: Wave; waves: Wave[]; goes: WaveGoRow[] },
) {
  const go = goes.find((one) => one.wave === wave.id);
  const { measured, contacts } = await measureTrial(db, campaign, wave.id);
  const last = await lastBehaviour(db, campaign);
  const assumed = assumedOf(contacts, last?.behaviour ?? DEFAULT_BEHAVIOUR);
  const next = nextAfter(waves, wave);
  return {
    go: go ? goOf(go) : null,
    enough: hasShownEnough(measured),
    goBy: go || !next ? null : iso(next.begins),
    measured,
    assumed: { rehearsal: last?.rehearsal ?? null, ...assumed },
    compared: comparedRates(measured, assumed),
  };
}
