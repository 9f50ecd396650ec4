import { workflowBundle } from '../temporal/bundle';
import { type Language } from '../domain/campaigns/campaign';
import { connectDb } from '../db/platform/connect';
import { type Db } from '../db/platform/types';
import { campaignChain, INSTALLATION_CHAIN, ledgerChains } from '../db/platform/ledger';
import { campaignById } from '../db/campaigns/campaigns';
import { AppError } from '../domain/errors';
import { auditText } from '../domain/texts/audit';
import { installRuntime } from '../temporal/runtime';
import { connectTemporal } from '../temporal/connection';
import { type Completeness, verifyCompleteness } from './completeness';
import { countExecutions } from '../db/campaigns/counts';
import { isEndFault } from './history-end';
import { replayCampaign } from './replay';
import { type StatementFaults, verifyStatements } from './statements';
import { findTarget, type Target } from '../temporal/target';
import { type NotedHead, redecide, verifyChain } from './verify';
import { verifyRows, type VerifiedRows } from './rows/verify-rows';

export interface AuditOptions {
  campaign: number;
  /** The head of the campaign's chain as it was noted outside: `<number>:<hash>`. */
  head?: string;
  /** The same of the installation's chain. */
  installationHead?: string;
  /** Data folder of a running embedded installation; by default the environment's settings apply. */
  data?: string;
  /** Prints one line of JSON instead of text. */
  json: boolean;
  lang?: Language;
}

type Say = (line: string) => void;
const toStdout: Say = (line) => void process.stdout.write(`${line}\n`);

/** Replays a campaign's histories against the current code. Exit code 0 if all match and none is missing. */
export async function auditReplay(options: AuditOptions, say: Say = toStdout): Promise<number> {
  installRuntime();
  return withCampaign(options, async (db, target) => {
    const client = await connectTemporal(target);
    try {
      const { codePath } = await workflowBundle();
      const expected = await countExecutions(db, options.campaign);
      const result = await replayCampaign({ db, client, campaignId: options.campaign, codePath, expected });
      const ok = result.failed.length === 0 && result.missing === 0;
      if (options.json) say(JSON.stringify({ campaign: options.campaign, ok, ...result }));
      else {
        const text = textIn(options);
        say(text('replayed', { ...result, failed: result.failed.length }));
        for (const { workflowId, error } of result.failed)
          say(text('replayFailed', { workflowId, error: isEndFault(error) ? text(error) : error }));
      }
      return ok ? 0 : 1;
    } finally {
      await client.connection.close();
    }
  });
}

/**
 * Verifies the campaign's ledger and the installation's, compares every row that is evidence with its entries, makes every
 * decision again, and checks completeness and the signed statement with its supplements. Exit code 0 if nothing is wrong;
 * a running campaign may have contracts without an outcome. Throws invalid_request for a head that is none.
 */
export async function auditVerify(options: AuditOptions, say: Say = toStdout): Promise<number> {
  const heads = new Map<string, NotedHead>();
  if (options.head !== undefined) heads.set(campaignChain(options.campaign), notedHead(options.head));
  if (options.installationHead !== undefined) heads.set(INSTALLATION_CHAIN, notedHead(options.installationHead));
  return withCampaign(options, async (db) => {
    const chains = await verifyChains(db, options.campaign, heads);
    const rows = await verifyRows(db, options.campaign);
    const again = await redecide(db, options.campaign);
    const completeness = await verifyCompleteness(db, options.campaign);
    const { ended, unexpected, contradicted } = completeness;
    const balanced = ended ? completeness.ok : unexpected + contradicted.length === 0;
    const statements = await verifyStatements(db, options.campaign);
    const whole = statements.every(({ faults }) => faults.length === 0);
    const ok = chains.every((chain) => chain.ok) && rows.amiss + again.differing.length === 0 && balanced && whole;
    if (options.json)
      say(JSON.stringify({ campaign: options.campaign, ok, chains, rows, ...again, completeness, statements }));
    else tell(textIn(options), say, { chains, rows, again, completeness, balanced, statements });
    return ok ? 0 : 1;
  });
}

/** Throws invalid_request unless it is `<number>:<64 hex digits>`. */
function notedHead(text: string): NotedHead {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text.trim()) ?? [];
  if (seq === undefined || hash === undefined) throw new AppError('invalid_request', { head: text });
  return { seq: Number(seq), hash: hash.toLowerCase() };
}

async function verifyChains(db: Db, campaignId: number, heads: Map<string, NotedHead>) {
  const all = await ledgerChains(db);
  const wanted = all.filter((chain) => chain === INSTALLATION_CHAIN || chain === campaignChain(campaignId));
  const verified = [];
  for (const chain of wanted) verified.push({ chain, ...(await verifyChain(db, chain, { noted: heads.get(chain) })) });
  return verified;
}

type Text = (code: Parameters<typeof auditText>[1], values?: object) => string;

const textIn =
  ({ lang = 'ja' }: AuditOptions): Text =>
  (code, values = {}) =>
    auditText(lang, code, values as Record<string, string | number>);

interface Found {
  chains: Awaited<ReturnType<typeof verifyChains>>;
  rows: VerifiedRows;
  again: Awaited<ReturnType<typeof redecide>>;
  completeness: Completeness;
  balanced: boolean;
  statements: StatementFaults[];
}

function tell(text: Text, say: Say, { chains, rows, again, completeness, balanced, statements }: Found): void {
  for (const { firstBad, ...chain } of chains) {
    if (firstBad) say(text('chainBroken', { ...chain, seq: firstBad.seq, why: text(firstBad.why) }));
    else say(text('chainHolds', chain));
  }
  tellRows(text, say, rows);
  say(text('decisions', { ...again, differing: again.differing.length }));
  for (const differing of again.differing) say(text('decisionDiffers', differing));
  if (!balanced) say(text('incomplete', completeness));
  else say(text(completeness.ended ? 'complete' : 'notEnded', completeness));
  for (const contract of completeness.contradicted) say(text('contradicted', { contract }));
  for (const { no, lines, faults } of statements) {
    if (faults.length === 0) say(text('statementHolds', { no, lines }));
    for (const { why, contract = '' } of faults) say(text('statementFault', { no, why: text(why, { contract }) }));
  }
}

function tellRows(text: Text, say: Say, { journeys, amiss, faults, unproved }: VerifiedRows): void {
  say(text('rows', { journeys, amiss }));
  if (unproved > 0) say(text('rowsUnproved', { unproved }));
  for (const { table, row, field, why } of faults) {
    const name = text(`table_${table}` as Parameters<Text>[0]);
    say(
      text(field === undefined ? 'rowFault' : 'fieldFault', {
        name,
        table,
        row,
        field: field ?? '',
        why: text(why === 'entry_missing' ? 'entry_missing_row' : why),
      }),
    );
  }
  if (amiss > faults.length) say(text('rowsMore', { more: amiss - faults.length }));
}

/** Connects to the audited database and checks that the campaign exists. Throws not_found. */
async function withCampaign(options: AuditOptions, work: (db: Db, target: Target) => Promise<number>): Promise<number> {
  const target = findTarget(options.data);
  const { db } = connectDb({ url: target.DATABASE_URL, max: 2, application: 'tsunagi-audit' });
  try {
    await campaignById(db, options.campaign);
    return await work(db, target);
  } finally {
    await db.destroy();
  }
}
