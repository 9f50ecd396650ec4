import { type Logger } from 'pino';
import { type Vault } from '../../db/privacy/vault';
import { readCarrierFile } from '../../db/print/carrier/read-file';
import { takeCarrierFile } from '../../db/print/carrier/take-file';
import { keepUnreadable, noteUnreadable } from '../../db/print/unreadable-files';
import { transact } from '../../db/platform/transact';
import { type Db } from '../../db/platform/types';
import { type PrintFolder, sha256 } from './folder';

interface CarrierDeps {
  db: Db;
  vault: Vault;
  log: Logger;
}

/**
 * Takes the files with tracking numbers and delivery results that the print shop has put there; returns the number taken. A
 * file of which any row does not fit stays in place, nothing of it is booked, and an alert says so until the shop has
 * replaced it. Safe from several workers at once: the same file counts once.
 */
export async function readCarrierFiles({ db, vault, log }: CarrierDeps, folder: PrintFolder): Promise<number> {
  let taken = 0;
  const names = new Set(await folder.reports('track'));
  for (const name of names) {
    const text = await folder.readReport(name, 'track');
    if (text === undefined) continue;
    const file = readCarrierFile(text);
    const source = { name, hash: sha256(text), runId: null, clientId: null, by: null };
    const result = file && (await transact(db, (trx) => takeCarrierFile(trx, vault, file, source)));
    if (result?.row.status === 'taken') {
      await folder.putAway(name, 'track');
      names.delete(name);
      taken += 1;
    } else if (await noteUnreadable(db, { folder: 'track', name })) {
      const findings = result?.row.findings ?? file?.findings.slice(0, 10);
      log.error({ file: name, findings }, 'a file of the carrier that does not fit: a person must decide');
    }
  }
  await keepUnreadable(db, 'track', [...names]);
  return taken;
}
