import { join } from 'node:path';
import { type Client } from '@temporalio/client';
import { writeJson } from '../../../config/files';
import { sleep } from '../../../config/sleep';
import { campaignById, getVersion } from '../../../db/campaigns/campaigns';
import { instantNow, letClockRun, startSteppedClock } from '../../../db/platform/stepped-clock';
import { keepTime, stepUntil } from '../../../embedded/clock-stepper';
import { type Installation } from '../../installation/installation';
import { TASK_QUEUE, urlOf } from '../../installation/programs';
import { partiesOf, progressTeller } from '../play';
import { type ScenarioContext } from '../scenario';
import { promiseCallback } from './calls';
import { deskDays, nextOpening } from './days';
import { leaveDecisions } from './decisions';
import { acceptForms, leaveReturns } from './returns';

/**
 * Plays to ten in the morning of a day with full queues and lets the clock run on at the speed of real time, without the
 * simulated operators. A desk that was left is opened again on its next business day.
 */
export async function openDesk(
  context: ScenarioContext,
  installation: Installation,
  client: Client,
  campaignId: number,
): Promise<void> {
  const { db, options } = context;
  const { doc } = await getVersion(db, await campaignById(db, campaignId));
  const days = deskDays(doc);
  const tell = progressTeller(context, campaignId);
  const playUntil = async (until: number, parties: string[][]) => {
    const onDay = () => void tell().catch(() => undefined);
    const stepping = { db, client, taskQueue: TASK_QUEUE, dayMs: options.day * 1000, parties, onDay, until };
    await stepUntil(stepping, async () => (await instantNow(db)) >= until);
  };
  const open = async () => (await instantNow(db)) >= days.opens;
  const alone = partiesOf(installation.ports, { desks: false });
  if (await open()) {
    const now = await instantNow(db);
    await endOperators(installation);
    if (nextOpening(doc, now) > now) {
      await startSteppedClock(db, { speed: 86_400 / options.day, from: now });
      await playUntil(nextOpening(doc, now), alone);
    }
    return letClockRun(db);
  }
  if ((await instantNow(db)) < days.desksClose) await playUntil(days.desksClose, partiesOf(installation.ports));
  await endOperators(installation);
  await playUntil(days.dayBefore, alone);
  await acceptForms(context, days.dayBefore);
  await miscount(installation, options.data, true);
  await playUntil(days.eve, alone);
  await miscount(installation, options.data, false);
  await promiseCallback(context, days.opens);
  await leaveReturns(context, days.eve);
  await leaveDecisions(context, campaignId, days.eve);
  await playUntil(days.opens, alone);
  await tell(true);
  await letClockRun(db);
}

/** Where the print shop finds its faults. */
export const shopFaults = (data: string): string => join(data, 'print-shop-faults.json');

/** From now on the print shop reports wrong totals for a while, or no longer does; it reads its faults when it starts. */
async function miscount({ processes, ports }: Installation, data: string, wrong: boolean): Promise<void> {
  writeJson(shopFaults(data), wrong ? { miscount: 1, correctAfter: 3 } : {});
  await processes.get('print-shop')!.kill();
  const health = () => fetch(urlOf(ports.shop, '/healthz'));
  const answers = () =>
    health().then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await answers())) await sleep(100);
}

/** Real time goes by for stand-ins, customers and the client's system, until `done`. */
export async function keepDesk(
  { db }: Pick<ScenarioContext, 'db'>,
  installation: Installation,
  client: Client,
  done: () => boolean,
): Promise<void> {
  await keepTime({ db, client, parties: partiesOf(installation.ports, { desks: false }) }, done);
}

/** The visitor works in their place. */
async function endOperators({ processes }: Installation): Promise<void> {
  await processes.get('operators')?.stop();
  processes.delete('operators');
}
