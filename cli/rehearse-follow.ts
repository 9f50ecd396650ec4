import { sleep } from '../config/sleep';
import { type CampaignRow } from '../db/campaigns/campaigns';
import { readClock } from '../db/platform/clock';
import { appendLedger, campaignChain } from '../db/platform/ledger';
import { transact } from '../db/platform/transact';
import { type Db } from '../db/platform/types';
import {
  cancelRehearsal,
  readRehearsal,
  recordOf,
  rehearsalThatRuns,
  type RehearsalRow,
} from '../db/rehearsals/stored';
import { localTime } from '../domain/campaigns/calendar';
import { type Language } from '../domain/campaigns/campaign';
import { AppError } from '../domain/errors';
import { rehearsalTerminal } from '../domain/texts/rehearsals/terminal';

export interface Output {
  out: (line: string) => void;
  err: (line: string) => void;
  /** Ends the rehearsal when it is aborted. */
  signal: AbortSignal;
}

/** How often it is read, when a wait is said to be for a worker, and when it is given up. */
export interface Patience {
  everyMs: number;
  sayAfterMs: number;
  giveUpAfterMs: number;
}

export const PATIENCE: Patience = { everyMs: 2_000, sayAfterMs: 6_000, giveUpAfterMs: 120_000 };
/** As the ledger names who acted. */
export const BY = 'cli';
const ZONE = 'Asia/Tokyo';

interface Following {
  id: number;
  lang: Language;
  output: Output;
  patience: Patience;
}

/**
 * Waits until the rehearsal has ended, and prints its progress and what it waits for. One that no worker takes up in time
 * is cancelled, as is one whose `signal` is aborted.
 */
export async function followed(db: Db, campaign: CampaignRow, following: Following): Promise<RehearsalRow> {
  const { id, lang, output, patience } = following;
  let before = '';
  for (let alone = Date.now(); ;) {
    const row = await readRehearsal(db, id);
    if (row.ended_at !== null) return row;
    if (output.signal.aborted) await cancel(db, campaign, id);
    const other = row.status === 'queued' ? await rehearsalThatRuns(db) : undefined;
    if (row.status !== 'queued' || other) alone = Date.now();
    const waited = Date.now() - alone;
    if (waited >= patience.giveUpAfterMs && !output.signal.aborted && (await cancel(db, campaign, id))) {
      output.err(rehearsalTerminal(lang, 'noWorker', { id, seconds: Math.round(waited / 1_000) }));
    }
    const line = lineOf(row, { lang, other: other?.id, late: waited >= patience.sayAfterMs });
    if (line !== before) output.err(line);
    before = line;
    if (!output.signal.aborted) await sleep(patience.everyMs);
  }
}

function lineOf(
  { id, progress, created_at: since }: RehearsalRow,
  { lang, other, late }: { lang: Language; other: number | undefined; late: boolean },
): string {
  if (progress) {
    const { journeys, ended, day } = progress;
    if (journeys === 0) return rehearsalTerminal(lang, 'begins');
    return rehearsalTerminal(lang, 'progress', { ended, journeys, day: day ?? '—' });
  }
  if (other !== undefined) return rehearsalTerminal(lang, 'waitsForOther', { other });
  return rehearsalTerminal(lang, late ? 'waitsForWorker' : 'waits', { id, since: localTime(since, ZONE) });
}

/** False: it has ended meanwhile. */
async function cancel(db: Db, campaign: CampaignRow, id: number): Promise<boolean> {
  return transact(db, async (trx) => {
    const { now } = await readClock(trx);
    const row = await cancelRehearsal(trx, campaign, { id, at: now }).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'rehearsal_over') return undefined;
      throw error;
    });
    if (!row) return false;
    const entry = { ...recordOf('rehearsal_cancelled', row), by: BY };
    await appendLedger(trx, campaignChain(campaign.id), campaign.client_id, now, [entry]);
    return true;
  });
}
