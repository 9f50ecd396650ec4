import { type CampaignDoc, type Language } from '../../domain/campaigns/campaign';
import { AppError, type Issue } from '../../domain/errors';
import { squeeze } from '../../domain/audience/text';
import { crossProblems, datesOf } from './checks';
import { readDate } from './dates';
import { docForLint } from './lint';
import { issueOf, type Problem, shapeProblems } from './problems';
import { type CampaignFile, campaignFileSchema } from './schema';
import { readCampaignText } from './text';

export interface CampaignFileContext {
  /** The installation's time, epoch ms: a last dispatch before it is refused. */
  now: number;
  /** Keyed hash (hex) of a normalised contract number; the file's plain numbers are kept nowhere else. */
  hashContract(number: string): string;
  /** Checks one notice's template; what the file does not say readably is a stand-in. */
  lintNotice?(doc: CampaignDoc, noticeId: string, language: Language): Issue[];
  /** Language of messages and advice; Japanese by default. */
  language?: Language;
}

/**
 * Reads a campaign file (YAML or JSON). Throws `campaign_file_invalid` with one issue for every wrong field, or
 * `last_dispatch_past` when the last dispatch being over is all that is wrong.
 */
export function parseCampaignFile(text: string, ctx: CampaignFileContext): CampaignDoc {
  const read = readCampaignText(text);
  if ('problems' in read) throw invalid(read.problems.map((problem) => issueOf(problem, ctx.language ?? 'ja')));
  const { raw } = read;
  const parsed = campaignFileSchema.safeParse(raw);
  const problems = [...shapeProblems(raw, parsed.error?.issues ?? []), ...crossProblems(raw, ctx.now)];
  const issues = [...inFileOrder(problems, raw).map((one) => issueOf(one, ctx.language ?? 'ja')), ...lintAll(raw, ctx)];
  if (parsed.success && issues.length === 0) return docOf(parsed.data, ctx);
  const past = problems.find((problem) => problem.code === 'last_dispatch_past');
  if (past && issues.length === 1) {
    throw new AppError('last_dispatch_past', { date: String(past.detail?.['value']) }, issues);
  }
  throw invalid(issues);
}

const invalid = (issues: Issue[]) => new AppError('campaign_file_invalid', { count: issues.length }, issues);

function inFileOrder(problems: Problem[], raw: Record<string, unknown>): Problem[] {
  const keys = Object.keys(raw);
  const place = ({ path }: Problem) => {
    const at = keys.indexOf(String(path[0]));
    return at < 0 ? keys.length : at;
  };
  return problems.toSorted((a, b) => place(a) - place(b));
}

/** Every notice that can be read is checked, whatever is wrong elsewhere in the file. */
function lintAll(raw: Record<string, unknown>, ctx: CampaignFileContext): Issue[] {
  const doc = docForLint(raw);
  return Object.keys(doc.notices).flatMap((id) => ctx.lintNotice?.(doc, id, ctx.language ?? 'ja') ?? []);
}

/** The stored form: dates as instants, contract numbers as keyed hashes. */
function docOf({ waves, ...file }: CampaignFile, ctx: CampaignFileContext): CampaignDoc {
  const dates = datesOf(file);
  return {
    ...file,
    dates: {
      firstDispatch: known(dates.firstDispatch),
      applyBy: known(dates.applyBy),
      applyByRule: file.dates.applyByRule,
      lastDispatch: known(dates.lastDispatch),
      endOfService: known(dates.endOfService),
      graceUntil: dates.graceUntil ?? null,
      claimsUntil: dates.claimsUntil ?? null,
    },
    policy: {
      table: file.policy.table,
      overrides: file.policy.overrides.map(({ channel, contracts, reason }) => ({
        channel,
        contractHashes: [...new Set(contracts.map((contract) => hashOf(contract, ctx)))],
        reason,
      })),
    },
    ...(waves && { waves: waves.map((wave) => ({ ...wave, begins: beginOf(wave, file.zone) })) }),
    // The last step has no step to wait for.
    plan: { ...file.plan, steps: file.plan.steps.map((step) => ({ ...step, wait: step.wait ?? { days: 0 } })) },
    columns: Object.fromEntries(Object.entries(file.columns).filter(([, header]) => header !== undefined)),
  };
}

function beginOf({ begins }: { begins: string }, zone: string): number {
  const reading = readDate(begins, zone, 'first');
  return known('at' in reading ? reading.at : undefined);
}

function known(instant: number | undefined): number {
  if (instant === undefined) throw new AppError('internal', { where: 'a date passed the check unread' });
  return instant;
}

function hashOf(contract: string, ctx: CampaignFileContext): string {
  if (contract.startsWith('hash:')) return contract.slice('hash:'.length);
  return ctx.hashContract(squeeze(contract));
}
