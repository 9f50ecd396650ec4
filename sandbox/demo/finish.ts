import { type Client } from '@temporalio/client';
import { reconcile } from '../../audit/reconcile';
import { countExecutions } from '../../db/campaigns/counts';
import { replayCampaign } from '../../audit/replay';
import { verifyRows } from '../../audit/rows/verify-rows';
import { redecide, verifyChain } from '../../audit/verify';
import { workflowBundle } from '../../temporal/bundle';
import { campaignChain } from '../../db/platform/ledger';
import { terminalText } from '../../domain/texts/terminal';
import { type Installation } from '../installation/installation';
import { checkInquiries, type InquiryCheck } from './inquiries';
import { readClientRecord, readRecords } from './records';
import { person, type ScenarioContext } from './scenario';
import { signStatement, type Statement, tellStatement } from './statement';

/** The demo's result: the outcome of every contract, and what independent records show. */
export interface Result {
  rows: number;
  refused: number;
  held: number;
  contracts: number;
  customers: number;
  migrated: number;
  cancelled: number;
  lapsed: number;
  unreachable: number;
  excluded: number;
  stopped: number;
  pending: number;
  open: number;
  messages: Record<string, number>;
  doubled: number;
  missing: number;
  doubtful: number;
  /** Contracts by how their outcome was declared: web, form, phone. */
  by: Record<string, number>;
  /** Letters on whose rendered pages every code is legible, of all letters posted. */
  letters: { posted: number; read: number };
  /** The client's own record: results received, rejected once, changes reported, and mismatches. */
  client: { results: number; rejected: number; changes: number; amiss: number };
  /** What customers wrote to the desk, and its cases. */
  inquiries: InquiryCheck;
  replayed: number;
  /** Rows of evidence compared with the ledger, by journeys, and differences found. */
  evidence: { journeys: number; amiss: number };
  seconds: number;
}

/** Connections of the mail lane: the maximum number of doubtful mails after one kill. */
const CONNECTIONS = 4;

/** Prints the statement and checks it against the inbox, histories and ledger. `good` determines the exit code. */
export async function finish(
  context: ScenarioContext,
  installation: Installation,
  client: Client,
  input: { campaignId: number; seconds: number; kills: number },
): Promise<{ result: Result; good: boolean }> {
  const { campaignId } = input;
  const statement = await person(context, 'auditor').call<Statement>(`/api/campaigns/${campaignId}/statement`);
  const { customers } = await person(context, 'manager').call<{ customers: { total: number } }>(
    `/api/campaigns/${campaignId}`,
  );
  tellStatement(context, statement);
  const signed = statement.balanced && (await signStatement(context, campaignId));
  const record = await readRecords(installation.ports);
  const contacts = await reconcile({ db: context.db, campaignId, record });
  const letters = record.print;
  tell(context, 'checkLetters', { ...letters });
  const exchange = await readClientRecord(installation.ports);
  tell(context, 'checkClient', exchange);
  const inquiries = await checkInquiries(context, installation.ports, campaignId);
  tell(context, 'checkInquiries', inquiries);
  const found = {
    messages: Object.values(contacts.messages).reduce((sum, count) => sum + count, 0),
    doubled: contacts.doubled.length,
    missing: contacts.missing.length,
    doubtful: contacts.doubtful.length,
    unknown: contacts.unknown.length,
  };
  tell(context, 'checkRecords', found);
  const { codePath } = await workflowBundle();
  const expected = await countExecutions(context.db, campaignId);
  const replay = await replayCampaign({ db: context.db, client, campaignId, codePath, expected });
  tell(context, 'checkReplay', { replayed: replay.replayed, failed: replay.failed.length });
  const sound = await verifyRecords(context, campaignId);
  const { journeys, amiss } = await verifyRows(context.db, campaignId);
  const evidence = { journeys, amiss };
  tell(context, 'checkRows', evidence);
  const { byOutcome } = statement.contracts;
  const result: Result = {
    rows: statement.rows.total,
    refused: statement.rows.refused,
    held: statement.held.undecided + statement.held.released + statement.held.excluded,
    contracts: statement.contracts.total,
    customers: customers.total,
    migrated: byOutcome.migrated ?? 0,
    cancelled: byOutcome.cancelled ?? 0,
    lapsed: byOutcome.lapsed ?? 0,
    unreachable: byOutcome.unreachable ?? 0,
    excluded: byOutcome.excluded ?? 0,
    stopped: byOutcome.stopped ?? 0,
    pending: byOutcome.pending ?? 0,
    open: statement.contracts.open,
    messages: contacts.messages,
    doubled: found.doubled,
    missing: found.missing,
    doubtful: found.doubtful,
    by: waysOf(statement),
    letters: { posted: letters.posted, read: letters.read },
    client: exchange,
    inquiries,
    replayed: replay.replayed,
    evidence,
    seconds: Math.round(input.seconds),
  };
  const amissElsewhere = exchange.amiss + inquiries.amiss;
  const agrees =
    found.doubled + found.missing + found.unknown === 0 && letters.read === letters.posted && amissElsewhere === 0;
  const bounded = found.doubtful <= CONNECTIONS * input.kills;
  const good = signed && agrees && bounded && replay.failed.length === 0 && replay.replayed > 0 && sound && amiss === 0;
  return { result, good };
}

/** How the declared outcomes were received. */
function waysOf({ byReason }: Statement): Record<string, number> {
  const ways: Record<string, number> = { web: 0, form: 0, phone: 0 };
  for (const { outcome, reason, count } of byReason) {
    const way = reason.replace(/_in_grace$/, '');
    if ((outcome === 'migrated' || outcome === 'cancelled') && way in ways) ways[way]! += count;
  }
  return ways;
}

function tell(context: ScenarioContext, code: Parameters<typeof terminalText>[1], values: object = {}): void {
  context.say(terminalText(context.language, code, values as Record<string, string | number>));
}

async function verifyRecords(context: ScenarioContext, campaignId: number): Promise<boolean> {
  const chain = await verifyChain(context.db, campaignChain(campaignId));
  const bad = chain.firstBad;
  const verdict = terminalText(
    context.language,
    bad ? 'differs' : 'matches',
    bad ? { seq: bad.seq, why: bad.why } : {},
  );
  tell(context, 'checkLedger', { entries: chain.entries, result: verdict });
  const again = await redecide(context.db, campaignId);
  tell(context, 'checkDecisions', { decisions: again.decisions, differing: again.differing.length });
  return chain.ok && again.differing.length === 0;
}
