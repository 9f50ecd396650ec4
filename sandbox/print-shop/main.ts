import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { pino } from 'pino';
import { exitWithParent } from '../../config/exit-with-parent';
import { createHttpApp } from './http';
import { Images } from './images';
import { Press } from './press';
import { PdfReader } from './reader';
import { shopSettings } from './settings';
import { Shop } from './shop';

async function main(): Promise<void> {
  const log = pino({ name: 'print-shop' });
  const settings = shopSettings(process.env);
  const shop = new Shop(settings.dir);
  const reader = await PdfReader.open();
  const press = new Press(shop, reader, settings);
  const images = new Images(shop, reader);
  const http = createServer(createHttpApp({ shop, press, images, seed: settings.seed }));
  exitWithParent(() => {
    http.closeAllConnections();
    http.close();
    shop.close();
  });
  http.listen(settings.httpPort, settings.host);
  await once(http, 'listening');
  log.info({ http: (http.address() as AddressInfo).port, runs: shop.runs.all.length }, 'print shop is ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`print-shop: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
