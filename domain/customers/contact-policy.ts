import { type Channel, type ConsentValue, type ContactPolicy, type Purpose } from '../campaigns/campaign';

export type PolicyReason =
  | 'consent_yes'
  | 'consent_unknown_allowed'
  | 'consent_unknown_not_allowed'
  | 'refused'
  | 'not_in_policy'
  | `override:${string}`;

export interface PolicyDecision {
  rule: 'contact' | 'dont';
  reason: PolicyReason;
}

/**
 * Whether a customer may be contacted on this channel for this purpose, by the campaign's approved policy. `override`
 * in the policy applies only to customers with a contract among the named overrides or with an override of their own.
 */
export function ruleFor(
  policy: ContactPolicy,
  input: {
    purpose: Purpose;
    channel: Channel;
    consent: ConsentValue;
    contractHashes: string[];
    /** Overrides confirmed for this customer only. They count where the policy allows overrides. */
    granted?: { channel: Channel; reason: string }[];
  },
): PolicyDecision {
  const { purpose, channel, consent, contractHashes, granted = [] } = input;
  const cell = policy.table[purpose][channel]?.[consent] ?? 'dont';
  if (cell === 'override') {
    const override =
      policy.overrides.find(
        (one) => one.channel === channel && one.contractHashes.some((hash) => contractHashes.includes(hash)),
      ) ?? granted.find((one) => one.channel === channel);
    if (override) return { rule: 'contact', reason: `override:${override.reason}` };
  }
  if (cell === 'contact' && consent !== 'no') {
    return { rule: 'contact', reason: consent === 'yes' ? 'consent_yes' : 'consent_unknown_allowed' };
  }
  const reason = policy.table[purpose][channel] ? DONT[consent] : 'not_in_policy';
  return { rule: 'dont', reason };
}

/**
 * Whether an address can be used for a purpose: `ok`, or why not. `only:<purpose>+…` marks a representative's address,
 * which is used for those purposes only.
 */
export function contactFor(contact: string, purpose: string): string {
  if (!contact.startsWith('only:')) return contact;
  return contact.slice('only:'.length).split('+').includes(purpose) ? 'ok' : 'not_in_scope';
}

/** A refusal is never contacted without a named override, whatever the policy says. */
const DONT: Record<ConsentValue, PolicyReason> = {
  yes: 'not_in_policy',
  unknown: 'consent_unknown_not_allowed',
  no: 'refused',
};
