import { finishAcknowledgement } from './acknowledge';
import { applyChangeFile, type ApplyOptions } from './apply';
import { type Vault } from '../privacy/vault';
import { type Db } from '../platform/types';

/**
 * Resumes files whose application or acknowledgement was interrupted, or that met customers without a journey. For the
 * poll loop; safe beside a call doing the same. Returns the number of files still open.
 */
export async function resumeClientFiles(db: Db, vault: Vault, options: ApplyOptions): Promise<number> {
  const begun = await db
    .selectFrom('client_files')
    .selectAll()
    .where('status', '=', 'preview')
    .where('applied_by', 'is not', null)
    .orderBy('id')
    .execute();
  let open = 0;
  for (const file of begun) {
    if (file.kind === 'changes') {
      if (!(await applyChangeFile(db, vault, file, options))) open += 1;
      continue;
    }
    const delivery = await db.selectFrom('client_files').selectAll().where('id', '=', file.answers).executeTakeFirst();
    if (delivery && !(await finishAcknowledgement(db, delivery, options))) open += 1;
  }
  return open;
}
