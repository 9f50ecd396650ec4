import { reasonCodes } from '../../../domain/customers/inquiries/reasons';
import { type ReasonGroup } from '../../../domain/customers/inquiries/rules';
import { type FileDraft, reportRepeated } from '../draft';
import { type Report } from '../finding';

/** An entry's reason is known, its id its own, and the sentence that it explains stands in the notice. */
export function checkFaq({ faq = [], notices = {}, inquiries }: FileDraft, report: Report): void {
  reportRepeated(
    faq.map((entry) => entry?.id),
    (i) => ['faq', i, 'id'],
    report,
  );
  const reasons = reasonCodes(inquiries?.reasons as Record<string, ReasonGroup> | undefined);
  for (const [i, entry] of faq.entries()) {
    const reason = entry?.reason;
    if (reason !== undefined && !reasons.includes(reason)) {
      report(['faq', i, 'reason'], 'reason_unknown', {
        detail: { value: reason },
        available: reasons,
        written: reason,
      });
    }
    const { notice, sentence } = entry?.explains ?? {};
    if (notice === undefined) continue;
    const path = ['faq', i, 'explains'];
    if (!Object.hasOwn(notices, notice)) {
      const detail = { value: notice };
      report([...path, 'notice'], 'notice_unknown', { detail, available: Object.keys(notices), written: notice });
    } else if (sentence !== undefined && notices[notice]?.body?.ja?.includes(sentence) === false) {
      report([...path, 'sentence'], 'sentence_unknown', { detail: { notice } });
    }
  }
}
