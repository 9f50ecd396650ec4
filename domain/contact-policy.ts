import { type Channel, type ConsentValue, type ContactPolicy, type Purpose } from './campaign';

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
 * Whether a customer may be contacted on this channel for this purpose, by the campaign's approved table.
 * `override` in the table contacts those customers only who have a contract among the named overrides.
 */
export function ruleFor(
  policy: ContactPolicy,
  input: { purpose: Purpose; channel: Channel; consent: ConsentValue; contractHashes: string[] },
): PolicyDecision {
  const { purpose, channel, consent, contractHashes } = input;
  const cell = policy.table[purpose][channel]?.[consent] ?? 'dont';
  if (cell === 'override') {
    const override = policy.overrides.find(
      (one) => one.channel === channel && one.contractHashes.some((hash) => contractHashes.includes(hash)),
    );
    if (override) return { rule: 'contact', reason: `override:${override.reason}` };
  }
  if (cell === 'contact' && consent !== 'no') {
    return { rule: 'contact', reason: consent === 'yes' ? 'consent_yes' : 'consent_unknown_allowed' };
  }
  const reason = policy.table[purpose][channel] ? DONT[consent] : 'not_in_policy';
  return { rule: 'dont', reason };
}

/** A refusal is never contacted without a named override, whatever the table says. */
const DONT: Record<ConsentValue, PolicyReason> = {
  yes: 'not_in_policy',
  unknown: 'consent_unknown_not_allowed',
  no: 'refused',
};
