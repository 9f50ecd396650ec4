import { type Client } from '@temporalio/client';
import { type Logger } from 'pino';
import { type Config } from '../config/settings';
import { CampaignDocs } from '../db/campaigns/documents';
import { laneLookup } from '../db/delivery/lanes';
import { type Vault } from '../db/privacy/vault';
import { campaignActivities } from './campaign/activities';
import { journeyActivities } from './journey/activities';
import { createMailActivities } from './delivery/mail';
import { createPrintActivities } from './print/activities';
import { PrintFolder } from './print/folder';
import { SmtpProvider } from './delivery/providers/smtp';
import { createSmsActivities } from './delivery/sms';
import { TwilioSms } from './delivery/providers/twilio';
import { type Db } from '../db/platform/types';

export interface WorkerParts {
  config: Config;
  db: Db;
  vault: Vault;
  client: Client;
  log: Logger;
  /** Aborted when the worker is asked to stop. */
  stopping: AbortSignal;
}

/** Every activity of a worker over the providers that its settings name; `close` ends their connections. */
export function workerActivities({ config, db, vault, client, log, stopping }: WorkerParts) {
  const docs = new CampaignDocs();
  const common = { config, db, vault, docs, log, stopping };
  const smtp = new SmtpProvider(config.SMTP_URL);
  const sms = new TwilioSms({
    url: config.SMS_URL,
    accountSid: config.SMS_ACCOUNT,
    authToken: config.SMS_TOKEN ?? '',
    from: config.SMS_FROM,
    honoursKeys: config.SMS_HONOURS_KEYS,
    private: config.OUTGOING_PRIVATE,
  });
  const activities = {
    ...journeyActivities({ db, vault, docs, laneOf: laneLookup() }),
    ...campaignActivities({ db, client, taskQueue: config.TASK_QUEUE }),
    ...createMailActivities({ ...common, provider: smtp, connections: config.SMTP_CONNECTIONS }),
    ...createSmsActivities({ ...common, provider: sms, connections: config.SMS_CONNECTIONS }),
    ...createPrintActivities({ ...common, folder: new PrintFolder(config.PRINT_DIR) }),
  };
  const close = () => {
    smtp.close();
    sms.close();
  };
  return { activities, close };
}
