import { type Logger } from 'pino';
import { executeRequest, lettersOf, obstacleTo, openErasures } from '../../db/privacy/erasure';
import { type ErasureRegister } from '../../db/privacy/erasure-register';
import { PrintArchive } from '../print/archive';
import { runRetention } from './retention';
import { startPollLoop } from '../poll-loop';
import { type Db } from '../../db/platform/types';

export interface ErasureDeps {
  db: Db;
  log: Logger;
  register: ErasureRegister;
  printDir: string;
}

const PERIOD_MS = 2_000;
/** Where nothing more is due, all that is kept for now is not looked through again at once. */
const RETENTION_MS = 60_000;
const BATCH = 50;

/**
 * Erases what was agreed to, and what a campaign's time to keep is over for, bit by bit; any number of workers may do so.
 * Returns a function that stops it after the round under way.
 */
export function startErasures(deps: ErasureDeps): () => Promise<void> {
  let nextLook = 0;
  const work = async (): Promise<void> => {
    if (performance.now() >= nextLook) {
      const moved = await runRetention(deps);
      nextLook = performance.now() + (moved > 0 ? 0 : RETENTION_MS);
    }
    await runErasures(deps);
  };
  const failed = (error: unknown) => deps.log.warn({ err: error }, 'erasures: not carried out, will try again');
  return startPollLoop(work, { periodMs: PERIOD_MS, failed });
}

/**
 * One round; answers how many customers were erased. The letters' files go first: a kill between leaves the erasure open,
 * and the next round finds nothing more of them.
 */
export async function runErasures({ db, register, printDir, log }: ErasureDeps): Promise<number> {
  const archive = new PrintArchive(printDir);
  let erased = 0;
  for (const erasure of await openErasures(db, BATCH)) {
    const { id, customer_id: customerId } = erasure;
    if ((await obstacleTo(db, customerId)) === null) {
      const files = archive.removeLetters(await lettersOf(db, customerId));
      log.info({ erasure: id, files }, 'print files removed');
    }
    const refusal = await executeRequest(db, register, erasure);
    if (refusal === null) erased += 1;
    log.info({ erasure: id, customer: customerId, refusal }, 'erasure looked at');
  }
  return erased;
}
