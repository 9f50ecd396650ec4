/** Why a person reads a customer's unmasked data. */
export const ACCESS_PURPOSES = [
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
export type AccessPurpose = (typeof ACCESS_PURPOSES)[number];
