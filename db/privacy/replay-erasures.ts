import { type Logger } from 'pino';
import { type Config } from '../../config/settings';
import { replayRegister } from './erasure';
import { ErasureRegister } from './erasure-register';
import { type Db } from '../platform/types';

/**
 * Opens the register of erasures and repeats those that a restored backup has undone, before the data can be accessed.
 * Undefined if no register is configured; nothing is erased then. Throws if the register was tampered with.
 */
export async function replayErasures(
  { ERASURE_REGISTER: file }: Pick<Config, 'ERASURE_REGISTER'>,
  db: Db,
  log: Logger,
): Promise<ErasureRegister | undefined> {
  if (file === undefined) {
    log.warn('ERASURE_REGISTER is not set: nothing is erased, neither on request nor by retention');
    return undefined;
  }
  const register = new ErasureRegister(file);
  const erased = await replayRegister(db, register);
  if (erased > 0) log.warn({ erased }, 'a restored database held erased customers, who are erased again');
  return register;
}
