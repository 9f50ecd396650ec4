import { type Client } from '@temporalio/client';
import pMap from 'p-map';
import { sleep } from '../../config/sleep';
import { journeysToStart, markStarted, withoutFirstStep } from '../../db/journeys/create-journeys';
import { type Db } from '../../db/platform/types';
import { startJourney } from './start-journey';

/**
 * Journeys that may wait for their first step at a time. Whatever else workers do stands in line behind them: answers,
 * other campaigns, print runs.
 */
const WAITING = 1_000;
const PARALLEL = { concurrency: 20 };
const CHECK_MS = 200;
/** After so long a page is not waited for any more: its journeys cannot take their step, and must not keep the others back. */
const PATIENCE_MS = 60_000;

export interface StartAllDeps {
  db: Db;
  client: Client;
  taskQueue: string;
  /** Instead of `WAITING`. */
  waiting?: number;
}

/**
 * Starts the journeys of a campaign that have not been started, no faster than they take their first step; returns their
 * number. `beat` is called several times a second, and stops the work by throwing.
 */
export async function startAll(
  { db, client, taskQueue, waiting: most = WAITING }: StartAllDeps,
  campaignId: number,
  beat: () => void,
): Promise<number> {
  let started = 0;
  let waiting: number[] = [];
  for (;;) {
    const page = await journeysToStart(db, { campaignId, limit: Math.ceil(most / 2) });
    if (page.length === 0) return started;
    for (const until = Date.now() + PATIENCE_MS; waiting.length + page.length > most;) {
      waiting = Date.now() < until ? await withoutFirstStep(db, waiting) : [];
      if (waiting.length + page.length > most) await sleep(CHECK_MS);
      beat();
    }
    await pMap(page, (journey) => startJourney(client, taskQueue, journey).then(beat), PARALLEL);
    await markStarted(db, page);
    waiting.push(...page.map(({ id }) => id));
    started += page.length;
  }
}
