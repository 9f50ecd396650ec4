/**
 * Fields of an audience file. A campaign's `columns` maps each of them to a header of the client's file. `postStop`
 * refuses offers by post only, since it usually means direct mail; `postStopAll` refuses every letter. `protection` marks
 * customers under 支援措置; `language` is the language in which a customer is written to.
 */
export const FIELDS = [
  'contractNumber',
  'customerNumber',
  'name',
  'kana',
  'birthDate',
  'kind',
  'postalCode',
  'prefecture',
  'city',
  'town',
  'street',
  'phone',
  'mobile',
  'mail',
  'product',
  'contractStart',
  'mailConsent',
  'smsConsent',
  'postStop',
  'remark',
  'phoneConsent',
  'postStopAll',
  'protection',
  'language',
] as const;
export type Field = (typeof FIELDS)[number];

/** Required in every mapping: no row can be accepted without them. */
export const REQUIRED_FIELDS: readonly Field[] = ['contractNumber', 'name'];

/** `ignored`, `ignored2`, … map columns of the client's file that are not read. */
export const isIgnoredField = (key: string): boolean => /^ignored\d*$/.test(key);
export const isField = (key: string): key is Field => (FIELDS as readonly string[]).includes(key);

/** A file may come without these: what they say has a default. */
export const OPTIONAL_FIELDS: ReadonlySet<string> = new Set<Field>(['language']);
