import { runCompliance, type ComplianceRun } from '../db/campaigns/compliance';
import { campaignById, CampaignDocs } from '../db/campaigns/campaigns';
import { connectDb } from '../db/platform/connect';
import { isDay } from '../domain/campaigns/calendar';
import { AppError } from '../domain/errors';
import { complianceLines, complianceTexts } from '../domain/texts/compliance';
import { checkNotice } from '../rendering/check-notice';
import { findTarget } from '../temporal/target';

export interface ComplianceOptions {
  campaign: number;
  /** ISO date in the campaign's time zone. */
  day: string;
  /** Data folder of a running embedded installation; by default the environment's settings apply. */
  data?: string;
  /** Prints one line of JSON instead of text. */
  json: boolean;
  lang?: 'ja' | 'en';
}

type Say = (line: string) => void;
const toStdout: Say = (line) => void process.stdout.write(`${line}\n`);

/**
 * Checks every contact of a day and lists the exceptions. Exit code 0 if there are none, otherwise 1. Throws
 * invalid_request for an invalid day, not_found.
 */
export async function auditCompliance(options: ComplianceOptions, say: Say = toStdout): Promise<number> {
  if (!isDay(options.day)) throw new AppError('invalid_request', { day: options.day });
  const { DATABASE_URL: url } = findTarget(options.data);
  const { db } = connectDb({ url, max: 2, application: 'tsunagi-audit' });
  try {
    const campaign = await campaignById(db, options.campaign);
    const view = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    const run = await view.execute((trx) =>
      runCompliance(trx, new CampaignDocs(), { campaign, day: options.day, check: checkNotice }),
    );
    const ok = run.exceptions.length === 0;
    if (options.json) say(JSON.stringify({ ok, ...run }));
    else tell(run, options.lang ?? 'ja', say);
    return ok ? 0 : 1;
  } finally {
    await db.destroy();
  }
}

function tell(run: ComplianceRun, language: 'ja' | 'en', say: Say): void {
  const fill = (code: keyof typeof complianceLines, values: Record<string, unknown>) =>
    say(complianceLines[code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')));
  const { day, contacts, exceptions } = run;
  fill(exceptions.length === 0 ? 'clean' : 'exceptions', { day, contacts, exceptions: exceptions.length });
  for (const { messageId, customerId, channel, step, faults } of exceptions) {
    const why = faults.map(({ fault, detail }) => complianceTexts[fault][language] + (detail ? ` (${detail})` : ''));
    fill('exception', { message: messageId, customer: customerId, channel, step, why: why.join(' / ') });
  }
}
