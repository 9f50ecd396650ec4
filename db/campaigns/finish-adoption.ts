import { CampaignDocs } from './campaigns';
import { extendLinks, linksExpireAt } from '../customers/links';
import { adoptVersion, finishAdoption, keepVersion, recallNotices, releaseVersion, signalEarly } from './plan-adoption';
import { type PlanVersionRow, updatePlanVersion } from './plan-versions';
import { divideAnew } from './replan/divide-anew';
import { reopenLate } from '../journeys/late-answers';
import {
  closedLate,
  closedPlanEffects,
  planEffects,
  planEffectContext,
  openJourneys,
  type PlanEffect,
  timerIsTooLate,
  type Target,
} from './plan-effect';
import { type Db, type Trx } from '../platform/types';

/**
 * Applies adopted plan versions to the journeys, at most 500 per transaction: first pins the journeys that stay to
 * their version, then moves the campaign, then gives customers their wave where the version divides them anew, then marks
 * journeys that must be signalled early and takes back recalled notices. Can be interrupted anywhere and called again, also
 * by several workers at once. Stops after `forMs` real milliseconds, but divides customers to the end. Returns the number
 * of journeys processed.
 */
export async function finishAdoptions(db: Db, { forMs = 2_000 } = {}): Promise<number> {
  const end = performance.now() + forMs;
  const open = await db
    .selectFrom('plan_versions as p')
    .innerJoin('campaigns as c', 'c.id', 'p.campaign_id')
    .select(['p.campaign_id', 'p.version'])
    .where((eb) => eb.or([eb('p.status', '=', 'adopting'), eb('p.status', '=', 'adopted')]))
    .where('p.adoption_finished_at', 'is', null)
    .where('c.status', 'in', ['running', 'paused', 'completed'])
    .orderBy('p.campaign_id')
    .execute();
  const docs = new CampaignDocs();
  let seen = 0;
  for (const key of open) {
    for (let page: Page = 'more'; page === 'more' && performance.now() < end;) {
      const done = await db.transaction().execute((trx) => finishAdoptionPage(trx, docs, key));
      seen += done.journeys;
      page = done.page;
      if (page === 'waves') {
        await divideAnew(db, docs, key);
        page = 'more';
      }
      if (page === 'through' && (await extendPageOfLinks(db, docs, key)))
        page = (await finishPhase(db, key)) ? 'more' : 'busy';
      else if (page === 'through') page = 'more';
    }
  }
  return seen;
}

type Key = Pick<PlanVersionRow, 'campaign_id' | 'version'>;
/**
 * `waves`: customers wait for their wave of this version. `through`: no journeys are left in this phase. `busy`: another
 * worker has the lock, or the version is done.
 */
type Page = 'more' | 'waves' | 'through' | 'busy';

/**
 * Locks the campaign FOR SHARE, then the version, then the journeys, so no other change to the version can interleave.
 */
async function finishAdoptionPage(trx: Trx, docs: CampaignDocs, key: Key): Promise<{ page: Page; journeys: number }> {
  await trx.selectFrom('campaigns').select('id').where('id', '=', key.campaign_id).forShare().execute();
  const row = await trx
    .selectFrom('plan_versions')
    .selectAll()
    .where('campaign_id', '=', key.campaign_id)
    .where('version', '=', key.version)
    .where('status', 'in', ['adopting', 'adopted'])
    .where('adoption_finished_at', 'is', null)
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!row?.rule) return { page: 'busy', journeys: 0 };
  if (row.status === 'adopted' && row.waves_after !== null) return { page: 'waves', journeys: 0 };
  const journeys = await openJourneys(trx, row.campaign_id, row.after_journey).forNoKeyUpdate().execute();
  if (journeys.length === 0) return closedPage(trx, docs, row);
  const doc = await docs.get(trx, row.campaign_id, row.version);
  const target: Target = { version: row.version, doc, rule: row.rule };
  const context = await planEffectContext(trx, docs, row.campaign_id);
  const effects = await planEffects(context, target, journeys);
  await trx
    .updateTable('plan_versions')
    .set({ after_journey: journeys.at(-1)!.id })
    .where('campaign_id', '=', row.campaign_id)
    .where('version', '=', row.version)
    .execute();
  if (row.status === 'adopting') await keepVersion(trx, effects.filter(staysUnmarked).map(idOf), row.base_version);
  else await moveOver(trx, row, { target, effects, now: context.now });
  return { page: 'more', journeys: journeys.length };
}

/** After the open journeys: those that were closed for lateness, if the version has later dates. */
async function closedPage(
  trx: Trx,
  docs: CampaignDocs,
  row: PlanVersionRow,
): Promise<{ page: Page; journeys: number }> {
  const { campaign_id: id, version, closed_after: after } = row;
  const through = { page: 'through', journeys: 0 } as const;
  if (after === null) return through;
  const journeys = await closedLate(trx, id, after).forNoKeyUpdate('j').execute();
  await updatePlanVersion(trx, row, { closed_after: journeys.at(-1)?.id ?? null });
  if (journeys.length === 0) return through;
  const target: Target = { version, doc: await docs.get(trx, id, version), rule: row.rule! };
  const context = await planEffectContext(trx, docs, id);
  const effects = await closedPlanEffects(context, target, journeys);
  if (row.status === 'adopting') {
    const staying = effects.filter(({ journey, effect }) => effect === 'stay' && journey.plan_version === null);
    await keepVersion(trx, staying.map(idOf), row.base_version);
  } else {
    await releaseVersion(trx, effects.filter(({ effect }) => effect !== 'stay').map(idOf));
    await reopenLate(trx, { version, doc: target.doc, effects, now: context.now });
  }
  return { page: 'more', journeys: journeys.length };
}

const idOf = ({ journey }: { journey: { id: number } }): number => journey.id;
const staysUnmarked = ({ journey, move }: PlanEffect): boolean => move === 'stay' && journey.plan_version === null;

/** Moves journeys to the new version. Journeys pinned to an earlier version are released from it. */
async function moveOver(trx: Trx, row: PlanVersionRow, input: { target: Target; effects: PlanEffect[]; now: number }) {
  const { target, effects, now } = input;
  const going = effects.filter(({ journey, move }) => journey.plan_version === null || move === 'migrate');
  await releaseVersion(trx, going.map(idOf));
  const early = going.filter((effect) => timerIsTooLate(effect, now));
  await signalEarly(trx, row.campaign_id, early.map(idOf));
  await recallNotices(trx, { ...target, row, journeyIds: going.map(idOf), at: now });
}

const LINKS = 2_000;

/**
 * Extends the links of journeys that move so that they last until the new dates. Returns true when none is left to
 * extend.
 */
async function extendPageOfLinks(db: Db, docs: CampaignDocs, key: Key): Promise<boolean> {
  const { campaign_id: campaignId, version } = key;
  const campaign = await db.selectFrom('campaigns').select('version').where('id', '=', campaignId).executeTakeFirst();
  if (campaign?.version !== version) return true; // not yet in force
  const expiresAt = linksExpireAt(await docs.get(db, campaignId, version));
  return (await extendLinks(db, { campaignId, expiresAt, limit: LINKS })) < LINKS;
}

/**
 * Ends a phase under the campaign's lock: moves the campaign or finishes the adoption. Returns whether another phase
 * follows.
 */
async function finishPhase(db: Db, key: Key): Promise<boolean> {
  return db.transaction().execute(async (trx) => (await adoptVersion(trx, key)) || finishAdoption(trx, key));
}
