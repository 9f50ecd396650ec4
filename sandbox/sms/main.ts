import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import express, { type Express } from 'express';
import { pino } from 'pino';
import { exitWithParent } from '../../config/exit-with-parent';
import { createHttpApp } from './http';
import { MessageBox } from './message-box';
import { ReceiptSender } from './receipts';
import { parseBehaviour, type SmsSettings, smsSettings } from './settings';

/** Interval of receipts when the clock is not set from outside, ms. */
const TICK_MS = 1_000;

interface Provider {
  box: MessageBox;
  receipts: ReceiptSender;
  app: Express;
}

function openProvider(settings: SmsSettings): Provider {
  const box = new MessageBox(settings.dir);
  const receipts = new ReceiptSender(box, settings);
  return { box, receipts, app: createHttpApp(box, receipts, settings) };
}

async function main(): Promise<void> {
  const log = pino({ name: 'sms' });
  const settings = smsSettings(process.env);
  let provider = openProvider(settings);
  let changes = 0;
  const app = express();
  // For tests: from now on it behaves like this, with an empty record and no clock.
  app.put('/behaviour', express.json(), (request, response) => {
    const dir = join(settings.dir, `behaviour-${++changes}`);
    provider = openProvider({ ...settings, ...parseBehaviour(request.body), dir });
    response.json({ ok: true });
  });
  app.use((request, response) => provider.app(request, response));
  const http = createServer(app);
  const tick = setInterval(() => {
    if (provider.box.clock === undefined) void provider.receipts.sendDue(new Date().toISOString());
  }, TICK_MS);
  exitWithParent(() => {
    clearInterval(tick);
    http.closeAllConnections();
    http.close();
    provider.box.close();
  });
  http.listen(settings.httpPort, settings.host);
  await once(http, 'listening');
  log.info({ http: (http.address() as AddressInfo).port, messages: provider.box.size }, 'sms provider is ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`sms: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
