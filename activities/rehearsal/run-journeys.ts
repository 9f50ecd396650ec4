import { type Client } from '@temporalio/client';
import pMap from 'p-map';
import { journeysToStart, markStarted } from '../../db/journeys/create-journeys';
import { type Db } from '../../db/platform/types';
import { isRunOver, progressOf, startedJourneys } from '../../db/rehearsals/engine/rows';
import { AppError } from '../../domain/errors';
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

/** Journeys under way at a time: enough work while a batch is collected, few enough that all move on together. */
const UNDER_WAY = 480;
const PAGE = 100;
const REOPENED = 20;
const CHECK_MS = 200;
const NOTE_MS = 500;

/**
 * Runs the journeys of a prepared rehearsal: starts an execution for each, and for each run that a journey is reopened for,
 * until all have ended. `note` is called about twice a second, and at the end; it stops the work by throwing. Can be cut off
 * anywhere and called again. Throws rehearsal_not_set_up where the namespace does not allow time skipping.
 */
export async function runJourneys(
  { rehearsed, rehearsals, taskQueue }: RunJourneysDeps,
  campaignId: number,
  note: (reached: Reached) => Promise<void>,
): Promise<void> {
  let started = await startedJourneys(rehearsed, campaignId);
  let now: Reached = { ended: 0, reached: null };
  for (let noted = 0; ;) {
    const over = await isRunOver(rehearsed);
    if (over || Date.now() - noted >= NOTE_MS) {
      now = await progressOf(rehearsed);
      await note(now);
      noted = Date.now();
    }
    if (over) return;
    const room = Math.min(PAGE, UNDER_WAY - (started - now.ended));
    // reopened journeys go on, however many are under way
    const page = await journeysToStart(rehearsed, { campaignId, limit: Math.max(room, REOPENED) });
    const mayStart = page.filter(({ run }) => run > 1 || room > 0);
    await pMap(mayStart, (journey) => startJourney(rehearsals, taskQueue, journey).catch(orNotSetUp), {
      concurrency: 20,
    });
    if (mayStart.length > 0) await markStarted(rehearsed, mayStart);
    started += mayStart.filter(({ run }) => run === 1).length;
    if (mayStart.length < PAGE) await sleep(CHECK_MS);
  }
}

const UNIMPLEMENTED = 12; // gRPC status

/** The server does not let the namespace skip time: no use to try again. */
function orNotSetUp(error: unknown): never {
  const { cause } = error as { cause?: { code?: number } };
  if (cause?.code === UNIMPLEMENTED) throw new AppError('rehearsal_not_set_up');
  throw error;
}
