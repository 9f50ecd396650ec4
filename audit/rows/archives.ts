import { archivedDigests, type KeptDigest } from '../../db/platform/evidence/archives';
import { type EvidenceEntry } from '../../db/platform/evidence/entries';
import { type Queryable } from '../../db/platform/types';
import { faultsIn, fieldsOf, type RowFault } from './fault';

/** Compares the kept histories of one entry with their digests. */
export async function archiveFaults(db: Queryable, campaignId: number, entry: EvidenceEntry): Promise<RowFault[]> {
  const table = faultsIn('history_archives');
  const { histories } = fieldsOf<{ histories: KeptDigest[] }>(entry);
  const found = await archivedDigests(
    db,
    campaignId,
    histories.map(([, runId]) => runId),
  );
  return histories.flatMap(([workflowId, runId, digest]) => {
    const name = `${workflowId}/${runId}`;
    const own = found.get(name);
    if (own === undefined) return [table.rowMissing(name)];
    return own === digest ? [] : [table.differs(name, 'body')];
  });
}
