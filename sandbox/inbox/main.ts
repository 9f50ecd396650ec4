import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { pino } from 'pino';
import { exitWithParent } from '../../config/exit-with-parent';
import { BounceSender } from './dsn';
import { createHttpApp } from './http';
import { Mailbox } from './mailbox';
import { inboxSettings } from './settings';
import { createSmtpServer } from './smtp';

async function main(): Promise<void> {
  const log = pino({ name: 'inbox' });
  const settings = inboxSettings(process.env);
  const mailbox = await Mailbox.open(settings.dir);
  const smtp = createSmtpServer(mailbox, settings);
  const http = createServer(createHttpApp(mailbox, new BounceSender(mailbox, settings.dsnTo)));
  exitWithParent(async () => {
    http.closeAllConnections();
    http.close();
    await new Promise<void>((resolve) => smtp.close(resolve));
    await mailbox.close();
  });
  const smtpListener = smtp.listen(settings.smtpPort, settings.host) as Server;
  http.listen(settings.httpPort, settings.host);
  await Promise.all([once(smtpListener, 'listening'), once(http, 'listening')]);
  const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
  log.info({ smtp: portOf(smtpListener), http: portOf(http), mails: mailbox.size }, 'inbox is ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`inbox: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
