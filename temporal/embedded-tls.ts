import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Files of an embedded Temporal's certificates, in its folder: the authority's, the server's, and that of its clients. */
export function certificateFiles(temporalDir: string) {
  const dir = join(temporalDir, 'tls');
  const file = (name: string) => join(dir, name);
  return {
    dir,
    ca: file('ca.crt'),
    server: { certificate: file('server.crt'), key: file('server.key') },
    client: { certificate: file('client.crt'), key: file('client.key') },
  };
}

/** Settings by which a process of the same user reaches the embedded Temporal; empty where it has no certificates. */
export function embeddedTlsSettings(temporalDir: string): Record<string, string> {
  const { ca, client } = certificateFiles(temporalDir);
  if (!existsSync(ca)) return {};
  return {
    TEMPORAL_TLS_CA_FILE: ca,
    TEMPORAL_TLS_CERT_FILE: client.certificate,
    TEMPORAL_TLS_KEY_FILE: client.key,
    TEMPORAL_TLS_SERVER_NAME: 'localhost', // TLS wants a name where the address is a number
  };
}
