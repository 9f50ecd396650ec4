import { type CampaignDoc, type Language } from '../../domain/campaigns/campaign';
import { AppError, type Issue } from '../../domain/errors';
import { squeeze } from '../../domain/audience/text';
import { datesOf } from './date-rules';
import { readDate } from './dates';
import { draftOf, type FileDraft } from './draft';
import { readBy } from './error-map';
import { type Finding, issueOf, MAX_FINDINGS } from './finding';
import { docForLint } from './lint';
import { checkRoles } from './plan-check';
import { checkAcrossFields } from './rules';
import { type CampaignFile, campaignFileSchema } from './schema';
import { type Mapping, readMapping } from './text';

export interface CampaignFileContext {
  /** The installation's time, epoch ms: a last dispatch before it is refused. */
  now: number;
  /** Keyed hash (hex) of a normalised contract number; the file's plain numbers are kept nowhere else. */
  hashContract(number: string): string;
  /** Checks one notice's template; what the file does not say readably is a stand-in. */
  lintNotice?(doc: CampaignDoc, noticeId: string, language: Language): Issue[];
  /** Checks the hand-typed texts beside the notices. */
  lintTexts?(doc: CampaignDoc, language: Language): Issue[];
  /** Checks the words of a campaign in which every field is right. */
  lintWording?(doc: CampaignDoc, language: Language): Issue[];
  /** Language of messages and advice; Japanese by default. */
  language?: Language;
}

/**
 * Reads a campaign file (YAML or JSON). Throws `campaign_file_invalid` with one issue for every wrong field (the first
 * fifty), or `last_dispatch_past` when nothing else is wrong.
 */
export function parseCampaignFile(text: string, ctx: CampaignFileContext): CampaignDoc {
  const language = ctx.language ?? 'ja';
  const read = readMapping(text);
  if ('findings' in read) {
    const issues = read.findings.map((finding) => issueOf(finding, language));
    throw new AppError('campaign_file_invalid', { count: issues.length }, issues);
  }
  const { raw } = read;
  const refusal = (code: 'campaign_file_invalid' | 'last_dispatch_past', detail: AppError['detail'], found: Issue[]) =>
    new AppError(code, detail, linesOf(found.slice(0, MAX_FINDINGS), read));
  const { data, findings } = readBy(campaignFileSchema, raw);
  const file = draftOf(raw, findings);
  if (findings.length < MAX_FINDINGS) findings.push(...checkAcrossFields(file, ctx.now));
  const issues = inFileOrder(findings, raw).map((finding) => issueOf(finding, language));
  if (issues.length < MAX_FINDINGS) issues.push(...lintNotices(file, language, ctx));
  if (data && issues.length === 0) {
    const doc = docOf(data, ctx);
    const wording = ctx.lintWording?.(doc, language) ?? [];
    issues.push(...checkRoles(doc, language), ...wording.filter(({ severity }) => severity === 'error'));
    if (issues.length === 0) return doc;
  }
  const past = findings.find(({ code }) => code === 'last_dispatch_past');
  if (past && issues.length === 1) {
    throw refusal('last_dispatch_past', { date: String(past.detail?.['value']) }, issues);
  }
  throw refusal('campaign_file_invalid', { count: Math.min(issues.length, MAX_FINDINGS) }, issues);
}

/** These findings about a file that can be read, each with its line. */
export function withLines(issues: Issue[], file: string): Issue[] {
  const read = readMapping(file);
  return 'findings' in read ? issues : linesOf(issues, read);
}

const linesOf = (issues: Issue[], { lineOf }: Mapping): Issue[] =>
  issues.map((issue) => ({ line: lineOf(issue.path, issue.text?.line), ...issue }));

function inFileOrder(findings: Finding[], raw: Record<string, unknown>): Finding[] {
  const order = new Map(Object.keys(raw).map((key, index) => [key, index]));
  const indexOf = ({ path }: Finding) => order.get(String(path[0])) ?? order.size;
  return findings.toSorted((a, b) => indexOf(a) - indexOf(b)).slice(0, MAX_FINDINGS);
}

/** Every notice that can be read is checked, whatever is wrong elsewhere in the file. */
function lintNotices(file: FileDraft, language: Language, ctx: CampaignFileContext): Issue[] {
  const { lintNotice, lintTexts } = ctx;
  const doc = docForLint(file);
  const issues: Issue[] = lintTexts?.(doc, language) ?? [];
  for (const id of Object.keys(doc.notices)) {
    if (issues.length < MAX_FINDINGS) issues.push(...(lintNotice?.(doc, id, language) ?? []));
  }
  return issues;
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
      ...(file.policy.smsWithoutLinks && { smsWithoutLinks: file.policy.smsWithoutLinks }),
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
