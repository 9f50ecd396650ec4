import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { pino } from 'pino';
import { exitWithParent } from '../../config/exit-with-parent';
import { Desks } from './desks';
import { createHttpApp } from './http';
import { operatorsSettings } from './settings';

async function main(): Promise<void> {
  const log = pino({ name: 'operators' });
  const settings = operatorsSettings(process.env);
  const desks = new Desks(settings, log);
  const server = createServer(createHttpApp(desks));
  exitWithParent(() => {
    server.closeAllConnections();
    server.close();
    desks.close();
  });
  server.listen(settings.port, settings.host);
  await once(server, 'listening');
  log.info({ port: (server.address() as AddressInfo).port }, 'operators are ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`operators: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
