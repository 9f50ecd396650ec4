import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { pino } from 'pino';
import { exitWithParent } from '../../config/exit-with-parent';
import { Exchange } from './exchange';
import { createHttpApp, ringAt } from './http';
import { IntervalFiles } from './intervals';
import { phoneSettings } from './settings';

async function main(): Promise<void> {
  const log = pino({ name: 'phone' });
  const settings = phoneSettings(process.env);
  const exchange = new Exchange(settings.dir, ringAt(settings.customersUrl), settings.hook);
  const server = createServer(createHttpApp(exchange, new IntervalFiles(settings.intervals, settings.seed)));
  exitWithParent(() => {
    server.closeAllConnections();
    server.close();
    exchange.close();
  });
  server.listen(settings.port, settings.host);
  await once(server, 'listening');
  log.info({ port: (server.address() as AddressInfo).port }, 'phone is ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`phone: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
