import { type Selectable, sql } from 'kysely';
import { standardNotices } from '../../domain/texts/replies';
import { type Channel } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { getVersion, lockCampaign, type CampaignRow, updateCampaign } from './campaigns';
import { readClock } from '../platform/clock';
import { type Scope } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';
import { type Pauses } from '../platform/schema.generated';
import { type PauseArea } from '../../domain/campaigns/pauses';

export type PauseRow = Selectable<Pauses>;

/** What a pause applies to. All given fields must match; an empty scope is the whole campaign. */
export interface PauseScope {
  channel?: Channel;
  /** Key of one of the campaign's notices. */
  notice?: string;
  version?: number;
  /** Prefecture code (JIS X 0401), 1 to 47. */
  prefecture?: number;
  customerId?: number;
  /** Id of one of the campaign's waves. */
  wave?: string;
  /** An area by address. Its customers are looked up when the pause is opened. */
  area?: PauseArea;
  customerIds?: number[];
}

interface NewPause {
  scope: PauseScope;
  extendWaits: boolean;
  fallThrough: boolean;
  until: number | null;
  reason: string;
  personId: number;
}

/** Throws pause_scope_unknown if the campaign has no such notice, version, wave or customer. */
export async function checkScope(db: Queryable, campaign: CampaignRow, scope: PauseScope): Promise<void> {
  const unknown = (what: string): never => {
    throw new AppError('pause_scope_unknown', { what });
  };
  if (scope.version !== undefined && (scope.version < 1 || scope.version > campaign.version)) unknown('version');
  if (scope.notice !== undefined || scope.wave !== undefined) {
    const { doc } = await getVersion(db, campaign);
    if (scope.notice !== undefined && !(scope.notice in doc.notices) && !(scope.notice in standardNotices))
      unknown('notice');
    if (scope.wave !== undefined && !doc.waves?.some(({ id }) => id === scope.wave)) unknown('wave');
  }
  const named = [...(scope.customerId === undefined ? [] : [scope.customerId]), ...(scope.customerIds ?? [])];
  if (named.length === 0) return;
  const { rows } = await sql<{ known: number }>`
    select count(distinct customer_id)::int as known from audience
    where campaign_id = ${campaign.id} and customer_id = any(${named}::bigint[])`.execute(db);
  if (rows[0]!.known < new Set(named).size) unknown('customerId');
}

/**
 * Opens a pause of a running or paused campaign, in force from the commit: the campaign's epoch is incremented, which
 * voids all earlier claims. Throws not_found, campaign_wrong_state, pause_scope_unknown, pause_until_past.
 */
export async function openPause(
  trx: Trx,
  scope: Scope,
  input: NewPause & { campaignId: number },
): Promise<{ pause: PauseRow; campaign: CampaignRow; now: number }> {
  const campaign = await lockCampaign(trx, scope, input.campaignId);
  if (campaign.status !== 'running' && campaign.status !== 'paused') {
    throw new AppError('campaign_wrong_state', { status: campaign.status, allowed: 'running,paused' });
  }
  await checkScope(trx, campaign, input.scope);
  const { now } = await readClock(trx);
  if (input.until !== null && input.until <= now) throw new AppError('pause_until_past');
  const pause = await insertPause(trx, campaign, input, now);
  const after = await steered(trx, campaign, now);
  return { pause, campaign: after, now };
}

/**
 * Inserts the pause and, where the scope lists customers, the list. The caller holds the lock that makes it effective.
 */
export async function insertPause(
  trx: Trx,
  campaign: Pick<CampaignRow, 'id' | 'client_id'>,
  { scope, ...pause }: NewPause,
  now: number,
): Promise<PauseRow> {
  const row = await trx
    .insertInto('pauses')
    .values({
      client_id: campaign.client_id,
      campaign_id: campaign.id,
      channel: scope.channel ?? null,
      notice: scope.notice ?? null,
      version: scope.version ?? null,
      prefecture: scope.prefecture ?? null,
      customer_id: scope.customerId ?? null,
      wave: scope.wave ?? null,
      listed: scope.customerIds !== undefined,
      area: scope.area ? JSON.stringify(scope.area) : null,
      extend_waits: pause.extendWaits,
      fall_through: pause.fallThrough,
      until_at: pause.until === null ? null : new Date(pause.until),
      reason: pause.reason,
      opened_by: pause.personId,
      opened_at: new Date(now),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  if (scope.customerIds) {
    await sql`
      insert into pause_customers (pause_id, customer_id, client_id)
      select distinct ${row.id}::bigint, id, ${campaign.client_id}::bigint
      from unnest(${scope.customerIds}::bigint[]) as l(id)`.execute(trx);
  }
  return row;
}

/**
 * Increments the epoch and wakes the campaign workflow, so that journeys and claims notice the change. The caller holds
 * the campaign's lock.
 */
const steered = (trx: Trx, campaign: CampaignRow, now: number): Promise<CampaignRow> =>
  updateCampaign(trx, campaign, { epoch: campaign.epoch + 1, wake_at: new Date(now) });

/**
 * Ends a pause; the journeys it held are signalled. If it has already ended, returns it unchanged with `changed:
 * false`. Throws not_found.
 */
export async function endPause(
  trx: Trx,
  scope: Scope,
  input: { campaignId: number; pauseId: number; reason: string; personId: number },
): Promise<{ pause: PauseRow; campaign: CampaignRow; now: number; changed: boolean }> {
  const campaign = await lockCampaign(trx, scope, input.campaignId);
  const { now } = await readClock(trx);
  const pause = await getPause(trx, campaign, input.pauseId);
  if (!isInForce(pause, now)) return { pause, campaign, now, changed: false };
  const ended = await writeEnd(trx, pause, input, now);
  return { pause: ended, campaign: await steered(trx, campaign, now), now, changed: true };
}

/** Marks an open pause as ended. */
export const writeEnd = (
  trx: Trx,
  pause: PauseRow,
  { reason, personId }: { reason: string; personId: number },
  now: number,
): Promise<PauseRow> =>
  trx
    .updateTable('pauses')
    .set({ ended_at: new Date(now), ended_by: personId, end_reason: reason })
    .where('id', '=', pause.id)
    .returningAll()
    .executeTakeFirstOrThrow();

export const isInForce = (pause: PauseRow, now: number): boolean =>
  pause.ended_at === null && (pause.until_at === null || pause.until_at > now);

/** One pause of a campaign. Throws not_found. */
export async function getPause(db: Queryable, campaign: CampaignRow, pauseId: number): Promise<PauseRow> {
  const row = await db
    .selectFrom('pauses')
    .selectAll()
    .where('id', '=', pauseId)
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row;
}

/** Pauses of a campaign with ids below `before`, newest first. */
export async function listPauses(
  db: Queryable,
  campaign: CampaignRow,
  page: { before: number | null; limit: number },
): Promise<PauseRow[]> {
  let query = db
    .selectFrom('pauses')
    .selectAll()
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id);
  if (page.before !== null) query = query.where('id', '<', page.before);
  return query.orderBy('id', 'desc').limit(page.limit).execute();
}

/** The pauses of these waves that are in force at `now`, newest first. */
export async function pausesOfWaves(
  db: Queryable,
  { id, client_id }: Pick<CampaignRow, 'id' | 'client_id'>,
  { waves, now }: { waves: string[]; now: number },
): Promise<PauseRow[]> {
  if (waves.length === 0) return [];
  const open = db.selectFrom('pauses').selectAll().where('campaign_id', '=', id).where('client_id', '=', client_id);
  const rows = await open.where('ended_at', 'is', null).where('wave', 'in', waves).orderBy('id', 'desc').execute();
  return rows.filter((pause) => isInForce(pause, now));
}

/** What a pause affects at one moment. */
interface PauseEffect {
  /** Open journeys of customers in its scope. */
  journeys: number;
  /** Queued contacts that the pause keeps in the queue. */
  queued: { mail: number; sms: number; post: number; phone: number };
  /** Letters in a print run that has not been handed over; they return to the queue. */
  lettersRecalled: number;
  /** Letters at the print shop that are not reported as posted; the shop can be asked to remove them. */
  lettersAtShop: number;
  /** Posted letters, which cannot be recalled. */
  lettersGone: number;
  /** Calls being made; their lease expires by itself. */
  callsLeased: number;
  /** Mails and SMS being handed to the provider right now. */
  leaving: number;
}

/** Counts what a pause with this scope would affect now. Read-only. */
export async function pauseEffect(db: Queryable, campaign: CampaignRow, scope: PauseScope): Promise<PauseEffect> {
  const { rows } = await sql<Record<keyof Omit<PauseEffect, 'queued'> | 'mail' | 'sms' | 'post' | 'phone', number>>`
    with mine as materialized (select j.id, j.customer_id, j.status from journeys j
      where j.campaign_id = ${campaign.id} and ${customersOf(scope)}),
    contacts as (select m.channel, m.status, r.status as run,
      coalesce(r.acknowledged -> 'pieces' ? p.code, false) as in_ack, t.status = 'leased' and t.lease_until > tsunagi_now() as leased
      from messages m join mine on mine.id = m.journey_id
      left join pieces p on p.id = m.piece_id left join print_runs r on r.id = p.print_run_id
      left join call_tasks t on t.message_id = m.id
      where m.campaign_id = ${campaign.id} and m.status in ('queued', 'claimed', 'handing_over', 'handed_over')
        and (${scope.channel ?? null}::text is null or m.channel = ${scope.channel ?? null})
        and (${scope.notice ?? null}::text is null or m.notice = ${scope.notice ?? null})
        and (${scope.version ?? null}::int is null or m.version = ${scope.version ?? null}))
    select (select count(*) from mine where status = 'open') as journeys,
      count(*) filter (where status = 'queued' and channel = 'mail') as mail,
      count(*) filter (where status = 'queued' and channel = 'sms') as sms,
      count(*) filter (where status = 'queued' and channel = 'post') as post,
      count(*) filter (where status = 'queued' and channel = 'phone') as phone,
      count(*) filter (where channel = 'post' and status = 'claimed' and coalesce(run, 'open') in ('open', 'rendered'))
        as "lettersRecalled",
      count(*) filter (where channel = 'post' and status = 'claimed' and run in ('handed_over', 'differs') and not in_ack)
        as "lettersAtShop",
      count(*) filter (where channel = 'post' and (status = 'handed_over' or run = 'posted' or (status = 'claimed' and in_ack)))
        as "lettersGone",
      count(*) filter (where channel = 'phone' and status = 'claimed' and leased) as "callsLeased",
      count(*) filter (where status = 'handing_over') as leaving
    from contacts`.execute(db);
  const { mail, sms, post, phone, ...effect } = rows[0]!;
  return { ...effect, queued: { mail, sms, post, phone } };
}

/** SQL condition: journey `j` belongs to a customer in the scope. */
function customersOf({ customerId, customerIds, prefecture, wave }: PauseScope) {
  const one = customerId === undefined ? sql`true` : sql`j.customer_id = ${customerId}`;
  const listed = customerIds === undefined ? sql`true` : sql`j.customer_id = any(${customerIds}::bigint[])`;
  const living =
    prefecture === undefined
      ? sql`true`
      : sql`exists (select 1 from customers k where k.id = j.customer_id and k.prefecture = ${prefecture})`;
  const begun = wave === undefined ? sql`true` : sql`j.wave = ${wave}`;
  return sql`${one} and ${listed} and ${living} and ${begun}`;
}
