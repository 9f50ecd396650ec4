import { sql } from 'kysely';
import { type Milestone, type Range, type RehearsalResult } from '../../domain/rehearsals/result';
import { type CampaignRow } from '../campaigns/campaigns';
import { type Queryable } from '../platform/types';
import { contentsOf, isOutdated } from './contents';

/** What is shown of a result beside something else: its curve, and its figures that matter most. */
export interface RehearsalSummary {
  completed: Range;
  days: { day: string; completed: Range }[];
  milestones: Milestone[];
  /** Days on which any lane or desk is over capacity. */
  overDays: number;
}

/** A result never changes, and reading one means reading all of it: the last few are kept. */
const kept = new Map<number, RehearsalSummary>();
const MOST_KEPT = 200;

/** The summary of a rehearsal that is done. The caller has made sure that the caller may see it. */
export async function rehearsalSummary(db: Queryable, id: number): Promise<RehearsalSummary> {
  const known = kept.get(id);
  if (known) return known;
  const { rows } = await sql<RehearsalSummary & { overloads: RehearsalResult['overloads'] }>`
    select result -> 'completed' as completed, result -> 'milestones' as milestones, result -> 'overloads' as overloads,
      (select coalesce(jsonb_agg(jsonb_build_object('day', d -> 'day', 'completed', d -> 'completed') order by n), '[]')
        from jsonb_array_elements(result -> 'days') with ordinality as e(d, n)) as days
    from rehearsals where id = ${id} and status = 'done'`.execute(db);
  const { completed, days, milestones, overloads } = rows[0]!;
  const summary = { completed, days, milestones, overDays: new Set(overloads.map(({ day }) => day)).size };
  if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value!);
  kept.set(id, summary);
  return summary;
}

/** What an approver should know: the rehearsal of these contents, or else the newest one, which is outdated. */
export interface Rehearsed extends RehearsalSummary {
  id: number;
  seed: number;
  /** Epoch ms. */
  endedAt: number;
  outdated: boolean;
}

const MOST_READ = 20;

/** The newest rehearsal of the campaign's present contents, else the newest of others; null: there is none. */
export async function rehearsedFor(db: Queryable, campaign: CampaignRow): Promise<Rehearsed | null> {
  const rows = await db
    .selectFrom('rehearsals')
    .select(['id', 'seed', 'version', 'content_hash', 'import_id', 'included', 'excluded', 'ended_at'])
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .where('status', '=', 'done')
    .orderBy('campaign_id', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_READ)
    .execute();
  if (rows.length === 0) return null;
  const now = await contentsOf(db, campaign);
  const present = rows.find((row) => !isOutdated(row, now));
  const { id, seed, ended_at: endedAt } = present ?? rows[0]!;
  return { id, seed, endedAt: endedAt!, outdated: present === undefined, ...(await rehearsalSummary(db, id)) };
}
