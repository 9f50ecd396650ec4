import { type Queryable } from '../../platform/types';
import { type Vault } from '../../privacy/vault';
import { openTextOf } from './texts';

/** What a reply says of an inquiry. Personal: exists only while the reply is composed. */
export interface InquiryContent {
  inquiryId: number;
  /** When the customer wrote or called last before it, epoch ms. */
  receivedAt: number;
  /** The approved answer, by its id; or free words; neither in a confirmation. */
  faq: string | null;
  text: string | null;
}

/** What the replies `inquiry-answer` and `inquiry-confirm` say: their occurrence is the touch they belong to. */
export async function loadInquiryContent(
  db: Queryable,
  vault: Vault,
  touchId: number,
): Promise<InquiryContent | undefined> {
  const touch = await db
    .selectFrom('inquiry_touches as t')
    .innerJoin('inquiries as i', 'i.id', 't.inquiry_id')
    .select([
      't.id',
      't.kind',
      't.inquiry_id as inquiryId',
      't.faq',
      't.of_touch as draft',
      'i.received_at as receivedAt',
    ])
    .where('t.id', '=', touchId)
    .executeTakeFirst();
  if (!touch) return undefined;
  const { inquiryId, receivedAt, faq, kind, id, draft } = touch;
  const text = kind === 'answered' && faq === null ? ((await openTextOf(db, vault, draft ?? id)) ?? null) : null;
  return { inquiryId, receivedAt, faq, text };
}
