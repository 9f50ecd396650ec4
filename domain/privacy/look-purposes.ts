/** Why a person reads a customer's unmasked data. */
export const LOOK_PURPOSES = [
  'call',
  'form_entry',
  'identity_check',
  'inquiry',
  'hold_review',
  'address_research',
  'representative',
  'exchange',
  'audit',
] as const;
export type LookPurpose = (typeof LOOK_PURPOSES)[number];
