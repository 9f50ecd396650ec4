import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { Client, Connection, type TLSConfig } from '@temporalio/client';
import { type DataConverter } from '@temporalio/common';
import { KeyRing } from './codec/key-ring';
import { AesPayloadCodec } from './codec/payload-codec';
import { fileMark } from '../config/secret-file';

export interface TemporalSettings {
  TEMPORAL_ADDRESS: string;
  TEMPORAL_NAMESPACE: string;
  /** Key ring of the payload codec; without one payloads are written in plain. */
  CODEC_KEY_FILE?: string | undefined;
  /** TLS with the CAs of the machine; implied by the settings below. */
  TEMPORAL_TLS?: boolean | string | undefined;
  TEMPORAL_TLS_CA_FILE?: string | undefined;
  TEMPORAL_TLS_CERT_FILE?: string | undefined;
  TEMPORAL_TLS_KEY_FILE?: string | undefined;
  TEMPORAL_TLS_SERVER_NAME?: string | undefined;
  TEMPORAL_API_KEY?: string | undefined;
  /** Read again when the file is replaced, since tokens expire. */
  TEMPORAL_API_KEY_FILE?: string | undefined;
}

/** Identity in histories: short, since each workflow task repeats it, but sufficient to find the process. */
export const identity = (): string => `${hostname().slice(0, 6)}${process.pid}`;

/** Data converter for clients, workers and replays. Throws on an invalid file. */
export function dataConverter({ CODEC_KEY_FILE: file }: Pick<TemporalSettings, 'CODEC_KEY_FILE'>): DataConverter {
  const payloadCodecs = [new AesPayloadCodec(file === undefined ? undefined : new KeyRing(file))];
  return { payloadCodecs, failureConverterPath: require.resolve('./codec/failure-converter') };
}

/** Data converter for replays of histories read by a client. */
export const converterOf = (client: Client): DataConverter => {
  return { payloadCodecs: client.options.loadedDataConverter.payloadCodecs };
};

/** Address and credentials, for a client's Connection and a worker's NativeConnection. */
export function connectionOptions(settings: TemporalSettings) {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_API_KEY_FILE: file } = settings;
  const apiKey = settings.TEMPORAL_API_KEY ?? (file && readFileSync(file, 'utf8').trim());
  const tls = tlsOf(settings);
  return { address, ...(tls && { tls }), ...(apiKey && { apiKey }) };
}

/** Throws when a certificate or key cannot be read. */
function tlsOf(settings: TemporalSettings): TLSConfig | undefined {
  const { TEMPORAL_TLS_CA_FILE: ca, TEMPORAL_TLS_CERT_FILE: crt, TEMPORAL_TLS_KEY_FILE: key } = settings;
  const name = settings.TEMPORAL_TLS_SERVER_NAME;
  const known = settings.TEMPORAL_API_KEY ?? settings.TEMPORAL_API_KEY_FILE;
  if (!settings.TEMPORAL_TLS && !ca && !crt && !name && known === undefined) return undefined;
  return {
    ...(ca && { serverRootCACertificate: readFileSync(ca) }),
    ...(crt && key && { clientCertPair: { crt: readFileSync(crt), key: readFileSync(key) } }),
    ...(name && { serverNameOverride: name }),
  };
}

const TOKEN_MS = 10_000;

/** Updates the connection's API key whenever TEMPORAL_API_KEY_FILE is replaced; returns a function that ends this. */
export function followApiKey(
  { TEMPORAL_API_KEY_FILE: file }: Pick<TemporalSettings, 'TEMPORAL_API_KEY_FILE'>,
  adopt: (key: string) => Promise<void> | void,
  everyMs = TOKEN_MS,
): () => void {
  if (file === undefined) return () => undefined;
  let known = fileMark(file);
  const timer = setInterval(() => {
    const mark = fileMark(file);
    if (mark === undefined || mark === known) return;
    known = mark;
    void adopt(readFileSync(file, 'utf8').trim());
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Connects a client. Fails after 10 s, so that the caller can report the address. */
export async function connectTemporal(settings: TemporalSettings): Promise<Client> {
  const converter = dataConverter(settings);
  const connection = await Connection.connect({ ...connectionOptions(settings), connectTimeout: 10_000 });
  followApiKey(settings, (key) => connection.setApiKey(key));
  return new Client({
    connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    identity: identity(),
    dataConverter: converter,
  });
}
