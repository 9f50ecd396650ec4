import { CALLBACK_STEP } from '../../domain/calls/callback';
import { type CampaignDocs } from './campaigns';
import { readClock } from '../platform/clock';
import {
  type ApprovalRow,
  approvalsOf,
  contactsOfDay,
  countDay,
  type DayContact,
  ledgerAbout,
} from './compliance-contacts';

import { type LedgerEntry } from '../platform/ledger';
import { planVersionHash } from './plan-versions';
import { addDays, instantOf } from '../../domain/campaigns/calendar';
import { type CampaignDoc, type ConsentValue } from '../../domain/campaigns/campaign';
import { type ComplianceFault, contactFaults, type NoticeCheck } from '../../domain/campaigns/compliance';
import { type PlannedMessage } from '../../domain/journeys/decide';
import { type Queryable } from '../platform/types';

/** A contact with everything that is wrong with it. Contains ids and codes only. */
interface ComplianceException {
  messageId: number;
  customerId: number;
  channel: string;
  purpose: string;
  step: string;
  handedOverAt: number;
  faults: { fault: ComplianceFault; detail?: string }[];
}

export interface ComplianceRun {
  campaignId: number;
  /** ISO date in the campaign's time zone. */
  day: string;
  contacts: number;
  byChannel: Record<string, number>;
  exceptions: ComplianceException[];
  /** After which message the next page begins; null: the whole day has been checked. */
  next: number | null;
}

const PAGE = 100;

/**
 * Checks every contact handed over on a local day: its text (by `check`), what permitted it and when it left, against
 * ledger, consents, holds and approvals as known at that instant. Read-only. With a `limit` it stops after that many
 * exceptions, to continue from `after`; the counts always cover the whole day.
 */
export async function runCompliance(
  db: Queryable,
  docs: CampaignDocs,
  {
    campaign,
    day,
    check,
    ...part
  }: {
    campaign: { id: number; version: number };
    day: string;
    check: NoticeCheck;
    after?: number;
    limit?: number;
  },
): Promise<ComplianceRun> {
  const current = await docs.get(db, campaign.id, campaign.version);
  const { slotMs } = await readClock(db);
  const approvals = await loadApprovals(db, campaign.id);
  const notices = new Map<string, ComplianceFault[]>();
  const hashOf = contentHashes(db, campaign.id, approvals);
  const from = instantOf(day, '00:00', current.zone);
  const until = instantOf(addDays(day, 1), '00:00', current.zone);
  const byChannel = await countDay(db, campaign.id, { from, until });
  const contacts = Object.values(byChannel).reduce((sum, count) => sum + count, 0);
  const run: ComplianceRun = { campaignId: campaign.id, day, contacts, byChannel, exceptions: [], next: null };
  const limit = part.limit ?? Infinity;
  for (let after = part.after ?? null; ;) {
    const page = await contactsOfDay(db, campaign.id, { from, until, after, limit: PAGE });
    const ledger = await loadLedgerFacts(db, campaign.id, page);
    for (const contact of page) {
      const doc = await docs.get(db, campaign.id, contact.version);
      const approved = isApproved(contact, approvals, await hashOf(doc, contact.version));
      const facts = { ...factsOf(contact, ledger), slotMs, approved };
      const versions = contact.version === campaign.version ? [doc] : [doc, current];
      const shown = noticesOf(notices, { check, contact, doc }).map((fault) => ({ fault }));
      const faults = [...shown, ...contactFaults(facts, versions)];
      if (faults.length === 0) continue;
      if (run.exceptions.length === limit) return { ...run, next: run.exceptions.at(-1)!.messageId };
      run.exceptions.push(exceptionOf(contact, faults));
    }
    if (page.length < PAGE) return run;
    after = page.at(-1)!.messageId;
  }
}

function exceptionOf(contact: DayContact, faults: ComplianceException['faults']): ComplianceException {
  const { messageId, customerId, channel, purpose, step, handedOverAt } = contact;
  return { messageId, customerId, channel, purpose, step, handedOverAt, faults };
}

const consentOf = (value: boolean | null): ConsentValue => (value === null ? 'unknown' : value ? 'yes' : 'no');

function factsOf(contact: DayContact, ledger: LedgerFacts) {
  const { channel, granted, consentBefore, consentAt } = contact;
  return {
    ...contact,
    asked: contact.step === CALLBACK_STEP,
    consents: [consentOf(consentBefore), consentOf(consentAt)],
    granted: granted.map((reason) => ({ channel, reason })),
    ledger: {
      left: ledger.left.has(contact.messageId),
      decision: ledger.decisions.get(contactKey(contact.journeyId, contact)) ?? null,
    },
  };
}

/** What the ledger says about the journeys of some contacts. */
interface LedgerFacts {
  left: Set<number>;
  decisions: Map<string, { override: string | null }>;
}

const contactKey = (
  journey: number,
  { run, step, occurrence = 0, channel }: { run: number; step: string; occurrence?: number; channel: string },
): string => [journey, run, step, occurrence, channel].join(':');

async function loadLedgerFacts(db: Queryable, campaignId: number, contacts: DayContact[]): Promise<LedgerFacts> {
  const ledger: LedgerFacts = { left: new Set(), decisions: new Map() };
  const journeys = [...new Set(contacts.map((contact) => contact.journeyId))];
  if (journeys.length === 0) return ledger;
  for (const { entry } of await ledgerAbout(db, campaignId, journeys)) {
    if (entry.kind === 'handed_over' || entry.kind === 'doubtful') ledger.left.add(Number(entry.message));
    if (entry.kind === 'decision') noteDecision(ledger, entry as unknown as DecisionEntry);
    if (entry.kind === 'reply') noteReply(ledger, entry as unknown as ReplyEntry);
  }
  return ledger;
}

interface DecisionEntry {
  journey: number;
  facts: { run: number };
  decision: { message?: PlannedMessage; also?: PlannedMessage[] };
}

function noteDecision(ledger: LedgerFacts, { journey, facts, decision }: DecisionEntry): void {
  for (const message of [...(decision.message ? [decision.message] : []), ...(decision.also ?? [])]) {
    ledger.decisions.set(contactKey(journey, { run: facts.run, ...message }), { override: message.override });
  }
}

interface ReplyEntry {
  journey: number;
  run: number;
  message: PlannedMessage | null;
}

function noteReply(ledger: LedgerFacts, { journey, run, message }: ReplyEntry): void {
  if (message) noteDecision(ledger, { journey, facts: { run }, decision: { message } });
}

interface Approvals {
  rows: ApprovalRow[];
  /** Plan version and content hash recorded in the ledger when the campaign was started; null before the start. */
  started: { version: number; contentHash: string } | null;
}

async function loadApprovals(db: Queryable, campaignId: number): Promise<Approvals> {
  const entries = await ledgerAbout(db, campaignId, null);
  const start = entries.find(({ entry }) => entry.kind === 'started')?.entry as
    (LedgerEntry & Approvals['started']) | undefined;
  return { rows: await approvalsOf(db, campaignId), started: start ?? null };
}

/**
 * Returns a function for the hash that a version's approvals must carry: for the version the campaign was started with,
 * the hash in the ledger; for a later version, computed from its contents. Cached per version.
 */
function contentHashes(db: Queryable, campaignId: number, { started }: Approvals) {
  const known = new Map<number, string | null>();
  return async (doc: CampaignDoc, version: number): Promise<string | null> => {
    if (started?.version === version) return started.contentHash;
    const hash = known.get(version) ?? (await furtherHash(db, { campaignId, version, doc }));
    known.set(version, hash);
    return hash;
  };
}

async function furtherHash(
  db: Queryable,
  { campaignId, version, doc }: { campaignId: number; version: number; doc: CampaignDoc },
): Promise<string | null> {
  const row = await db
    .selectFrom('plan_versions')
    .select(['base_version as baseVersion', 'rule'])
    .where('campaign_id', '=', campaignId)
    .where('version', '=', version)
    .executeTakeFirst();
  return row?.rule ? planVersionHash({ doc, baseVersion: row.baseVersion, rule: row.rule }) : null;
}

/** Whether both gates had a valid approval of this content hash when the contact left. */
function isApproved({ version, leftAt }: DayContact, { rows, started }: Approvals, hash: string | null): boolean {
  const wanted = started?.version === version ? null : version;
  const valid = rows.filter(
    (row) =>
      row.version === wanted &&
      row.contentHash === hash &&
      row.at <= leftAt &&
      (row.voidedAt === null || row.voidedAt > leftAt),
  );
  return new Set(valid.map((row) => row.gate)).size === 2;
}

/** Faults of the notice a contact used. Cached by version, notice, channel and purpose. */
function noticesOf(
  known: Map<string, ComplianceFault[]>,
  { check, contact, doc }: { check: NoticeCheck; contact: DayContact; doc: CampaignDoc },
): ComplianceFault[] {
  const { version, notice, channel, purpose } = contact;
  const key = [version, notice, channel, purpose].join(':');
  const found = known.get(key) ?? check({ notice, channel, purpose }, doc);
  known.set(key, found);
  return found;
}
