import { type Client } from '@temporalio/client';
import { Context } from '@temporalio/activity';
import { type Logger } from 'pino';
import { expireCallLeases } from '../../db/calls/expire-leases';
import { type CampaignDocs } from '../../db/campaigns/campaigns';
import { addUpFigures } from '../../db/campaigns/board/figures';
import { finishAdoptions } from '../../db/campaigns/finish-adoption';
import { checkAreas } from '../../db/campaigns/pause-areas';
import { renewReplacedTexts } from '../../db/campaigns/replaced-texts';
import { followRepresentatives } from '../../db/customers/representatives';
import { resumeClientFiles } from '../../db/exchange/acknowledge';
import { type Db } from '../../db/platform/types';
import { type ErasureRegister } from '../../db/privacy/erasure-register';
import { type Vault } from '../../db/privacy/vault';
import { type MaintenanceJob, type MaintenanceResult } from '../../domain/platform/maintenance';
import { type SmsProvider } from '../delivery/providers/sms-provider';
import { querySmsReceipts } from '../delivery/sms-receipt-queries';
import { beating } from '../delivery/heartbeat';
import { type PrintFolder } from '../print/folder';
import { PrintArchive } from '../print/archive';
import { readCarrierFiles } from '../print/carrier-files';
import { readReports } from '../print/acknowledgements';
import { exchangeRecalls } from '../print/recalls';
import { sendAlerts } from './alerts';
import { archiveHistories } from './archive-histories';
import { eraseCustomers } from './erasure';
import { restartLostJourneys, restartLostWorkflows } from './restart-lost-journeys';
import { applyRetention } from './retention';
import { type AlertTargets } from './send-alert';
import { runVerification } from './verifications';

export interface MaintenanceDeps {
  db: Db;
  vault: Vault;
  docs: CampaignDocs;
  client: Client;
  log: Logger;
  config: AlertTargets & { PRINT_DIR: string; PUBLIC_URL: string };
  folder: PrintFolder;
  /** Without one nothing is asked about. */
  sms?: SmsProvider;
  /** Without one nothing is ever erased. */
  register?: ErasureRegister | undefined;
}

export type MaintenanceActivities = Record<MaintenanceJob, () => Promise<MaintenanceResult>>;

const RESUME_MS = 60_000;

/** The recurring jobs, one activity each. All may be interrupted anywhere, repeated, and run more than once at a time. */
export function createMaintenanceActivities(deps: MaintenanceDeps): MaintenanceActivities {
  const { db, vault, docs, log, config, folder, register } = deps;
  const archive = new PrintArchive(config.PRINT_DIR, folder.shop);
  const walk = { after: 0 };
  return heartbeating({
    restartLostJourneys: () => restartLostJourneys(deps),
    restartLostWorkflows: async () => ({ restarted: await restartLostWorkflows(deps) }),
    sendAlerts: () => sendAlerts(deps),
    applyRetention: async () => ({
      changed: register ? await untilNothingIsLeft(() => applyRetention({ db, log, archive })) : 0,
    }),
    eraseCustomers: async () => ({
      erased: register ? await untilNothingIsLeft(() => eraseCustomers({ db, log, archive, register })) : 0,
    }),
    expireCallLeases: async () => ({ ...(await expireCallLeases(db, walk)) }),
    followRepresentatives: async () => ({ changed: await untilNothingIsLeft(() => followRepresentatives(db)) }),
    followSteering: async () => ({
      addresses: await checkAreas(db, vault),
      messages: await renewReplacedTexts(db, docs),
    }),
    finishPlanAdoptions: async () => ({ journeys: await untilNothingIsLeft(() => finishAdoptions(db)) }),
    exchangeWithPrintShop: async () => ({
      reports: await readReports(deps, folder),
      recalls: await exchangeRecalls(deps, folder),
      tracking: await readCarrierFiles(deps, folder),
    }),
    querySmsReceipts: async () =>
      deps.sms ? { ...(await querySmsReceipts({ ...deps, provider: deps.sms })) } : { asked: 0 },
    archiveHistories: () => archiveHistories(deps),
    runVerifications: async () => {
      const { cancellationSignal: signal } = Context.current();
      return { made: await untilNothingIsLeft(() => runVerification({ db, log, signal })) };
    },
    addUpFigures: async () => ({ changes: await addUpFigures(db) }),
    resumeClientFiles: async () => {
      const until = performance.now() + RESUME_MS;
      return { open: await resumeClientFiles(db, vault, { onSignals: () => undefined, until }) };
    },
  });
}

/** Repeats a job that works in batches until a batch finds nothing, or the worker stops; returns the sum. */
async function untilNothingIsLeft(batch: () => Promise<number>): Promise<number> {
  const { cancellationSignal } = Context.current();
  let sum = 0;
  for (let count = 1; count > 0 && !cancellationSignal.aborted; sum += count) count = await batch();
  return sum;
}

function heartbeating(jobs: MaintenanceActivities): MaintenanceActivities {
  const entries = Object.entries(jobs).map(([name, work]) => [name, () => beating(work)]);
  return Object.fromEntries(entries) as MaintenanceActivities;
}
