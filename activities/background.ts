import { type Client } from '@temporalio/client';
import { type Logger } from 'pino';
import { type Config } from '../config/settings';
import { type Notifications } from '../db/platform/notifications/listen';
import { type Db } from '../db/platform/types';
import { isMaintenanceJob } from '../domain/platform/maintenance';
import { ensureMaintenanceSchedules, triggerMaintenance } from './maintenance/schedules';
import { type Vault } from '../db/privacy/vault';
import { startOutbox } from './outbox/outbox';
import { SCANS, startBatchReader } from './scans/read-batches';

export interface BackgroundDeps {
  config: Config;
  db: Db;
  vault: Vault;
  client: Client;
  log: Logger;
  notifications: Notifications;
}

/**
 * What a worker does beside its activities: keeps the Schedules of the maintenance jobs, runs the outbox, reads
 * batches of scanned paper, and follows what the database announces. Returns a function that stops it.
 */
export async function startBackground({
  config,
  db,
  vault,
  client,
  log,
  notifications,
}: BackgroundDeps): Promise<() => Promise<void>> {
  const target = { client, taskQueue: config.TASK_QUEUE };
  await ensureMaintenanceSchedules(target, config.MAINTENANCE_SECONDS);
  const outbox = startOutbox({ ...target, db, log, notifications });
  const scans = startBatchReader({ db, vault, log });
  const notified = (topic: string): void => {
    if (topic === SCANS) return scans.wake();
    if (!isMaintenanceJob(topic)) return outbox.wake();
    triggerMaintenance(target, topic).catch((error: unknown) =>
      log.warn({ err: error, job: topic }, 'maintenance: not triggered, runs at its interval'),
    );
  };
  const connected = (): void => {
    outbox.wake();
    scans.wake();
  };
  const unsubscribe = notifications.subscribe({ notified, connected });
  return async () => {
    unsubscribe();
    await Promise.all([outbox.stop(), scans.stop()]);
  };
}
