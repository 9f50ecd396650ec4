import { hostname } from 'node:os';
import { Client, Connection } from '@temporalio/client';
import { type DataConverter } from '@temporalio/common';
import { KeyRing } from './codec/key-ring';
import { AesPayloadCodec } from './codec/payload-codec';

export interface TemporalSettings {
  TEMPORAL_ADDRESS: string;
  TEMPORAL_NAMESPACE: string;
  /** Key ring of the payload codec; without one payloads are written plain. */
  CODEC_KEY_FILE?: string | undefined;
}

/** Who we are in histories: short, since each workflow task repeats it; enough to find the process. */
export const identity = (): string => `${hostname().slice(0, 6)}${process.pid}`;

/** How payloads and failures are written and read; the same for clients, workers and replays. Throws on a bad file. */
export function dataConverter({ CODEC_KEY_FILE: file }: Pick<TemporalSettings, 'CODEC_KEY_FILE'>): DataConverter {
  const payloadCodecs = [new AesPayloadCodec(file === undefined ? undefined : new KeyRing(file))];
  return { payloadCodecs, failureConverterPath: require.resolve('./codec/failure-converter') };
}

/** What a replay needs to read the histories that a client brings. */
export const converterOf = (client: Client): DataConverter => {
  return { payloadCodecs: client.options.loadedDataConverter.payloadCodecs };
};

/** Where and how to connect, for a client's Connection and a worker's NativeConnection alike. */
export const connectionOptions = (settings: TemporalSettings) => ({ address: settings.TEMPORAL_ADDRESS });

/** Connects a client; fails after 10 s so that a caller can say which address does not answer. */
export async function connectTemporal(settings: TemporalSettings): Promise<Client> {
  const converter = dataConverter(settings);
  const connection = await Connection.connect({ ...connectionOptions(settings), connectTimeout: 10_000 });
  return new Client({
    connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    identity: identity(),
    dataConverter: converter,
  });
}
