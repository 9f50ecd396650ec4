/** Columns of the client's file of changes (異動データ); all but those in OPTIONAL_COLUMNS are in every file. */
export const CHANGE_COLUMNS = {
  contractNumber: '契約番号',
  kind: '異動区分',
  effectiveOn: '異動日',
  phone: '電話番号',
  mobile: '携帯電話',
  mail: 'メールアドレス',
  postalCode: '郵便番号',
  address: '住所',
  remark: '備考',
  language: '使用言語',
} as const;
export type ChangeColumn = keyof typeof CHANGE_COLUMNS;
export const OPTIONAL_COLUMNS: readonly ChangeColumn[] = ['language'];

/** All findings in a file of changes. Refused rows are not applied; all others are. */
export const CHANGE_FINDINGS = {
  row_columns: 'refused',
  row_undecodable: 'refused',
  number_rounded: 'refused',
  contract_number_missing: 'refused',
  contract_unknown: 'refused',
  kind_unknown: 'refused',
  change_twice: 'refused',
  date_invalid: 'refused',
  date_ahead: 'refused',
  address_missing: 'refused',
  number_missing: 'refused',
  phone_invalid: 'refused',
  mobile_invalid: 'refused',
  phone_service_number: 'refused',
  mail_missing: 'refused',
  mail_invalid: 'refused',
  language_missing: 'refused',
  language_unknown: 'refused',
  character_broken: 'refused',
  date_missing: 'warning',
  postal_code_missing: 'warning',
  postal_code_invalid: 'warning',
  postal_code_unknown: 'warning',
  prefecture_mismatch: 'warning',
  mobile_not_mobile: 'warning',
  postal_code_other_city: 'warning',
  remark_held: 'warning',
  remark_protected: 'warning',
  address_looks_like_date: 'warning',
  empty_word: 'warning',
  character_reference: 'warning',
  character_unprintable: 'warning',
  character_common_form: 'info',
  character_invisible: 'info',
  formula_like: 'warning',
  character_extension: 'info',
  line_break: 'info',
  mail_repaired: 'info',
  postal_code_derived: 'info',
  value_not_used: 'info',
} as const satisfies Record<string, 'refused' | 'warning' | 'info'>;
export type ChangeFindingCode = keyof typeof CHANGE_FINDINGS;

/** A finding in one row. It never holds a value of the file. */
export interface ChangeFinding {
  line: number;
  column: string | null;
  code: ChangeFindingCode;
  detail?: Record<string, number | string>;
}

/** Reports a finding in one row. */
export type Report = (
  code: ChangeFindingCode,
  column: ChangeColumn | null,
  detail?: Record<string, number | string>,
) => void;

/** The value of a column, without spaces around it. */
export type Raw = (column: ChangeColumn) => string;
