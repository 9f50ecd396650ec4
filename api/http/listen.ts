import { createServer, type RequestListener, type Server } from 'node:http';

/** Limits of a connection before it is closed; times in ms, sizes in bytes. */
export interface ServerLimits {
  /** Size of all headers together. */
  maxHeaderSize: number;
  /** Number of headers; further ones are not read. */
  maxHeaders: number;
  /** Until the headers have arrived. */
  headersTimeout: number;
  /** Until the whole request has arrived: the largest upload over a slow line. */
  requestTimeout: number;
  /** Inactivity in both directions while a request is under way. */
  idleTimeout: number;
  keepAliveTimeout: number;
  /** How often overdue connections are checked. */
  checkInterval: number;
  maxConnections: number;
}

export const SERVER_LIMITS: ServerLimits = {
  maxHeaderSize: 16 * 1024,
  maxHeaders: 64,
  headersTimeout: 10_000,
  requestTimeout: 15 * 60_000,
  idleTimeout: 5 * 60_000,
  keepAliveTimeout: 5_000,
  checkInterval: 2_000,
  maxConnections: 4_000,
};

/** An HTTP server that slow or endless senders cannot block. Too large headers get 431, too slow ones 408. */
export function httpServer(listener: RequestListener, limits: ServerLimits = SERVER_LIMITS): Server {
  const { maxHeaderSize, headersTimeout, requestTimeout, keepAliveTimeout } = limits;
  const server = createServer(
    {
      maxHeaderSize,
      headersTimeout,
      requestTimeout,
      keepAliveTimeout,
      connectionsCheckingInterval: limits.checkInterval,
      requireHostHeader: true,
    },
    listener,
  );
  server.maxHeadersCount = limits.maxHeaders;
  server.maxConnections = limits.maxConnections;
  server.setTimeout(limits.idleTimeout);
  return server;
}
