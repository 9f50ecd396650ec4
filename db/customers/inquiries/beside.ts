import { type Channel, type Purpose } from '../../../domain/campaigns/campaign';
import { type OpenedHold } from '../../../domain/customers/hold-rules';
import { inquiryNumber } from '../../../domain/customers/inquiries/inquiry';
import { AppError } from '../../../domain/errors';
import { type Scope } from '../../platform/scope';
import { type Trx } from '../../platform/types';
import { type Vault } from '../../privacy/vault';
import { openHold } from '../holds';
import { recordCustomerOptOut } from '../opt-out';
import { type Act, touchOf } from './act';
import { keepAddressOfCase, type WrittenAddress } from './addresses';
import { addTouch, getCase, type InquiryRow, lockCase, noteCase } from './cases';

/** The case with its customer. Throws not_found, inquiry_customer_unknown. */
async function caseOfCustomer(trx: Trx, scope: Scope, id: number): Promise<InquiryRow & { customer_id: number }> {
  const row = await getCase(trx, scope, id);
  if (row.customer_id === null) throw new AppError('inquiry_customer_unknown');
  return { ...row, customer_id: row.customer_id };
}

/**
 * Opens a hold for what the customer says in a case, such as a lawyer's notice: contact stops at the commit, in every
 * campaign of the client. Its source is the case's number. Appends to ledgers. Throws not_found, inquiry_customer_unknown.
 */
export async function holdForCase(
  trx: Trx,
  scope: Scope,
  act: Act & { reason: OpenedHold; reviewOn: string; note: string | null },
): Promise<InquiryRow> {
  const { id, customer_id: customerId } = await caseOfCustomer(trx, scope, act.id);
  const { reason, reviewOn, note, personId } = act;
  await openHold(trx, scope, { customerId, reason, reviewOn, note, personId, source: inquiryNumber(id) });
  return noted(trx, scope, act, 'held');
}

/**
 * Records that the customer refuses a channel in a case, at once and in every campaign of the client. Appends to ledgers.
 * Throws not_found, inquiry_customer_unknown.
 */
export async function optOutForCase(
  trx: Trx,
  scope: Scope,
  act: Act & { channel: Channel; purpose: Purpose },
): Promise<InquiryRow> {
  const { id, customer_id: customerId, campaign_id: campaignId } = await caseOfCustomer(trx, scope, act.id);
  const { channel, purpose, personId } = act;
  const said = { customerId, campaignId, channel, purpose, personId, undo: false };
  await recordCustomerOptOut(trx, scope, { ...said, source: inquiryNumber(id) });
  return noted(trx, scope, act, 'opted_out');
}

/**
 * Proposes the address that the customer names in a case to the client; the one on file stays. Appends to the ledger.
 * Throws not_found, inquiry_customer_unknown, erased.
 */
export async function addressForCase(
  trx: Trx,
  vault: Vault,
  scope: Scope,
  act: Act & WrittenAddress,
): Promise<InquiryRow> {
  const known = await caseOfCustomer(trx, scope, act.id);
  const { postalCode, address, personId, now } = act;
  await keepAddressOfCase(trx, vault, known, { postalCode, address, by: personId, at: now });
  const row = await noted(trx, scope, act, 'address');
  await noteCase(trx, row, { kind: 'address_proposed', personId, now });
  return row;
}

async function noted(trx: Trx, scope: Scope, act: Act, kind: 'held' | 'opted_out' | 'address'): Promise<InquiryRow> {
  const row = await lockCase(trx, scope, act.id);
  await addTouch(trx, row, { kind, ...touchOf(act) });
  return row;
}
