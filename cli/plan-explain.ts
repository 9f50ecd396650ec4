import { issueOf } from '../api/campaign-file/finding';
import { checkPlan } from '../api/campaign-file/plan-check';
import { parseCampaignFile, withLines } from '../api/campaign-file/read';
import { readScenario } from '../api/campaign-file/scenario';
import { spreadOf } from '../domain/campaigns/calendar';
import { type CampaignDoc, type Language } from '../domain/campaigns/campaign';
import { explained } from '../domain/campaigns/explain/explained';
import { headerLines } from '../domain/campaigns/explain/header';
import { type Scenario } from '../domain/campaigns/explain/scenario';
import { wordsFor } from '../domain/campaigns/explain/words';
import { calendarOf } from '../domain/campaigns/holidays';
import { type Issue } from '../domain/errors';
import { lintNotice, lintTexts } from '../rendering/lint';
import { lintWording } from '../rendering/wording/lint-wording';
import { contentOrFile, readGivenFile } from './given-file';
import { sayError } from './say-error';

export interface PlanExplainOptions {
  /** A file, or YAML or JSON itself; without one a silent customer with every channel of the plan. */
  scenario?: string;
  /** Start of the campaign, epoch ms. */
  start: number;
  json: boolean;
  lang: Language;
}

type Write = (line: string) => void;

/**
 * Prints what one customer would get from a plan. Returns the exit code: 1 when the file or the scenario cannot be
 * read, after one line for every problem: where, what, and how to correct it.
 */
export function planExplain(file: string, options: PlanExplainOptions, out: Write, err: Write): number {
  const { lang, start } = options;
  const plan = readPlan(file, options, err);
  if (!plan) return 1;
  const { doc } = plan;
  const scenario = scenarioOf(options, doc, err);
  if (!scenario) return 1;
  const words = wordsFor(calendarOf(doc), lang);
  const played = explained(scenario, { doc, start }, words);
  const { entries, leftOut } = played;
  if (options.json) {
    out(JSON.stringify(played, isoInstants, 2));
    return 0;
  }
  const { say, instant } = words;
  for (const line of [...headerLines(doc, scenario.customer, words), '']) out(line);
  for (const { at, kind, text } of entries) {
    // each channel that a wait passes over has its own dated line; other reasons stand below their headline
    const [first, ...more] = text;
    if (first !== undefined) out(`${instant(at)}  ${first}`);
    for (const line of more) out(kind === 'waiting' ? `${instant(at)}  ${line}` : `    ${line}`);
  }
  out('');
  if (leftOut.length > 0)
    for (const line of [say('leftOutHead'), ...leftOut.map(({ text }) => `    ${text}`), '']) out(line);
  const spread = Math.round(spreadOf(scenario.customer.id) * 100);
  const assumptions = say('assumptions', { spread: spread === 0 ? say('beginning') : `${spread} %` });
  out(`${assumptions} ${say('assumptionsCalls')}`);
  return 0;
}

/**
 * Checks a campaign file: prints what is wrong, or what the check warns of. Returns the exit code: 1 when the file cannot
 * be used, 0 otherwise.
 */
export function planCheck(
  file: string,
  options: Pick<PlanExplainOptions, 'start' | 'lang'>,
  out: Write,
  err: Write,
): number {
  const plan = readPlan(file, options, err);
  if (!plan) return 1;
  const { doc, text } = plan;
  const warnings = withLines([...checkPlan(doc, options.lang), ...lintWording(doc, options.lang)], text);
  for (const warning of warnings) out(lineInFile(file, warning));
  out(
    options.lang === 'ja' ? `誤りはありません。注意: ${warnings.length}件` : `No errors. Warnings: ${warnings.length}`,
  );
  return 0;
}

function readPlan(
  file: string,
  { start, lang }: Pick<PlanExplainOptions, 'start' | 'lang'>,
  err: Write,
): { doc: CampaignDoc; text: string } | null {
  try {
    const text = readGivenFile(file);
    // overrides are compared with the scenario's contract numbers, so their numbers stay as they are
    const doc = parseCampaignFile(text, {
      now: start,
      language: lang,
      lintNotice,
      lintTexts,
      lintWording,
      hashContract: (number) => number,
    });
    return { doc, text };
  } catch (error) {
    sayError(error, { lang, err, issueLine: (issue) => lineInFile(file, issue) });
    return null;
  }
}

function scenarioOf(
  { scenario = '{}', lang }: Pick<PlanExplainOptions, 'scenario' | 'lang'>,
  doc: CampaignDoc,
  err: Write,
): Scenario | null {
  try {
    const read = readScenario(contentOrFile(scenario), doc);
    if ('scenario' in read) return read.scenario;
    for (const finding of read.findings) err(issueLine(issueOf(finding, lang)));
  } catch (error) {
    sayError(error, { lang, err });
  }
  return null;
}

const issueLine = ({ path, message, advice }: Issue): string => `${path}: ${message}${advice ? ` → ${advice}` : ''}`;

/** With the file and line, as editors open them. */
const lineInFile = (file: string, issue: Issue): string =>
  `${issue.line === undefined ? '' : `${file}:${issue.line}: `}${issueLine(issue)}`;

const isoInstants = (key: string, value: unknown): unknown =>
  (key === 'at' || key === 'leavesAt') && typeof value === 'number' ? new Date(value).toISOString() : value;
