import { type Logger } from 'pino';
import { knownRefs, putOffReceiptQuery, type QueryDue, receiptQueriesDue } from '../../db/delivery/receipt-queries';
import { recordReceipt } from '../../db/delivery/sms-receipts';
import { addressees } from '../../rendering/mail/compose';
import { composeSms, type SmsComposeDeps } from '../../rendering/sms/compose';
import { type SmsProvider, type SmsStatus } from './providers/sms-provider';

interface QueryDeps extends SmsComposeDeps {
  provider: SmsProvider;
  log: Logger;
}

const BATCH = 100;
const MINUTE = 60_000;
/** A doubtful message was accepted about when it was handed over, or never. */
const BEFORE_MS = 5 * MINUTE;
const AFTER_MS = 30 * MINUTE;

/**
 * Asks the provider what became of messages whose final receipt never came, and takes the answer as a receipt. One that
 * is doubtful is searched by its number, text and time; found, it was sent; not found, it stays doubtful: it is never
 * sent again by itself.
 */
export async function querySmsReceipts(deps: QueryDeps): Promise<{ asked: number; found: number }> {
  const due = await receiptQueriesDue(deps.db, BATCH);
  let found = 0;
  for (const query of due) {
    const known = query.ref === null ? await findDoubtful(deps, query) : await deps.provider.statusOf(query.ref);
    if (known) {
      const { ref: sid, status, code } = known;
      await recordReceipt(deps.db, deps.docs, { messageId: query.message.messageId, sid, status, code });
      found += 1;
    }
    await putOffReceiptQuery(deps.db, query.message.messageId);
  }
  if (due.length > 0) deps.log.info({ asked: due.length, found }, 'sms provider asked for receipts');
  return { asked: due.length, found };
}

/** The provider's only message with this number and text of about that time that is no other of ours. */
async function findDoubtful(deps: QueryDeps, { message, at }: QueryDue): Promise<SmsStatus | undefined> {
  const addressee = (await addressees(deps, [message])).get(message.customerId);
  const sms = await composeSms(deps, message, addressee);
  const sent = sms && (await deps.provider.sentTo(sms.to, at - BEFORE_MS, at + AFTER_MS));
  const same = sent?.filter(({ body }) => body === sms?.body) ?? [];
  const others = await knownRefs(
    deps.db,
    same.map(({ ref }) => ref),
    message.campaignId,
  );
  const free = same.filter(({ ref }) => !others.has(ref));
  return free.length === 1 ? free[0] : undefined;
}
