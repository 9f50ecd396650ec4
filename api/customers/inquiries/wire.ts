import { type InquiryRow, type TouchRow } from '../../../db/customers/inquiries/cases';
import { wordsFor } from '../../../db/customers/inquiries/words';
import { readClock } from '../../../db/platform/clock';
import { type Queryable } from '../../../db/platform/types';
import { inquiryNumber } from '../../../domain/customers/inquiries/inquiry';
import { reasonText } from '../../../domain/customers/inquiries/reasons';
import { iso, isoOrNull } from '../../http/wire';

/** Cases in their wire form, with the words of their reasons and the names of their owners. */
export async function inquiriesOf(db: Queryable, rows: InquiryRow[]) {
  const { now } = await readClock(db);
  const { owners, reasons } = await wordsFor(db, rows);
  return rows.map((row) => {
    const { id, reason, status } = row;
    const words = reason === null ? undefined : reasonText(reason, reasons.get(row.campaign_id));
    return {
      id,
      number: inquiryNumber(id),
      campaignId: row.campaign_id,
      customerId: row.customer_id,
      matchedBy: row.matched_by,
      channel: row.channel,
      receivedAt: iso(row.received_at),
      reason,
      reasonText: words ? { group: words[0], part: words[1] } : null,
      notice: row.notice,
      noticeVersion: row.notice_version,
      sentence: row.sentence,
      grade: row.grade,
      status,
      owner: row.owner_id === null ? null : { id: row.owner_id, name: owners.get(row.owner_id) ?? '' },
      dueAt: iso(row.due_at),
      overdue: (status === 'open' || status === 'handed_over') && row.due_at < now,
      handedTo: row.handed_to,
      questionNo: row.question_no,
      answeredAt: isoOrNull(row.answered_at),
      closedAt: isoOrNull(row.closed_at),
      closeReason: row.close_reason,
    };
  });
}

/** One case in its wire form. */
export const inquiryOf = async (db: Queryable, row: InquiryRow) => (await inquiriesOf(db, [row]))[0]!;

/** What was done on a case in its wire form. */
export const touchesOnWire = (touches: (TouchRow & { byName: string | null })[]) =>
  touches.map((touch) => ({
    id: touch.id,
    kind: touch.kind,
    channel: touch.channel,
    at: iso(touch.at),
    by: touch.by_person === null ? null : { id: touch.by_person, name: touch.byName ?? '' },
    seconds: touch.seconds,
    faq: touch.faq,
    version: touch.version,
    messageId: touch.message_id,
    released: touches.some(({ of_touch: of }) => of === touch.id),
    receipt: touch.receipt,
    representativeId: touch.representative_id,
    returnId: touch.return_id,
    setAsideId: touch.set_aside_id,
  }));
