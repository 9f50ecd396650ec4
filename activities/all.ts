import { type Client } from '@temporalio/client';
import { type Logger } from 'pino';
import { readDkimKeys } from '../config/dkim-keys';
import { type Config } from '../config/settings';
import { CampaignDocs } from '../db/campaigns/campaigns';
import { laneLookup } from '../db/delivery/lanes';
import { type Notifications } from '../db/platform/notifications/listen';
import { type Db } from '../db/platform/types';
import { type ErasureRegister } from '../db/privacy/erasure-register';
import { type Vault } from '../db/privacy/vault';
import { MailSigners } from '../rendering/mail/signers';
import { createCampaignActivities } from './campaign/activities';
import { createMailActivities } from './delivery/mail';
import { SmtpProvider } from './delivery/providers/smtp';
import { TwilioSms } from './delivery/providers/twilio';
import { createSmsActivities } from './delivery/sms';
import { createJourneyActivities } from './journey/activities';
import { createMaintenanceActivities } from './maintenance/activities';
import { priceLists } from '../db/print/price-lists';
import { createPrintActivities } from './print/activities';
import { openPrintFolder } from './print/exchange/open';

export interface WorkerParts {
  config: Config;
  db: Db;
  vault: Vault;
  client: Client;
  log: Logger;
  register?: ErasureRegister | undefined;
  /** Absent: queues are read more often. */
  notifications?: Notifications | undefined;
  /** Aborted when the worker is asked to stop. */
  stopping: AbortSignal;
}

/**
 * The activities of a worker, those of lanes apart since they have their own task queue, over the providers that the
 * settings name. `close` ends their connections.
 */
export function createWorkerActivities(parts: WorkerParts) {
  const { config, db, vault, client, log, register, stopping, notifications } = parts;
  const docs = new CampaignDocs();
  const common = { config, db, vault, docs, log, stopping, notifications };
  const smtp = new SmtpProvider(config.SMTP_URL);
  const signers = new MailSigners(readDkimKeys(config.DKIM_FILE));
  const sms = new TwilioSms({
    url: config.SMS_URL,
    accountSid: config.SMS_ACCOUNT,
    authToken: config.SMS_TOKEN ?? '',
    from: config.SMS_FROM,
    honoursKeys: config.SMS_HONOURS_KEYS,
    private: config.OUTGOING_PRIVATE,
  });
  const folder = openPrintFolder(config);
  const { drainPostLane, ...printRuns } = createPrintActivities({ ...common, folder, prices: priceLists(config) });
  const activities = {
    ...createJourneyActivities({ db, vault, docs, laneOf: laneLookup() }),
    ...createCampaignActivities({ db, client, taskQueue: config.TASK_QUEUE }),
    ...printRuns,
    ...createMaintenanceActivities({ ...common, client, folder, register, sms }),
  };
  const laneActivities = {
    ...createMailActivities({ ...common, signers, provider: smtp, connections: config.SMTP_CONNECTIONS }),
    ...createSmsActivities({ ...common, provider: sms, connections: config.SMS_CONNECTIONS }),
    drainPostLane,
  };
  const close = () => {
    smtp.close();
    sms.close();
  };
  return { activities, laneActivities, close };
}
