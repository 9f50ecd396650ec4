import { hostname } from 'node:os';
import { Client, Connection } from '@temporalio/client';

export interface TemporalSettings {
  TEMPORAL_ADDRESS: string;
  TEMPORAL_NAMESPACE: string;
}

/** Who we are in histories: short, since each workflow task repeats it; enough to find the process. */
export const identity = (): string => `${hostname().slice(0, 6)}${process.pid}`;

/** Connects a client; fails after 10 s so that a caller can say which address does not answer. */
export async function connectTemporal(settings: TemporalSettings): Promise<Client> {
  const connection = await Connection.connect({ address: settings.TEMPORAL_ADDRESS, connectTimeout: 10_000 });
  return new Client({ connection, namespace: settings.TEMPORAL_NAMESPACE, identity: identity() });
}
