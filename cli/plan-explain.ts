import { readFileSync } from 'node:fs';
import { calendarOf, holidayName } from '../domain/campaigns/holidays';
import { lintNotice } from '../rendering/lint';
import { type CampaignDoc, type Language } from '../domain/campaigns/campaign';
import { AppError } from '../domain/errors';
import {
  type ExplainCustomer,
  type ExplainEvent,
  type ExplainPause,
  type Timeline,
} from '../domain/campaigns/explain/explain';
import { readCustomer, type UnreadPart } from '../domain/campaigns/explain/customer';
import { readEvent, readPause } from '../domain/campaigns/explain/events';
import { explainPlan } from '../domain/campaigns/explain/plan';
import { errorText } from '../domain/texts/errors';
import { unreadTexts } from '../domain/texts/explain-unread';
import { explainLines } from '../domain/texts/explain-lines';
import { parseCampaignFile } from '../api/campaign-file/read';

export interface PlanExplainOptions {
  /** One timeline for each; see readCustomer. */
  customer: string[];
  when: string[];
  /** Pauses by scope; see readPause. */
  pause: string[];
  /** When the campaign starts, epoch ms. */
  start: number;
  /** The wave that the customers are in. */
  wave?: string;
  json: boolean;
  lang: Language;
}

type Write = (line: string) => void;

/**
 * Prints the timeline of each customer. Answers the exit code: 1 when file or options cannot be read, after one line
 * for every problem: where, what, and how to mend it.
 */
export function planExplain(file: string, options: PlanExplainOptions, out: Write, err: Write): number {
  const doc = readPlan(file, options, err);
  if (!doc) return 1;
  const customers = (options.customer.length > 0 ? options.customer : ['']).map((text) => readCustomer(text, doc));
  const events = options.when.map((text) => readEvent(text, doc));
  const { wave } = options;
  if (wave !== undefined && !doc.waves?.some(({ id }) => id === wave)) {
    const waves = (doc.waves ?? []).map(({ id }) => id).join(', ');
    err(`--wave ${wave} → ${unreadTexts.wave[options.lang].replace('{waves}', waves || '-')}`);
    return 1;
  }
  const pauses = options.pause.map((text) => readPause(text, doc));
  const unread = [...customers, ...events, ...pauses].flatMap((one) => ('unread' in one ? one.unread : []));
  if (unread.length > 0) {
    for (const part of unread) err(unreadLine(part, doc, options.lang));
    return 1;
  }
  const calendar = calendarOf(doc);
  const told = (customers as ExplainCustomer[]).map((customer) => ({
    customer,
    timeline: explainPlan({
      doc,
      calendar,
      customer,
      start: options.start,
      events: events as ExplainEvent[],
      pauses: pauses as ExplainPause[],
      ...(wave !== undefined && { wave }),
    }),
  }));
  if (options.json) out(JSON.stringify(told.map(asJson), null, 2));
  else print(told, doc, options, out);
  return 0;
}

function print(
  told: { customer: ExplainCustomer; timeline: Timeline }[],
  doc: CampaignDoc,
  { lang }: PlanExplainOptions,
  out: Write,
): void {
  const telling = { language: lang, zone: doc.zone, holidayName };
  for (const [index, one] of told.entries()) {
    if (index > 0) out('');
    for (const line of explainLines({ doc, ...one }, telling)) out(line);
  }
}

function readPlan(file: string, { start, lang }: PlanExplainOptions, err: Write): CampaignDoc | null {
  try {
    // overrides are compared with `contract=` of the command line, so their numbers stay as they are
    return parseCampaignFile(readFileSync(file, 'utf8'), {
      now: start,
      language: lang,
      lintNotice,
      hashContract: (number) => number,
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { title, advice } = errorText(error.code, lang, error.detail);
    err(`${title} ${advice}`);
    for (const issue of error.issues) {
      err(`  ${issue.path}: ${issue.message}${issue.advice ? ` → ${issue.advice}` : ''}`);
    }
    return null;
  }
}

function unreadLine({ part, expected }: UnreadPart, doc: CampaignDoc, lang: Language): string {
  const steps = doc.plan.steps.map(({ id }) => id).join(', ');
  return `${part} → ${unreadTexts[expected][lang].replace('{steps}', steps)}`;
}

const INSTANTS = new Set(['at', 'until', 'from', 'since', 'leavesAt']);

/** Instants as ISO 8601, everything else as it is. */
const asJson = (told: object): unknown =>
  JSON.parse(
    JSON.stringify(told, (key, value: unknown) =>
      INSTANTS.has(key) && typeof value === 'number' ? new Date(value).toISOString() : value,
    ),
  );
