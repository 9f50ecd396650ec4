import { once } from 'node:events';
import { createServer } from 'node:http';
import { MockActivityEnvironment } from '@temporalio/testing';
import pino from 'pino';
import { createSmsActivities } from '../../activities/delivery/sms';
import { TwilioSms } from '../../activities/delivery/providers/twilio';
import { createApp } from '../../api/app';
import { loadConfig } from '../../config/settings';
import { freePort } from '../../embedded/ports';
import { SMS_ACCOUNT, SMS_TOKEN } from '../sandbox/sms-support';
import { type TestDb } from '../support/test-db';
import { type Scene } from './mail/mail-fixture';
import { eventually } from '../support/eventually';

const log = pino({ level: 'silent' });

/** The real API on a port of its own, where receipts come in. */
export async function startReceiver(test: TestDb): Promise<{ url: string; close(): Promise<void> }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { DATABASE_URL: test.url, MASTER_KEY_FILE: '/unused', PUBLIC_URL: url, SMS_ACCOUNT, SMS_TOKEN };
  const app = createApp({
    config: loadConfig(env),
    db: test.db,
    pool: test.pool,
    scoped: test.scoped,
    vault: test.vault,
    log,
  });
  const server = createServer(app).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export interface DrainOptions {
  /** The stand-in's address. */
  url: string;
  /** Where receipts come in. */
  publicUrl?: string;
  honoursKeys?: boolean;
  timeoutMs?: number;
}

/** Drains an SMS lane until `done` says so, then asks the drain to stop. */
export async function drainSms(
  test: TestDb,
  at: Scene,
  options: DrainOptions,
  done: () => Promise<boolean> = noneLeft(test, at),
): Promise<void> {
  const { url, publicUrl = 'http://127.0.0.1:9', honoursKeys = true, timeoutMs = 5_000 } = options;
  const account = { accountSid: SMS_ACCOUNT, authToken: SMS_TOKEN, from: 'TSUNAGI' };
  const provider = new TwilioSms({ url, ...account, honoursKeys, timeoutMs, private: '127.0.0.0/8' });
  const stop = new AbortController();
  const { db, vault } = test;
  const lane = { db, vault, docs: at.docs, log, connections: 3, stopping: stop.signal };
  const { drainSmsLane } = createSmsActivities({ ...lane, provider, config: { PUBLIC_URL: publicUrl } });
  const running = new MockActivityEnvironment().run(drainSmsLane, { laneId: at.laneId });
  const watch = () => eventually(`what ends the drain: ${String(done)}`, done).finally(() => stop.abort());
  await Promise.all([running, watch()]);
  provider.close();
}

export async function statusesOf(test: TestDb, at: Scene): Promise<string[]> {
  const query = test.db.selectFrom('messages').select('status').where('campaign_id', '=', at.campaignId);
  return (await query.orderBy('id').execute()).map((row) => row.status);
}

/** No message of the campaign is in the queue or in anybody's hands. */
export const noneLeft = (test: TestDb, at: Scene) => async (): Promise<boolean> =>
  !(await statusesOf(test, at)).some((status) => ['queued', 'claimed', 'handing_over'].includes(status));

export async function arrivalsOf(test: TestDb, journeyId: number) {
  return test.db.selectFrom('arrivals').select(['kind', 'data']).where('journey_id', '=', journeyId).execute();
}
