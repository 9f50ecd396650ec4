import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { writeFileWhole } from '../../config/files';
import { certificateFiles } from '../../temporal/embedded-tls';
import { type TemporalAccess } from './config';
import { type Certified, makeCertificate } from './x509';

const DAY_MS = 86_400_000;
/** Longer than any process runs: certificates are made anew at each start. */
const LIFE_MS = 10 * 365 * DAY_MS;

/**
 * Makes the certificates of an embedded Temporal in a folder that only this user can read: for the server, and for the
 * processes that may call it. The authority's key is thrown away, so no one can make another.
 */
export function makeCertificates(temporalDir: string): TemporalAccess {
  const files = certificateFiles(temporalDir);
  mkdirSync(files.dir, { recursive: true, mode: 0o700 });
  chmodSync(files.dir, 0o700);
  const life = { from: Date.now() - DAY_MS, until: Date.now() + LIFE_MS };
  const authority = makeCertificate({ ...life, commonName: 'tsunagi embedded', use: 'authority' });
  const names = { dns: ['localhost'], ip: ['127.0.0.1'] };
  const server = makeCertificate({ ...life, ...names, commonName: 'temporal', use: 'server' }, authority.signer);
  const client = makeCertificate({ ...life, commonName: 'tsunagi', use: 'client' }, authority.signer);
  const write = (to: { certificate: string; key: string }, { certificate, key }: Certified): void => {
    writeFileWhole(to.certificate, certificate, 0o600);
    writeFileWhole(to.key, key, 0o600);
  };
  write(files.server, server);
  write(files.client, client);
  writeFileWhole(files.ca, authority.certificate, 0o600);
  const { certificate: certFile, key: keyFile } = files.server;
  return { certFile, keyFile, caFile: files.ca, clients: 'certificates' };
}

/** Takes them away, where the server is started without. */
export function removeCertificates(temporalDir: string): void {
  rmSync(certificateFiles(temporalDir).dir, { recursive: true, force: true });
}
