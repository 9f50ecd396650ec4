/** Where personal data was shown, or an attempt to find it was made. */
export const ACCESS_SOURCES = [
  'personal',
  'search',
  'call',
  'return_image',
  'letter',
  'held_rows',
  'client_results',
  'code_list',
  'bounce',
  'statement',
  'inquiry',
  'address_proposals',
  'bank_accounts',
  'recordings',
] as const;
export type AccessSource = (typeof ACCESS_SOURCES)[number];
