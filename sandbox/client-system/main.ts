import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { pino } from 'pino';
import { exitWithParent } from '../../config/exit-with-parent';
import { ClientApi } from './api';
import { createHttpApp } from './http';
import { clientSettings } from './settings';
import { ClientSystem } from './system';

async function main(): Promise<void> {
  const log = pino({ name: 'client-system' });
  const settings = clientSettings(process.env);
  const system = new ClientSystem(settings, new ClientApi(settings.apiUrl, settings.apiKey), log);
  const http = createServer(createHttpApp(system));
  exitWithParent(() => {
    http.closeAllConnections();
    http.close();
    system.close();
  });
  http.listen(settings.httpPort, settings.host);
  await once(http, 'listening');
  log.info({ http: (http.address() as AddressInfo).port }, "the client's system is ready");
}

main().catch((error: unknown) => {
  process.stderr.write(`client-system: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
