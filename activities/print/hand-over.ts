import { type CampaignDocs } from '../../db/campaigns/campaigns';
import { handOverRun } from '../../db/print/handover';
import { getRun } from '../../db/print/runs';
import { type Db } from '../../db/platform/types';
import { type PrintFolder } from './folder';

/**
 * Hands a rendered run over to the print shop. Everything that takes time comes before the transaction that checks each
 * letter once more; in it the run only gets its name. `again`: render it again first. `move` in its place plays a kill.
 */
export async function handOver(
  { db, docs, folder }: { db: Db; docs: CampaignDocs; folder: PrintFolder },
  runId: number,
  move?: () => Promise<void>,
): Promise<'done' | 'again'> {
  const { key, manifest_hash: hash } = await getRun(db, runId);
  const lies = await folder.isHandedOver(key, hash);
  const there = lies || (folder.holds(key, hash) && (await folder.isStaged(key)));
  return handOverRun(db, docs, runId, {
    lies,
    fits: (run) => there && folder.holds(key, run.manifest_hash),
    move: move ?? (() => folder.handOver(key)),
  });
}
