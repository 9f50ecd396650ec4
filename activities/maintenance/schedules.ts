import {
  type Client,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type ScheduleOptions,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import { MAINTENANCE_SECONDS, type MaintenanceJob, maintenanceScheduleId } from '../../domain/platform/maintenance';

export interface ScheduleTarget {
  client: Client;
  taskQueue: string;
}

const JOBS = Object.keys(MAINTENANCE_SECONDS) as MaintenanceJob[];

/**
 * Creates the Schedule of each job, or brings it up to date; one that a person has paused stays paused. `seconds`
 * overrides the interval of single jobs. Idempotent, and safe from several workers at once.
 */
export async function ensureMaintenanceSchedules(
  target: ScheduleTarget,
  seconds: Partial<Record<MaintenanceJob, number>> = {},
): Promise<void> {
  for (const [index, job] of JOBS.entries()) {
    await ensureSchedule(target.client, optionsOf(target.taskQueue, job, seconds[job], index));
  }
}

/**
 * Runs a job now, or once more after the run that is open. False: it has no Schedule yet. A job also runs at its
 * interval, so a trigger that is lost only delays it.
 */
export async function triggerMaintenance({ client, taskQueue }: ScheduleTarget, job: MaintenanceJob): Promise<boolean> {
  try {
    await client.schedule.getHandle(maintenanceScheduleId(taskQueue, job)).trigger(ScheduleOverlapPolicy.BUFFER_ONE);
    return true;
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return false;
    throw error;
  }
}

/** Jobs with the same interval start a second apart, and runs missed while Temporal was away are not made up for. */
function optionsOf(
  taskQueue: string,
  job: MaintenanceJob,
  seconds = MAINTENANCE_SECONDS[job],
  index: number,
): ScheduleOptions & { action: { workflowId: string } } {
  const scheduleId = maintenanceScheduleId(taskQueue, job);
  return {
    scheduleId,
    spec: { intervals: [{ every: `${seconds}s`, offset: `${index % seconds}s` }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '10s' },
    action: {
      type: 'startWorkflow',
      workflowType: 'maintenanceWorkflow',
      workflowId: scheduleId,
      taskQueue,
      args: [{ job }],
    },
  };
}

async function ensureSchedule(
  client: Client,
  options: ScheduleOptions & { action: { workflowId: string } },
): Promise<void> {
  try {
    await client.schedule.create(options);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const { spec, policies, action } = options;
    const handle = client.schedule.getHandle(options.scheduleId);
    await handle.update((current) => ({ ...current, spec, policies: { ...current.policies, ...policies }, action }));
  }
}
