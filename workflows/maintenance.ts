import { proxyActivities } from '@temporalio/workflow';
import { type MaintenanceActivities } from '../activities/maintenance/activities';
import { type MaintenanceJob, type MaintenanceResult } from '../domain/platform/maintenance';

export interface MaintenanceInput {
  job: MaintenanceJob;
}

const activities = proxyActivities<MaintenanceActivities>({
  startToCloseTimeout: '1 hour',
  scheduleToCloseTimeout: '1 hour',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds', maximumAttempts: 10 },
});

/** One run of a recurring job. Each job has a Schedule that starts it, and skips a run while the last one is open. */
export async function maintenanceWorkflow({ job }: MaintenanceInput): Promise<MaintenanceResult> {
  return activities[job]();
}
