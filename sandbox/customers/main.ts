import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { z } from 'zod';
import { exitWithParent } from '../../config/exit-with-parent';
import { InboxClient, PostClient, SmsClient } from './channels';
import { Knowledge } from './knowledge';
import { customersSettings } from './settings';
import { Simulation } from './simulation';

const instant = z.iso.datetime({ offset: true });
const clockBody = z.object({ at: instant });
const ringBody = z.object({ number: z.string(), name: z.string().default(''), at: instant, key: z.string().min(1) });

/**
 * HTTP of the simulated customers: POST /clock {at} advances their time, POST /ring {number, name, at, key} calls one
 * of them (404: the number is not in use), GET /record returns what they did.
 */
function createApp(simulation: Simulation): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_request, response) => void response.json({ ok: true }));
  app.get('/record', (_request, response) => void response.json(simulation.report()));
  app.post('/clock', express.json(), async (request, response) => {
    const body = clockBody.safeParse(request.body);
    if (!body.success) return void response.status(400).json({ error: z.prettifyError(body.error) });
    response.json({ owed: await simulation.passTime(Date.parse(body.data.at)) });
  });
  app.post('/ring', express.json(), async (request, response) => {
    const body = ringBody.safeParse(request.body);
    if (!body.success) return void response.status(400).json({ error: z.prettifyError(body.error) });
    const reply = await simulation.ring({ ...body.data, at: Date.parse(body.data.at) });
    if (reply) response.json(reply);
    else response.status(404).json({ error: 'the number is not in use' });
  });
  return app;
}

async function main(): Promise<void> {
  const log = pino({ name: 'customers' });
  const settings = customersSettings(process.env);
  const knowledge = new Knowledge(readFileSync(settings.file), new Date().toISOString().slice(0, 10));
  const channels = {
    inbox: new InboxClient(settings.inboxUrl),
    sms: settings.smsUrl ? new SmsClient(settings.smsUrl) : undefined,
    post: settings.shopUrl ? new PostClient(settings.shopUrl) : undefined,
  };
  const simulation = new Simulation(settings, { channels, knowledge, log });
  const server = createServer(createApp(simulation));
  exitWithParent(async () => {
    server.closeAllConnections();
    server.close();
    simulation.close();
  });
  server.listen(settings.port, settings.host);
  await once(server, 'listening');
  log.info({ port: (server.address() as AddressInfo).port }, 'customers are ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`customers: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
