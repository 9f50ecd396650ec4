import { inquiryNumber } from '../../domain/customers/inquiries/inquiry';
import { recordComplaint } from '../customers/inquiries/complaints';
import { receiveContact } from '../customers/inquiries/receive';
import { type Trx } from '../platform/types';
import { type CallOutcome, type InCall, type OpenedCase, type OutcomeContext } from './in-call';

/**
 * Makes a case of its own of a complaint that was made in a call: a line of the register, of which the client is notified
 * in time. The call has held every contact already. Appends to the ledger.
 */
export async function complaintOfCall(
  trx: Trx,
  { task, now }: InCall,
  { vault, scope, personId }: OutcomeContext,
  { complaint }: CallOutcome,
): Promise<OpenedCase> {
  const contact = {
    ...{ clientId: task.client_id, campaignId: task.campaign_id, channel: 'phone' as const, receivedAt: now },
    customer: { id: task.customer_id, matchedBy: 'person' as const },
    said: complaint?.said === undefined ? {} : { text: complaint.said },
    ...{ personId, apart: true },
  };
  const { inquiry } = await receiveContact(trx, vault, contact, now);
  const about = { id: inquiry.id, personId, now, class: complaint?.class ?? 'other', hold: null } as const;
  await recordComplaint(trx, scope, about);
  return { id: inquiry.id, number: inquiryNumber(inquiry.id) };
}
