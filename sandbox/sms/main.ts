import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { pino } from 'pino';
import { exitWithParent } from '../../config/exit-with-parent';
import { createHttpApp } from './http';
import { MessageBox } from './message-box';
import { ReceiptSender } from './receipts';
import { smsSettings } from './settings';

/** How often receipts leave where nobody sets the clock, ms. */
const TICK_MS = 1_000;

async function main(): Promise<void> {
  const log = pino({ name: 'sms' });
  const settings = smsSettings(process.env);
  const box = new MessageBox(settings.dir);
  const receipts = new ReceiptSender(box, settings);
  const http = createServer(createHttpApp(box, receipts, settings));
  const tick = setInterval(() => {
    if (box.clock === undefined) void receipts.sendDue(new Date().toISOString());
  }, TICK_MS);
  exitWithParent(() => {
    clearInterval(tick);
    http.closeAllConnections();
    http.close();
    box.close();
  });
  http.listen(settings.httpPort, settings.host);
  await once(http, 'listening');
  log.info({ http: (http.address() as AddressInfo).port, messages: box.size }, 'sms provider is ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`sms: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
