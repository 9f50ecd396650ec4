import { type Role } from '../../domain/access/access';
import { ALLOWED } from '../../domain/campaigns/approval';
import { AppError } from '../../domain/errors';
import { lockCampaign } from '../campaigns/campaigns';
import { recordConsent } from '../customers/consents';
import { type OpenedHold } from '../../domain/customers/hold-rules';
import { openHold, releaseImportedHolds } from '../customers/holds';
import { openProtection } from '../customers/protection-mark';
import { addRepresentative, type NewRepresentative } from '../customers/representatives';
import { readClock } from '../platform/clock';
import { appendLedger, campaignChain } from '../platform/ledger';
import { type Scope, wholeClient } from '../platform/scope';
import { type Trx } from '../platform/types';
import { type Vault } from '../privacy/vault';
import { type CampaignScope } from './imports';

/** What a person found in the remark of a released row, and what follows for the customer. */
export interface HeldTerms {
  /** Who is written to instead. */
  representative?: Omit<NewRepresentative, 'customerId' | 'personId'>;
  /** No one calls: a refusal of the phone, from the remark. */
  noPhone?: boolean;
  /** Letters in large type. */
  largePrint?: boolean;
  /** The customer is under protection (支援措置). */
  protect?: boolean;
  /** Nothing goes out until a person releases it. */
  hold?: { reason: OpenedHold; reviewOn: string; ownerId?: number };
}

export interface HeldDecision extends CampaignScope {
  contractId: number;
  decision: 'release' | 'exclude';
  reason: string;
  personId: number;
  role: Role;
  terms?: HeldTerms;
}

/**
 * Records a person's decision on a held row, with what it means for the customer. A release also ends the holds that
 * imports opened, as far as this person may end them; an exclusion keeps them, so that other campaigns do not contact
 * the customer either. Neither lifts a protection. Appends to ledgers. Throws not_found, held_already_decided,
 * campaign_not_editable, hold_not_yours. The caller returns a submitted campaign to draft.
 */
export async function decideHeld(trx: Trx, vault: Vault, decision: HeldDecision): Promise<void> {
  const { clientId, campaignId, contractId, personId, reason, terms = {} } = decision;
  const scope = wholeClient(clientId);
  const campaign = await lockCampaign(trx, scope, campaignId);
  if (!ALLOWED.edit.includes(campaign.status)) {
    throw new AppError('campaign_not_editable', { status: campaign.status });
  }
  const row = await lockHeld(trx, decision);
  const { now } = await readClock(trx);
  const state = decision.decision === 'release' ? 'included' : 'excluded';
  await trx
    .updateTable('audience')
    .set({ state, reason, decided_by: personId, decided_at: new Date(now) })
    .where('campaign_id', '=', campaignId)
    .where('contract_id', '=', contractId)
    .execute();
  const by = `person:${personId}`;
  const named = Object.keys(terms).filter((term) => terms[term as keyof HeldTerms]);
  const about = { contractId, customer: row.customer_id, decision: decision.decision, hold: row.reason };
  const entry = { kind: 'held_decided', by, ...about, ...(named.length > 0 && { terms: named }) };
  await appendLedger(trx, campaignChain(campaignId), clientId, now, [entry]);
  if (state === 'excluded') return;
  const whose = { customerId: row.customer_id, personId };
  await releaseImportedHolds(trx, scope, { ...whose, role: decision.role, note: reason });
  await applyTerms(trx, vault, scope, { ...whose, terms, source: `held_row:${campaignId}:${contractId}` });
}

async function lockHeld(trx: Trx, { clientId, campaignId, contractId }: HeldDecision) {
  const row = await trx
    .selectFrom('audience')
    .select(['state', 'reason', 'customer_id', 'decided_at'])
    .where('campaign_id', '=', campaignId)
    .where('client_id', '=', clientId)
    .where('contract_id', '=', contractId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row || (row.state !== 'held' && row.decided_at === null)) throw new AppError('not_found');
  if (row.state !== 'held') throw new AppError('held_already_decided');
  return row;
}

async function applyTerms(
  trx: Trx,
  vault: Vault,
  scope: Scope,
  given: { customerId: number; personId: number; terms: HeldTerms; source: string },
): Promise<void> {
  const { terms, source, customerId, personId } = given;
  const whose = { customerId, personId };
  const { representative, hold } = terms;
  if (terms.largePrint) {
    await trx.updateTable('customers').set({ large_print: true }).where('id', '=', customerId).execute();
  }
  if (terms.protect) await openProtection(trx, scope, { ...whose, source });
  if (terms.noPhone) {
    const refusal = { ...whose, channel: 'phone', value: false, source: 'remark', at: null, evidence: source } as const;
    for (const purpose of ['service_notice', 'offer'] as const) {
      await recordConsent(trx, scope, { ...refusal, purpose, campaignId: null });
    }
  }
  if (representative) await addRepresentative(trx, vault, scope, { ...representative, ...whose });
  if (hold) await openHold(trx, scope, { ...hold, ...whose, source, note: null });
}
