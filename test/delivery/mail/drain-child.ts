import pino from 'pino';
import { drainLane } from '../../../activities/delivery/lane-drain';
import { LaneHealth } from '../../../activities/delivery/lane-health';
import { mailSender } from '../../../activities/delivery/mail';
import { SmtpProvider } from '../../../activities/delivery/providers/smtp';
import { CampaignDocs } from '../../../db/campaigns/campaigns';
import { connectDb } from '../../../db/platform/connect';
import { Vault } from '../../../db/privacy/vault';

/** Drains one lane until it is killed: node drain-child <database url> <smtp url> <lane id>. */
const [url = '', smtp = '', lane = ''] = process.argv.slice(2);
const deps = {
  db: connectDb({ url }).db,
  vault: new Vault(Buffer.alloc(32, 7)),
  docs: new CampaignDocs(),
  provider: new SmtpProvider(smtp),
  connections: 3,
  log: pino({ level: 'silent' }),
  config: { PUBLIC_URL: 'http://page.example', BOUNCE_DOMAIN: 'bounce.example' },
};
const limits = { signal: new AbortController().signal, untilMs: Infinity };
void drainLane(deps, mailSender(deps), { laneId: Number(lane), health: new LaneHealth(deps.connections), limits });
