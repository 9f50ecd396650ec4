import { campaignDoc } from '../../../db/campaigns/campaigns';
import { type InquiryRow } from '../../../db/customers/inquiries/cases';
import { type Queryable } from '../../../db/platform/types';
import { smsParts } from '../../../domain/delivery/sms-parts';
import { AppError } from '../../../domain/errors';
import { inquiryTexts } from '../../../rendering/inquiry';
import { MAX_SMS_PARTS } from '../../../rendering/lint';
import { renderSms } from '../../../rendering/render';

/**
 * Throws inquiry_sms_too_long unless an answer fits into an SMS as the lane would compose it: in Japanese, which takes
 * more parts. Throws notice_invalid for one with a link where the campaign's SMS bear none.
 */
export async function requireSmsFits(
  db: Queryable,
  row: Pick<InquiryRow, 'id' | 'campaign_id' | 'received_at'>,
  { answer, version, publicUrl }: { answer: { faq: string } | { text: string }; version: number; publicUrl: string },
): Promise<void> {
  const doc = await campaignDoc(db, row.campaign_id, version);
  if ('faq' in answer && !doc.faq?.some(({ id }) => id === answer.faq)) return; // refused with its own words later
  const link = `${publicUrl}/m/${'x'.repeat(22)}`;
  const content = { inquiryId: row.id, receivedAt: row.received_at, faq: null, text: null, ...answer };
  const personal = {
    name: '',
    language: 'ja',
    link,
    optOutLink: link,
    answer: inquiryTexts(doc, content, link),
  } as const;
  const { parts, units } = smsParts(renderSms(doc, 'inquiry-answer-sms', personal).text);
  if (parts > MAX_SMS_PARTS) throw new AppError('inquiry_sms_too_long', { parts, units, maximum: MAX_SMS_PARTS });
}
