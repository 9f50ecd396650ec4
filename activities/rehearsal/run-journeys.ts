import { type Client } from '@temporalio/client';
import pMap from 'p-map';
import { journeysToStart, markStarted } from '../../db/journeys/create-journeys';
import { type Db } from '../../db/platform/types';
import { progressOf } from '../../db/rehearsals/engine/rows';
import { sleep } from '../../config/sleep';
import { startJourney } from '../campaign/start-journey';

export interface RunJourneysDeps {
  /** The database of rehearsals, and a client of their namespace. */
  rehearsed: Db;
  rehearsals: Client;
  taskQueue: string;
}

/** How far a rehearsal is. `reached`: the earliest instant that a journey under way has come to, epoch ms. */
export interface Reached {
  ended: number;
  reached: number | null;
}

/** Journeys under way at a time: enough for full batches, few enough that all move on together. */
const UNDER_WAY = 300;
const PAGE = 100;
const CHECK_MS = 100;
const NOTE_MS = 1_000;

/**
 * Runs the journeys of a prepared rehearsal: starts an execution for each, and for each run that a journey is reopened for,
 * until all have ended. `note` is called about every second, and at the end; it stops the work by throwing. Can be cut off
 * anywhere and called again.
 */
export async function runJourneys(
  { rehearsed, rehearsals, taskQueue }: RunJourneysDeps,
  { campaignId, journeys }: { campaignId: number; journeys: number },
  note: (reached: Reached) => Promise<void>,
): Promise<void> {
  let noted = 0;
  let started = await startedOf(rehearsed, campaignId);
  for (;;) {
    const now = await progressOf(rehearsed);
    const over = now.ended >= journeys;
    if (over || Date.now() - noted >= NOTE_MS) {
      await note(now);
      noted = Date.now();
    }
    if (over) return;
    const room = Math.max(UNDER_WAY - (started - now.ended), 20);
    const page = await journeysToStart(rehearsed, { campaignId, limit: Math.min(room, PAGE) });
    await pMap(page, (journey) => startJourney(rehearsals, taskQueue, journey), { concurrency: 20 });
    if (page.length > 0) await markStarted(rehearsed, page);
    started += page.filter(({ run }) => run === 1).length;
    if (page.length < PAGE) await sleep(CHECK_MS);
  }
}

async function startedOf(db: Db, campaignId: number): Promise<number> {
  const { started } = await db
    .selectFrom('journeys')
    .select(({ fn }) => fn.countAll<number>().as('started'))
    .where('campaign_id', '=', campaignId)
    .where('started_run', '>', 0)
    .executeTakeFirstOrThrow();
  return started;
}
