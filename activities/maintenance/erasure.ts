import { type Logger } from 'pino';
import { executeRequest, lettersOf, obstacleTo, openErasures } from '../../db/privacy/erasure';
import { type ErasureRegister } from '../../db/privacy/erasure-register';
import { AppError } from '../../domain/errors';
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
 * removed first: when interrupted, the erasure stays open and the next call continues. Those whose files the print shop's
 * server does not let us remove stay open, and hold up no others; throws for them at the end.
 */
export async function eraseCustomers({ db, register, archive, log }: ErasureDeps): Promise<number> {
  let erased = 0;
  let refused: AppError | undefined;
  for (const erasure of await openErasures(db, BATCH)) {
    const { id, customer_id: customerId } = erasure;
    if ((await obstacleTo(db, customerId)) === null) {
      const letters = await lettersOf(db, customerId);
      const files = await archive.removeLetters(letters).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        refused ??= error;
        log.error({ erasure: id, reason: error.code }, 'print files not removed, will try again');
      });
      if (files === undefined) continue;
      log.info({ erasure: id, files }, 'print files removed');
    }
    const refusal = await executeRequest(db, register, erasure);
    if (refusal === null) erased += 1;
    log.info({ erasure: id, customer: customerId, refusal }, 'erasure handled');
  }
  if (refused) throw refused;
  return erased;
}
