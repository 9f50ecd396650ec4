import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics, register } from 'prom-client';

/**
 * Serves Prometheus metrics of this process at /metrics, without a sign-in: figures only. An answer means that the process
 * is up.
 */
export async function serveMetrics({ host, port }: { host: string; port: number }): Promise<Server> {
  // by default the event loop is woken a hundred times a second for its delay
  collectDefaultMetrics({ eventLoopMonitoringPrecision: 100 });
  const server = createServer((_request, response) => {
    void register.metrics().then((text) => response.setHeader('content-type', register.contentType).end(text));
  });
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}
