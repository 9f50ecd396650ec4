import { type Field } from './fields';

export type Severity = 'refused' | 'held' | 'warning' | 'info';

/**
 * All findings with their severity. Refused rows are not imported, held ones wait for a person's decision, all others
 * are imported.
 */
export const FINDINGS = {
  row_columns: 'refused',
  contract_number_missing: 'refused',
  contract_number_conflict: 'refused',
  name_missing: 'refused',
  number_rounded: 'refused',
  header_repeated: 'refused',
  row_undecodable: 'refused',
  held_death: 'held',
  held_lawyer: 'held',
  held_guardian: 'held',
  held_protection: 'held',
  held_dispute: 'held',
  held_complaint: 'held',
  held_redirect: 'held',
  held_agent: 'held',
  held_in_hospital: 'held',
  held_overseas: 'held',
  held_no_phone: 'held',
  held_no_contact: 'held',
  held_large_print: 'held',
  held_customer: 'held',
  character_broken: 'held',
  prefecture_mismatch: 'held',
  address_looks_like_date: 'held',
  kind_unknown: 'warning',
  birth_unreadable: 'warning',
  birth_impossible: 'warning',
  birth_dummy: 'warning',
  postal_code_missing: 'warning',
  postal_code_invalid: 'warning',
  postal_code_unknown: 'warning',
  postal_code_other_city: 'warning',
  address_missing: 'warning',
  address_incomplete: 'warning',
  address_overseas: 'warning',
  country_unknown: 'warning',
  phone_invalid: 'warning',
  phone_service_number: 'warning',
  mobile_invalid: 'warning',
  mobile_not_mobile: 'warning',
  mail_invalid: 'warning',
  contact_missing: 'warning',
  start_invalid: 'warning',
  language_unknown: 'warning',
  consent_invalid: 'warning',
  consent_conflict: 'warning',
  customer_number_conflict: 'warning',
  empty_word: 'warning',
  name_web_address: 'warning',
  formula_like: 'warning',
  character_reference: 'warning',
  character_unprintable: 'warning',
  character_common_form: 'info',
  name_in_kana: 'info',
  character_extension: 'info',
  character_invisible: 'info',
  line_break: 'info',
  name_title: 'info',
  postal_code_derived: 'info',
  mail_repaired: 'info',
  mail_differs: 'info',
  language_differs: 'info',
  row_repeated: 'info',
  remark_present: 'info',
  customer_protected: 'info',
  access_code_needed: 'info',
} as const satisfies Record<string, Severity>;
export type FindingCode = keyof typeof FINDINGS;

/** A finding in one row. `detail` fills the placeholders of its text and never holds a value of the file. */
export interface Finding {
  field: Field | null;
  code: FindingCode;
  detail?: Record<string, number | string>;
}
