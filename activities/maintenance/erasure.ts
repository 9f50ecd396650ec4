import { type Logger } from 'pino';
import { executeRequest, lettersOf, obstacleTo, openErasures } from '../../db/privacy/erasure';
import { type ErasureRegister } from '../../db/privacy/erasure-register';
import { type PrintArchive } from '../print/archive';
import { type Db } from '../../db/platform/types';

export interface ErasureDeps {
  db: Db;
  log: Logger;
  register: ErasureRegister;
  archive: PrintArchive;
}

const BATCH = 50;

/**
 * Carries out approved erasures, at most 50 a call; returns the number of customers erased. The letters' files are
 * removed first: when interrupted, the erasure stays open and the next call continues.
 */
export async function eraseCustomers({ db, register, archive, log }: ErasureDeps): Promise<number> {
  let erased = 0;
  for (const erasure of await openErasures(db, BATCH)) {
    const { id, customer_id: customerId } = erasure;
    if ((await obstacleTo(db, customerId)) === null) {
      const files = await archive.removeLetters(await lettersOf(db, customerId));
      log.info({ erasure: id, files }, 'print files removed');
    }
    const refusal = await executeRequest(db, register, erasure);
    if (refusal === null) erased += 1;
    log.info({ erasure: id, customer: customerId, refusal }, 'erasure handled');
  }
  return erased;
}
