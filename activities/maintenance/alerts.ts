import { type Logger } from 'pino';
import { judgeLane } from '../../db/delivery/lane-health';
import { electronicLanes } from '../../db/delivery/lanes';
import { recordSend, takeDueSends, type Via, watchAlerts } from '../../db/platform/alerts/alerts';
import { type Db } from '../../db/platform/types';
import { type PrintFolder } from '../print/folder';
import { FOLDER_KINDS, printFolderFindings, printShopFindings } from '../print/folder-state';
import { type AlertTargets, sendAlert } from './send-alert';

export interface AlertDeps {
  db: Db;
  log: Logger;
  config: AlertTargets & { PRINT_DIR?: string };
  /** Shared with the print shop. */
  folder?: PrintFolder;
}

/**
 * Judges the lanes, opens and closes alerts by their causes, and sends those that are due by mail and webhook, where
 * set. Safe from several workers at once: one looks for causes at a time, and each sending is one worker's. Returns the
 * number sent.
 */
export async function sendAlerts({ db, log, config, folder }: AlertDeps): Promise<{ sent: number }> {
  const vias = viasOf(config);
  for (const laneId of await electronicLanes(db)) {
    const { stopped } = await judgeLane(db, { laneId });
    if (stopped) log.error({ lane: laneId, reason: stopped }, 'breaker open');
  }
  const { PRINT_DIR } = config;
  const shop = folder ? await printShopFindings(db, folder) : [];
  const beside =
    PRINT_DIR === undefined ? undefined : { kinds: FOLDER_KINDS, found: [...printFolderFindings(PRINT_DIR), ...shop] };
  await watchAlerts(db, { slow: true, vias, ...(beside && { beside }) });
  let sent = 0;
  if (vias.length === 0) return { sent };
  for (const send of await takeDueSends(db, vias)) {
    const failure = await sendAlert(send, config);
    await recordSend(db, send, failure);
    const about = { alert: send.id, kind: send.kind, via: send.via, attempt: send.attempt };
    if (failure === null) log.info(about, 'alert sent');
    else log.warn({ ...about, failure }, 'alert not sent, will try again');
    if (failure === null) sent += 1;
  }
  return { sent };
}

const viasOf = (config: AlertTargets): Via[] => [
  ...(config.ALERT_MAIL ? (['mail'] as const) : []),
  ...(config.ALERT_WEBHOOK && config.ALERT_SECRET ? (['webhook'] as const) : []),
];
