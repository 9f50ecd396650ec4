import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type ApprovalFact, type Gate } from '../../domain/campaigns/approval';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { canonicalJson, type LedgerEntry } from '../platform/ledger';
import { type CampaignRow, getVersion, updateCampaign } from './campaigns';
import { type Queryable, type Trx } from '../platform/types';
import { audienceHash } from '../audience/held-rows';

/** SHA-256 (hex) of what an approval covers: the document (plan, notices, facts, dates, policy) and the audience. */
function contentHash(doc: CampaignDoc, audienceHash: string): string {
  return createHash('sha256').update(canonicalJson({ doc, audienceHash })).digest('hex');
}

/** An approval with its giver's name; times are epoch ms. */
export interface Approval extends ApprovalFact {
  personName: string;
  at: number;
  comment: string | null;
  voidedAt: number | null;
  voidReason: string | null;
  /** The plan version this approval is for; null means the start of the campaign. */
  version: number | null;
}

/** All approvals of a campaign, oldest first, including voided ones. */
export async function listApprovals(db: Queryable, campaign: CampaignRow): Promise<Approval[]> {
  const rows = await db
    .selectFrom('approvals as a')
    .innerJoin('persons as p', 'p.id', 'a.person_id')
    .selectAll('a')
    .select('p.name as person_name')
    .where('a.campaign_id', '=', campaign.id)
    .where('a.client_id', '=', campaign.client_id)
    .orderBy('a.id')
    .execute();
  return rows.map((row) => ({
    gate: row.gate,
    contentHash: row.content_hash,
    personId: row.person_id,
    personName: row.person_name,
    at: row.at,
    comment: row.comment,
    voided: row.voided_at !== null,
    voidedAt: row.voided_at,
    voidReason: row.void_reason,
    version: row.version,
  }));
}

/**
 * Persons who contributed to what is being approved: they created the campaign or a version, imported the audience,
 * decided on held rows, or submitted it. None of them may approve it, whatever key, session or role they use. May
 * contain duplicates.
 */
export async function authorsOf(db: Queryable, campaign: CampaignRow): Promise<number[]> {
  const { rows } = await sql<{ person: number }>`
    select created_by as person from campaign_versions where campaign_id = ${campaign.id} and created_by is not null
    union select created_by from imports
    where campaign_id = ${campaign.id} and status = 'done' and created_by is not null
    union select decided_by from audience where campaign_id = ${campaign.id} and decided_by is not null`.execute(db);
  const own = [campaign.created_by, campaign.submitted_by].flatMap((person) => person ?? []);
  return [...own, ...rows.map(({ person }) => person)];
}

/** Records an approval. Each gate has at most one valid approval. The caller holds the campaign's lock. */
export async function insertApproval(
  trx: Trx,
  campaign: CampaignRow,
  approval: {
    gate: Gate;
    contentHash: string;
    personId: number;
    comment: string | null;
    at: number;
    version?: number;
  },
): Promise<void> {
  await trx
    .insertInto('approvals')
    .values({
      client_id: campaign.client_id,
      campaign_id: campaign.id,
      gate: approval.gate,
      content_hash: approval.contentHash,
      person_id: approval.personId,
      comment: approval.comment,
      version: approval.version ?? null,
      at: new Date(approval.at),
    })
    .execute();
}

/** Voids all valid approvals of the start, or of one plan version. Returns the gates that lost their approval. */
export async function voidApprovals(
  trx: Trx,
  campaign: CampaignRow,
  change: { at: number; reason: string; version?: number },
): Promise<Gate[]> {
  const rows = await trx
    .updateTable('approvals')
    .set({ voided_at: new Date(change.at), void_reason: change.reason })
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .where('voided_at', 'is', null)
    .where((eb) => (change.version === undefined ? eb('version', 'is', null) : eb('version', '=', change.version)))
    .returning('gate')
    .execute();
  return rows.map((row) => row.gate).sort();
}

/** Content hash of the campaign's current document and audience. */
export async function currentContentHash(db: Queryable, campaign: CampaignRow): Promise<string> {
  const { doc } = await getVersion(db, campaign);
  return contentHash(doc, await audienceHash(db, campaign.id));
}

/**
 * Returns a submitted or approved campaign to draft and voids its approvals, because what they covered has changed. The
 * caller holds the campaign's lock and appends the returned entries to the ledger.
 */
export async function backToDraft(
  trx: Trx,
  campaign: CampaignRow,
  change: { at: number; reason: string; by: string },
): Promise<{ campaign: CampaignRow; entries: LedgerEntry[] }> {
  const gates = await voidApprovals(trx, campaign, change);
  const draft = await updateCampaign(trx, campaign, {
    status: 'draft',
    content_hash: null,
    submitted_by: null,
    submitted_at: null,
  });
  const entries = gates.map((gate) => ({ kind: 'approval_voided', by: change.by, gate, reason: change.reason }));
  return { campaign: draft, entries };
}

/** Calls `backToDraft` if the contents differ from what was submitted; otherwise changes nothing. */
export async function draftIfChanged(
  trx: Trx,
  campaign: CampaignRow,
  change: { at: number; reason: string; by: string },
): Promise<{ campaign: CampaignRow; entries: LedgerEntry[] }> {
  const same = campaign.content_hash === null || campaign.content_hash === (await currentContentHash(trx, campaign));
  return same ? { campaign, entries: [] } : backToDraft(trx, campaign, change);
}

/** Notes which contents and audience a content hash stands for. The caller holds the campaign's lock. */
export async function noteSubmission(
  trx: Trx,
  campaign: CampaignRow,
  submitted: { contentHash: string; included: number; excluded: number; at: number },
): Promise<void> {
  const { contentHash, included, excluded, at } = submitted;
  const own = { campaign_id: campaign.id, client_id: campaign.client_id, version: campaign.version };
  await trx
    .insertInto('submissions')
    .values({ ...own, content_hash: contentHash, included, excluded, at: new Date(at) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What a person last decided on before the start, other than the present contents: approved or sent back. */
export interface SeenContents {
  decision: 'approved' | 'sent_back';
  gate: Gate;
  person: { id: number; name: string };
  at: number;
  version: number;
  included: number;
  excluded: number;
}

/** The newest contents of a campaign before its start that were decided on; undefined: none yet. */
export async function lastSeenContents(db: Queryable, campaign: CampaignRow): Promise<SeenContents | undefined> {
  const { rows } = await sql<Omit<SeenContents, 'person'> & { personId: number; name: string }>`
    select d.decision, d.gate, d.person_id as "personId", p.name, d.at, s.version, s.included, s.excluded
    from (
      select 'approved' as decision, gate, person_id, at, content_hash, campaign_id, version from approvals
      union all select 'sent_back', gate, person_id, at, content_hash, campaign_id, version from send_backs) d
    join submissions s on s.campaign_id = d.campaign_id and s.content_hash = d.content_hash
    join persons p on p.id = d.person_id
    where d.campaign_id = ${campaign.id} and d.version is null and d.content_hash is distinct from ${campaign.content_hash}
    order by d.at desc limit 1`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const { personId, name, ...seen } = row;
  return { ...seen, person: { id: personId, name } };
}
