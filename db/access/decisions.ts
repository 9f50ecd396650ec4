import { type RawBuilder, sql } from 'kysely';
import { type Requested } from '../../domain/access/access';
import { type DecisionKind } from '../../domain/access/decisions';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Queryable } from '../platform/types';

/** Something that waits for a person's decision; times are epoch ms. */
export interface OpenDecision {
  kind: DecisionKind;
  /** Unique among all: the kind, the campaign or row, and for a plan version or a question its number. */
  key: string;
  id: number;
  campaignId: number | null;
  campaign: string | null;
  version: number | null;
  /** Of a correction. */
  journeyId: number | null;
  /** What a request asks for. */
  action: Requested | null;
  askedBy: number | null;
  askedByName: string | null;
  askedAt: number;
  /** Microseconds, exact, for the place in the list. */
  askedAtMicros: string;
  expiresAt: number | null;
}

/** A place in the list, by time and key. */
export interface DecisionPlace {
  micros: string;
  key: string;
}

interface Filter {
  /** Kinds, and requested actions, that the caller may decide on; others are listed only if this person asked. */
  kinds: readonly DecisionKind[];
  requests: readonly Requested[];
  personId: number;
  after: DecisionPlace | null;
  limit: number;
}

interface Source {
  kind: DecisionKind;
  table: string;
  /** Of the rows that are open. */
  open: RawBuilder<boolean>;
  key: RawBuilder<string>;
  at: string;
  by: string;
  campaign?: string;
  version?: string;
  journey?: string;
  action?: string;
  expires?: string;
}

const keyOf = (kind: DecisionKind, column = 'id') => sql<string>`${kind}::text || ':' || t.${sql.ref(column)}`;

const SOURCES: readonly Source[] = [
  {
    kind: 'campaign',
    table: 'campaigns',
    open: sql`t.status = 'submitted'`,
    key: keyOf('campaign'),
    at: 'submitted_at',
    by: 'submitted_by',
    campaign: 'id',
  },
  {
    kind: 'plan_version',
    table: 'plan_versions',
    open: sql`t.status = 'submitted'`,
    key: sql`${keyOf('plan_version', 'campaign_id')} || ':' || t.version`,
    at: 'submitted_at',
    by: 'submitted_by',
    version: 'version',
  },
  {
    kind: 'request',
    table: 'requests',
    open: sql`t.decision is null and t.expires_at > tsunagi_now()`,
    key: keyOf('request'),
    at: 'asked_at',
    by: 'asked_by',
    action: 'action',
    expires: 'expires_at',
  },
  {
    kind: 'correction',
    table: 'corrections',
    open: sql`t.status = 'proposed'`,
    key: keyOf('correction'),
    at: 'proposed_at',
    by: 'proposed_by',
    journey: 'journey_id',
  },
  {
    kind: 'override',
    table: 'consent_overrides',
    open: sql`t.decided_at is null and t.withdrawn_at is null`,
    key: keyOf('override'),
    at: 'asked_at',
    by: 'asked_by',
  },
  {
    kind: 'client_file',
    table: 'client_files',
    open: sql`t.kind = 'changes' and t.status = 'preview'`,
    key: keyOf('client_file'),
    at: 'created_at',
    by: 'created_by',
  },
  {
    kind: 'statement',
    table: 'statements',
    open: sql`t.signed_at is null`,
    key: keyOf('statement', 'campaign_id'),
    at: 'prepared_at',
    by: 'prepared_by',
  },
  {
    kind: 'question',
    table: 'questions',
    open: sql`t.status = 'open'`,
    key: sql`${keyOf('question', 'campaign_id')} || ':' || t.no`,
    at: 'asked_at',
    by: 'asked_by',
  },
  {
    kind: 'authority',
    table: 'authority_cases',
    open: sql`t.status = 'decide'`,
    key: keyOf('authority'),
    at: 'waits_since',
    by: 'raised_by',
  },
];

/** What waits for a decision in this scope, oldest first, at most `limit`, after a place in the list. */
export async function listDecisions(db: Queryable, scope: Scope, filter: Filter): Promise<OpenDecision[]> {
  const parts = SOURCES.map((source) => sql`(${openRows(source, scope, filter)})`);
  const { rows } = await sql<OpenDecision>`
    select d.kind, d.key, d.id, d.campaign_id as "campaignId", c.name as campaign, d.version, d.journey_id as "journeyId", d.action,
      d.asked_by as "askedBy", p.name as "askedByName", d.asked_at as "askedAt",
      (extract(epoch from d.asked_at) * 1000000)::bigint::text as "askedAtMicros", d.expires_at as "expiresAt"
    from (${sql.join(parts, sql` union all `)}) d
      left join campaigns c on c.id = d.campaign_id
      left join persons p on p.id = d.asked_by
    order by d.asked_at, d.key limit ${filter.limit}`.execute(db);
  return rows;
}

/** The oldest open rows of one table that this caller is to see. */
function openRows(source: Source, scope: Scope, { kinds, requests, personId, after, limit }: Filter) {
  const { kind, table, open, key, campaign = 'campaign_id' } = source;
  const [at, by] = [sql.ref(`t.${source.at}`), sql.ref(`t.${source.by}`)];
  const column = (name: string | undefined, type: string) =>
    name ? sql.ref(`t.${name}`) : sql`null::${sql.raw(type)}`;
  const mine = sql`${by} = ${personId}`;
  const decides =
    kind === 'request' ? sql`t.action = any(${[...requests]}::text[])` : sql`${kinds.includes(kind)}::boolean`;
  const place = after && sql`timestamptz 'epoch' + ${after.micros}::bigint * interval '1 microsecond'`;
  return sql`
    select ${kind}::text as kind, ${key} as key, ${table === 'plan_versions' ? sql`t.campaign_id` : sql`t.id`} as id,
      ${sql.ref(`t.${campaign}`)} as campaign_id, ${column(source.version, 'int')} as version,
      ${column(source.journey, 'bigint')} as journey_id, ${column(source.action, 'text')} as action, ${by} as asked_by, ${at} as asked_at,
      ${column(source.expires, 'timestamptz')} as expires_at
    from ${sql.table(table)} t
    where t.client_id = ${scope.clientId} and ${inCampaigns(scope, `t.${campaign}`)} and ${open}
      and (${decides} or ${mine})
      ${after ? sql`and (${at}, ${key}) > (${place!}, ${after.key})` : sql``}
    order by ${at}, ${key} limit ${limit}`;
}
