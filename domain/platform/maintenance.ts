/** The recurring jobs, and the seconds between two runs of each. */
export const MAINTENANCE_SECONDS = {
  /** Starts again, or signals, journeys that are past their time. */
  restartLostJourneys: 60,
  /** Starts again workflows of campaigns and lanes that are gone. */
  restartLostWorkflows: 60,
  /** Opens and closes alerts, and sends those that are due. */
  sendAlerts: 30,
  /** Marks for erasure, and removes, what campaigns no longer keep. */
  applyRetention: 300,
  /** Carries out approved erasures. Also run when one is approved. */
  eraseCustomers: 60,
  /** Frees calls whose lease has run out, and ends those that must not be made any more. */
  expireCallLeases: 30,
  /** Tells journeys that a representation has begun or ended. */
  followRepresentatives: 60,
  /** Applies paused areas to new addresses, and replaced texts to queued messages. Also run when they change. */
  followSteering: 15,
  /** Moves journeys to an adopted version of the plan. Also run when one is adopted. */
  finishPlanAdoptions: 60,
  /** Reads the print shop's reports; hands recalls over and reads the answers. */
  exchangeWithPrintShop: 30,
  /** Asks the SMS provider about messages without a final receipt. */
  querySmsReceipts: 300,
  /** Keeps the histories of workflows that are over, before Temporal's retention deletes them. */
  archiveHistories: 600,
  /** Adds up the differences from which the boards' figures are read. */
  addUpFigures: 30,
  /** Makes the verifications that were asked for. Also run when one is. */
  runVerifications: 60,
  /** Continues the application of client files that was interrupted. */
  resumeClientFiles: 60,
};

export type MaintenanceJob = keyof typeof MAINTENANCE_SECONDS;

/** What a run did: counts by name. */
export type MaintenanceResult = Record<string, number>;

export const isMaintenanceJob = (name: string): name is MaintenanceJob => Object.hasOwn(MAINTENANCE_SECONDS, name);

/** Id of the Schedule that starts a job. The task queue keeps installations in one namespace apart. */
export const maintenanceScheduleId = (taskQueue: string, job: MaintenanceJob): string =>
  `maintenance:${taskQueue}:${job}`;
