import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { pino } from 'pino';
import { exitWithParent } from '../../config/exit-with-parent';
import { createHttpApp } from './http';
import { authenticatorSettings } from './settings';

async function main(): Promise<void> {
  const log = pino({ name: 'authenticator' });
  const settings = authenticatorSettings(process.env);
  const server = createServer(createHttpApp(settings.file, Date.now, settings.console));
  exitWithParent(() => {
    server.closeAllConnections();
    server.close();
  });
  server.listen(settings.port, settings.host);
  await once(server, 'listening');
  log.info({ port: (server.address() as AddressInfo).port }, 'authenticator is ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`authenticator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
