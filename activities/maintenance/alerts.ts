import { type Logger } from 'pino';
import { type Via, watchAlerts } from '../../db/platform/alerts';
import { recordSend, takeDueSends } from '../../db/platform/alert-deliveries';
import { judgeLane } from '../../db/delivery/lane-rates';
import { type AlertTargets, sendAlert } from './send-alert';
import { startPollLoop } from '../poll-loop';
import { type Db } from '../../db/platform/types';
import { electronicLanes } from '../../db/delivery/lanes';

export interface AlertDeps {
  db: Db;
  log: Logger;
  config: AlertTargets;
}

const PERIOD_MS = 5_000;
/** Every so many rounds the slow causes are looked for as well. */
const SLOW_EVERY = 6;

/**
 * Watches for what people must know and tells it by mail and webhook, where they are set. Any number of workers may:
 * one looks at a time, and each telling is one worker's. Returns a function that stops it after the round under way.
 */
export function startAlerts(deps: AlertDeps): () => Promise<void> {
  let round = 0;
  const work = () => alertsOnce(deps, round++ % SLOW_EVERY === 0);
  const failed = (error: unknown) => deps.log.warn({ err: error }, 'alerts: not looked, will try again');
  return startPollLoop(work, { periodMs: PERIOD_MS, failed });
}

/** One round: lanes are judged, causes looked for (`slow` ones too), and what is due is told. */
export async function alertsOnce({ db, log, config }: AlertDeps, slow = true): Promise<void> {
  const vias = viasOf(config);
  for (const id of await electronicLanes(db)) {
    const { stopped } = await judgeLane(db, { laneId: id });
    if (stopped) log.error({ lane: id, reason: stopped }, 'breaker open');
  }
  await watchAlerts(db, { slow, vias });
  if (vias.length === 0) return;
  for (const send of await takeDueSends(db, vias)) {
    const failure = await sendAlert(send, config);
    await recordSend(db, send, failure);
    const told = { alert: send.id, kind: send.kind, via: send.via, attempt: send.attempt };
    if (failure === null) log.info(told, 'alert told');
    else log.warn({ ...told, failure }, 'alert not told, will try again');
  }
}

const viasOf = (config: AlertTargets): Via[] => [
  ...(config.ALERT_MAIL ? (['mail'] as const) : []),
  ...(config.ALERT_WEBHOOK && config.ALERT_SECRET ? (['webhook'] as const) : []),
];
