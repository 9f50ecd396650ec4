import { CampaignDocs, type CampaignRow } from '../../../db/campaigns/campaigns';
import { type Queryable } from '../../../db/platform/types';
import { rulesOf } from '../../../domain/customers/inquiries/inquiry';
import { reasonText } from '../../../domain/customers/inquiries/reasons';
import { AppError } from '../../../domain/errors';

/** Throws invalid_request unless the campaign has this reason. */
export async function requireReason(db: Queryable, campaign: CampaignRow, reason: string): Promise<void> {
  const doc = await new CampaignDocs().get(db, campaign.id, campaign.version);
  if (reasonText(reason, rulesOf(doc).reasons)) return;
  throw refused('body.reason', 'reason_unknown', 'この案件にない理由です / is no reason of this campaign');
}

interface About {
  notice: string;
  version: number;
  sentence?: string | undefined;
}

/** The approved text that a question is about. Throws invalid_request unless that version has the notice and sentence. */
export async function aboutOf(db: Queryable, campaign: CampaignRow, { notice, version, sentence }: About) {
  const doc = version > campaign.version ? undefined : await new CampaignDocs().get(db, campaign.id, version);
  const text = doc && Object.hasOwn(doc.notices, notice) ? doc.notices[notice] : undefined;
  if (!text)
    throw refused('body.about.notice', 'notice_unknown', 'この版にない文面です / is no notice of that version');
  if (sentence !== undefined && !text.body.ja.includes(sentence)) {
    throw refused('body.about.sentence', 'sentence_unknown', '文面にない文です / does not stand in the notice');
  }
  return { notice, version, sentence: sentence ?? null };
}

const refused = (path: string, code: string, message: string) =>
  new AppError('invalid_request', {}, [{ path, code, message }]);
