import { type Client } from '@temporalio/client';
import pMap from 'p-map';
import { signalWorkflow } from '../activities/outbox/signal';
import { triggerMaintenance } from '../activities/maintenance/schedules';
import { expireCallLeases } from '../db/calls/expire-leases';
import { followRepresentatives } from '../db/customers/representatives';
import { addDays, instantOf, localDate } from '../domain/campaigns/calendar';
import { journeyWorkflowId } from '../domain/ids';
import { dueJourneys, instantNow, nextDueInstant, outstanding, stepClock } from '../db/platform/stepped-clock';
import { type Db } from '../db/platform/types';
import { sleep } from '../config/sleep';

const ZONE = 'Asia/Tokyo';
const CHECK_MS = 40;
const SIGNAL_AGAIN_MS = 3_000;
const EXCHANGE_MS = 500;
const KEEP_MS = 1_000;
const GIVE_UP_AFTER = 240;

export interface StepperOptions {
  db: Db;
  client: Client;
  /** The task queue of the workers, for the jobs that a step waits for. */
  taskQueue: string;
  /** Shortest real length of a day, ms. */
  dayMs: number;
  /**
   * Endpoints that are sent the instant and return their open work for it: POST <url> {at} returns {owed}. Endpoints of
   * one group are called together. A group is called only when earlier groups have no open work, so that the order of
   * events is reproducible. The first group, the stand-ins, may have work that depends on later groups.
   */
  parties: string[][];
  /** Called at noon of each day. */
  onDay?: (at: number) => void;
  /** No step goes beyond this instant (epoch ms). */
  until?: number;
}

/**
 * Steps the installation's clock until `done`: to each due instant, and to every noon for daily jobs. A step ends when
 * no due work is left anywhere, so the same inputs give the same days.
 */
export async function stepUntil(options: StepperOptions, done: () => Promise<boolean>): Promise<void> {
  const state: StepState = { signalled: new Map(), dayBegan: Date.now(), exchanged: 0 };
  let failing = 0;
  for (;;) {
    try {
      await waitUntilQuiet(options, await instantNow(options.db), state);
      if (await done()) return;
      await stepOnce(options, state);
      failing = 0;
    } catch (error) {
      // A server was killed: unfinished work is repeated once it is back.
      if (++failing > GIVE_UP_AFTER) throw error;
      await sleep(500);
    }
  }
}

/**
 * Keeps everything in time with a clock that runs at the speed of real time, until `done`: the parties receive the instant
 * about once a second, and journeys whose timers were set on a stepped clock are signalled when they are due.
 */
export async function keepTime(
  options: Pick<StepperOptions, 'db' | 'client' | 'parties'>,
  done: () => boolean,
): Promise<void> {
  const signalled = new Map<string, number>();
  while (!done()) {
    const now = await instantNow(options.db).catch(() => undefined);
    if (now !== undefined) {
      for (const group of options.parties) await Promise.all(group.map((url) => askOwed(url, now)));
      await signalDue(options, signalled).catch(() => undefined); // the database is back at the next round
    }
    await sleep(KEEP_MS);
  }
}

interface StepState {
  signalled: Map<string, number>;
  dayBegan: number;
  /** When the print shop's reports were last asked to be read, real ms. */
  exchanged: number;
}

async function stepOnce(options: StepperOptions, state: StepState): Promise<void> {
  const before = await instantNow(options.db);
  const noon = nextNoon(before);
  const now = Math.min(noon, (await nextDueInstant(options.db, before)) ?? noon, options.until ?? noon);
  if (now === noon) {
    await sleep(Math.max(0, options.dayMs - (Date.now() - state.dayBegan)));
    state.dayBegan = Date.now();
  }
  // The stand-ins must reach this instant before anything is sent at it.
  await Promise.all(options.parties[0]!.map((url) => askOwed(url, now)));
  await stepClock(options.db, now);
  // Recurring jobs keep real time: what they would find at this instant must not wait for the next run.
  await expireCallLeases(options.db);
  await followRepresentatives(options.db);
  if (now === noon) options.onDay?.(now);
}

function nextNoon(now: number): number {
  const today = instantOf(localDate(now, ZONE), '12:00', ZONE);
  return today > now ? today : instantOf(addDays(localDate(now, ZONE), 1), '12:00', ZONE);
}

/** Waits until one complete pass finds nothing due and no open work. */
async function waitUntilQuiet(options: StepperOptions, now: number, state: StepState): Promise<void> {
  for (;;) {
    await signalDue(options, state.signalled);
    if ((await outstanding(options.db)) > 0) {
      await sleep(CHECK_MS);
      continue;
    }
    if (await nothingIsOwed(options, now, state)) return;
    await sleep(CHECK_MS);
  }
}

/** A stand-in may owe until its reports have been read. That job recurs too rarely for a step, so it is triggered. */
async function exchangeWithPrintShop(options: StepperOptions, state: StepState): Promise<void> {
  if (Date.now() - state.exchanged < EXCHANGE_MS) return;
  state.exchanged = Date.now();
  await triggerMaintenance(options, 'exchangeWithPrintShop');
}

async function nothingIsOwed(options: StepperOptions, now: number, state: StepState): Promise<boolean> {
  const { db, parties } = options;
  let owing = 0;
  for (const [index, group] of parties.entries()) {
    const owed = await Promise.all(group.map((url) => askOwed(url, now)));
    const open = owed.reduce((sum, count) => sum + count, 0);
    if (index === 0 && open > 0) await exchangeWithPrintShop(options, state);
    if ((await outstanding(db)) > 0 || (index > 0 && open > 0)) return false;
    owing += open;
  }
  return owing === 0;
}

/** On a stepped clock the journey's own timer is only a fallback: due journeys are signalled. */
async function signalDue(
  { db, client }: Pick<StepperOptions, 'db' | 'client'>,
  signalled: Map<string, number>,
): Promise<void> {
  const due = await dueJourneys(db);
  const fresh = due.filter((journey) => {
    const last = signalled.get(`${journeyWorkflowId(journey)}:${journey.turn}`);
    return last === undefined || Date.now() - last > SIGNAL_AGAIN_MS;
  });
  if (signalled.size > 100_000) signalled.clear();
  await pMap(
    fresh,
    async (journey) => {
      const workflowId = journeyWorkflowId(journey);
      signalled.set(`${workflowId}:${journey.turn}`, Date.now());
      await signalWorkflow(client, { workflowId, name: 'timeCame', turn: journey.turn });
    },
    { concurrency: 20 },
  ).catch(() => undefined); // Temporal is briefly unavailable: signalled again in the next pass
}

/** A stand-in that does not respond counts as having open work. */
async function askOwed(url: string, at: number): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ at: new Date(at).toISOString() }),
      signal: AbortSignal.timeout(120_000),
    });
    const { owed } = (await response.json()) as { owed: number };
    return response.ok ? owed : 1;
  } catch {
    return 1;
  }
}
