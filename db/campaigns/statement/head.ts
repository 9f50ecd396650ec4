import { sql } from 'kysely';
import { type CampaignRow, getVersion } from '../campaigns';
import { countMessages, type MessageCount } from '../counts';
import { countFindings, lastImport } from '../../audience/imports';
import { standingResults } from '../../exchange/taken-over';
import { clientName } from '../../access/clients';
import { type Queryable } from '../../platform/types';
import { type CampaignDoc, type Text } from '../../../domain/campaigns/campaign';
import {
  classOf,
  type Reflection,
  STATEMENT_CLASSES,
  type StatementClass,
} from '../../../domain/campaigns/statement/line';
import { channelTexts, messageStatusText } from '../../../domain/texts/names/delivery';
import { classTexts, statementText } from '../../../domain/texts/statement';
import { findingKind } from '../../../domain/texts/audience';
import { reasonText } from '../../../domain/texts/timeline';
import { type FindingCode } from '../../../domain/audience/finding';
import { type OutcomeName } from '../../../domain/journeys/states';

/** What a document says before its lines: what it is of, what it rests on, and the figures. Times are ISO 8601. */
export interface StatementHead {
  title: Text;
  /** `current`: as it stands now. The others are stored: the statement itself, or a supplement to it. */
  kind: 'current' | 'statement' | 'supplement';
  no: number | null;
  previousHash: string | null;
  reason: string | null;
  campaignId: number;
  campaignName: string;
  clientName: string;
  asOf: string;
  zone: string;
  status: string;
  contentHash: string | null;
  dates: { firstDispatch: string; applyBy: string; endOfService: string };
  source: { importId: number; name: string | null; sha256: string; importedAt: string | null } | null;
  rows: { total: number; refused: number; doubles: number; contracts: number };
  refusedByCode: { code: string; text: Text; count: number }[];
  held: { undecided: number; released: number; excluded: number };
  contracts: { total: number; byOutcome: Record<string, number>; open: number };
  /** Contracts of which the client has not decided a change that their customers asked for; the outcomes are as booked. */
  changesUndecided: number;
  byClass: { class: StatementClass; name: Text; count: number }[];
  byReason: { outcome: OutcomeName; class: StatementClass; name: Text; reason: string; text: Text; count: number }[];
  messages: (MessageCount & { channelText: Text; statusText: Text })[];
  balanced: boolean;
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Figures of the campaign as it stands now. Classes, reasons and outcomes are counted by one query, so they agree. */
export async function statementHead(
  db: Queryable,
  campaign: CampaignRow,
  of: {
    kind: StatementHead['kind'];
    no: number | null;
    previousHash: string | null;
    reason: string | null;
    now: number;
  },
  outcomes: readonly OutcomeName[],
): Promise<{ head: StatementHead; doc: CampaignDoc }> {
  const { doc } = await getVersion(db, campaign);
  const done = await lastImport(db, { clientId: campaign.client_id, campaignId: campaign.id });
  const findings = done ? await countFindings(db, done) : [];
  const counts = await countClasses(db, campaign);
  const contracts = sum(counts);
  const open = sum(counts.filter((row) => row.outcome === null));
  const rows = { total: done?.rows ?? 0, refused: done?.refused ?? 0, doubles: done?.doubles ?? 0, contracts };
  const { firstDispatch, applyBy, endOfService } = doc.dates;
  const head: StatementHead = {
    title: of.kind === 'supplement' ? statementText('supplementTitle', { no: of.no! }) : statementText('title'),
    kind: of.kind,
    no: of.no,
    previousHash: of.previousHash,
    reason: of.reason,
    campaignId: campaign.id,
    campaignName: campaign.name,
    clientName: await clientName(db, campaign.client_id),
    asOf: iso(of.now)!,
    zone: doc.zone,
    status: campaign.status,
    contentHash: campaign.content_hash,
    dates: { firstDispatch: iso(firstDispatch)!, applyBy: iso(applyBy)!, endOfService: iso(endOfService)! },
    source: done
      ? { importId: done.id, name: done.name, sha256: done.file_hash, importedAt: iso(done.finished_at) }
      : null,
    rows,
    refusedByCode: findings
      .filter((finding) => finding.severity === 'refused')
      .map(({ code, count }) => ({ code, text: findingWords(code), count })),
    held: await countDecided(db, campaign),
    contracts: {
      total: contracts,
      byOutcome: Object.fromEntries(outcomes.map((name) => [name, sum(counts.filter((row) => row.outcome === name))])),
      open,
    },
    changesUndecided: await undecidedChanges(db, campaign),
    byClass: STATEMENT_CLASSES.map((name) => ({
      class: name,
      name: classTexts[name],
      count: sum(counts.filter((row) => row.class === name)),
    })),
    byReason: inClassOrder(counts).flatMap(({ outcome, class: own, reason, count }) =>
      outcome === null ? [] : [{ outcome, class: own, name: classTexts[own], reason, text: reasonText(reason), count }],
    ),
    messages: (await countMessages(db, campaign)).map((row) => ({
      ...row,
      channelText: (channelTexts as Record<string, Text>)[row.channel]!,
      statusText: messageStatusText(row.status, row.channel),
    })),
    balanced: open === 0 && rows.total === rows.refused + rows.doubles + rows.contracts,
  };
  return { head, doc };
}

/** In the order of the classes, and within a class the larger figures first. */
const inClassOrder = (counts: ClassCount[]): ClassCount[] =>
  [...counts].sort(
    (a, b) => STATEMENT_CLASSES.indexOf(a.class) - STATEMENT_CLASSES.indexOf(b.class) || b.count - a.count,
  );

const sum = (rows: readonly { count: number }[]): number => rows.reduce((total, { count }) => total + count, 0);

const findingWords = (code: string): Text => ({
  ja: findingKind(code as FindingCode, 'ja'),
  en: findingKind(code as FindingCode, 'en'),
});

async function undecidedChanges(db: Queryable, { id }: CampaignRow): Promise<number> {
  const row = await db
    .selectFrom('change_requests')
    .select(sql<number>`count(distinct contract_id)`.as('count'))
    .where('campaign_id', '=', id)
    .where('status', 'in', ['asked', 'sent'])
    .executeTakeFirstOrThrow();
  return row.count;
}

interface ClassCount {
  class: StatementClass;
  outcome: OutcomeName | null;
  reason: string;
  count: number;
}

/** Number of contracts by class and reason; they add up to the audience. Excluded rows count even without an outcome. */
async function countClasses(db: Queryable, campaign: CampaignRow): Promise<ClassCount[]> {
  const { rows } = await sql<{
    outcome: OutcomeName | null;
    reason: string;
    reflection: Reflection | null;
    count: number;
  }>`
    with answered as (
      select distinct on (contract_id) contract_id, outcome, status, decided_at
      from ${standingResults(sql`r.campaign_id = ${campaign.id}`)} r order by contract_id, id desc
    )
    select coalesce(o.outcome, case when a.state = 'excluded' then 'excluded' end) as outcome,
      coalesce(o.reason, case when a.state = 'excluded' then 'excluded_at_import' end, '') as reason,
      case when o.outcome = 'migrated' and r.outcome = o.outcome and r.decided_at >= o.at
        and r.status = 'reflected' then 'reflected' end as reflection, count(*) as count
    from audience a
    left join outcomes o on o.campaign_id = a.campaign_id and o.contract_id = a.contract_id
    left join answered r on r.contract_id = a.contract_id
    where a.campaign_id = ${campaign.id} and a.client_id = ${campaign.client_id}
    group by 1, 2, 3 order by 1, 2, 3 nulls last`.execute(db);
  return rows.map(({ outcome, reason, reflection, count }) => ({
    class: classOf(outcome, reflection),
    outcome,
    reason,
    count,
  }));
}

/** Counts held audience rows by decision: undecided, released or excluded by a person. */
async function countDecided(db: Queryable, campaign: CampaignRow): Promise<StatementHead['held']> {
  return db
    .selectFrom('audience')
    .select([
      sql<number>`count(*) filter (where state = 'held')`.as('undecided'),
      sql<number>`count(*) filter (where state = 'included' and decided_by is not null)`.as('released'),
      sql<number>`count(*) filter (where state = 'excluded' and decided_by is not null)`.as('excluded'),
    ])
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .executeTakeFirstOrThrow();
}
