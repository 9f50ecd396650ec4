import { clientName } from '../../db/access/clients';
import { campaignDoc, type CampaignRow } from '../../db/campaigns/campaigns';
import { type Queryable } from '../../db/platform/types';
import { contentsOf, isOutdated } from '../../db/rehearsals/contents';
import { type RehearsalRow } from '../../db/rehearsals/stored';
import { type Language } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { type Behaviour } from '../../domain/rehearsals/behaviour';
import { rehearsalPdf } from '../../rendering/rehearsal/pdf';

/** A rehearsal's result on paper, marked where the campaign has changed since. Throws rehearsal_not_done. */
export async function pdfOfRehearsal(
  db: Queryable,
  campaign: CampaignRow,
  row: RehearsalRow,
  language: Language,
): Promise<Buffer> {
  const { result, behaviour } = doneRow(row);
  const { name } = await campaignDoc(db, campaign.id, row.version);
  const paper = {
    client: await clientName(db, campaign.client_id),
    campaign: { name, version: row.version, contentHash: row.content_hash },
    rehearsedAt: row.ended_at ?? row.created_at,
    outdated: isOutdated(row, await contentsOf(db, campaign)),
    behaviour: behaviour as unknown as Behaviour,
    result,
  };
  return rehearsalPdf(paper, language);
}

/** A rehearsal with its result. Throws rehearsal_not_done. */
export function doneRow(row: RehearsalRow) {
  if (row.result === null) throw new AppError('rehearsal_not_done', { status: row.status });
  return { ...row, result: row.result };
}
