import { type changeFindingsJa, type fileProblemsJa } from '../ja/exchange-findings';
import { type RowFinding } from '../catalogue';

export const changeFindingsEn: Record<keyof typeof changeFindingsJa, RowFinding> = {
  row_columns: ['The row has {found} columns, the header {expected}.', 'Remove surplus commas or add what is missing.'],
  contract_number_missing: ['There is no contract number.', 'Enter the contract number.'],
  contract_unknown: [
    "No contract of this campaign's audience has this number.",
    'Check the number, or whether it belongs to another campaign. Not applied.',
  ],
  kind_unknown: [
    'The kind of change cannot be read.',
    'Write one of 解約済, 転居, 逝去, 番号変更, メール変更, 言語変更, 連絡留保.',
  ],
  change_twice: [
    'Line {line} has the same contract and kind of change.',
    'Leave the one right row. Only the earlier one is applied.',
  ],
  date_missing: ['There is no date of the change.', 'Enter it. The row is applied without one.'],
  date_invalid: ['The date of the change cannot be read.', 'Write it as in 2027/02/03.'],
  date_ahead: ['The date of the change lies ahead.', 'Send the row on that day or later; plans are not applied.'],
  address_missing: ['There is no new address.', 'Enter it, beginning with the prefecture.'],
  postal_code_missing: [
    'There is no postal code.',
    'Enter the seven digits. The address is applied. It is derived where the address allows only one; else letters go without it.',
  ],
  postal_code_invalid: [
    'The postal code is malformed.',
    'Write seven digits as in 105-6422. The address is applied. It is derived where the address allows only one; else letters go without it.',
  ],
  postal_code_unknown: [
    'No such postal code exists.',
    'Look it up from the address, which is applied. It is derived where the address allows only one; else letters go without it.',
  ],
  prefecture_mismatch: [
    'Postal code and prefecture of the address disagree.',
    'The address is applied, and the customer put on hold. Send the right row, then release the hold.',
  ],
  phone_service_number: [
    "This is not a customer's own number (0120, 0800, 0570, 0990, 020 …).",
    "Enter the customer's number. The number before it stays.",
  ],
  postal_code_derived: [
    'The postal code was derived from the address.',
    'It is printed on letters. Correct the source too.',
  ],
  postal_code_other_city: [
    'The city of the postal code is not in the address.',
    'Find out which one is right. Both are applied and printed as given.',
  ],
  number_missing: ['There is no new phone number.', 'Enter a phone or a mobile number.'],
  phone_invalid: ['This is no valid phone number.', 'Enter it with its area code.'],
  mobile_invalid: ['This is no valid mobile number.', 'Enter 11 digits from 090, 080, 070 or 060.'],
  mobile_not_mobile: ['The mobile number is not one of a mobile phone.', 'Check it. Applied as a landline.'],
  mail_missing: ['There is no new e-mail address.', 'Enter it.'],
  mail_invalid: ['The e-mail address is malformed.', 'Check the address.'],
  language_missing: ['There is no language.', 'Enter 日本語 or 英語 in the column 使用言語.'],
  language_unknown: ['The language is neither Japanese nor English.', 'Write 日本語 (ja) or 英語 (en).'],
  mail_repaired: ['Full-width characters or spaces in the e-mail address were mended.', 'Check the result.'],
  remark_held: [
    'The remark names a reason to stop contacts (death, lawyer, guardian …).',
    'Applied with a hold. Find out, and release the hold if it is not needed.',
  ],
  remark_protected: [
    'The remark speaks of a protected address.',
    'The customer is marked as protected. Notices go out as usual; address and number are not shown.',
  ],
  character_broken: ['Characters were lost in an earlier conversion.', 'Check them in the original data.'],
  row_undecodable: [
    'A character of this row is cut in half, so that it cannot be decoded.',
    'Only this row is not applied. Export it again and send it with the next file.',
  ],
  number_rounded: [
    'A spreadsheet has rounded the contract number (as in 1.23E+12).',
    'Its digits are lost. Export the column as text.',
  ],
  address_looks_like_date: [
    'A spreadsheet seems to have turned the house number into a date.',
    'Applied, and the customer put on hold. Send the right row, then release the hold.',
  ],
  empty_word: [
    'There is a word for "no value" (NULL, #N/A, undefined …).',
    'It counts as empty. Check the source if there should be a value.',
  ],
  character_reference: [
    'Characters were written as codes such as &#39640; or \\u67b6. They were put right.',
    'Check the result.',
  ],
  character_unprintable: [
    'The fonts of letters lack characters: {characters}.',
    'Agree on a replacement and send the right row. As it is, letters wait and a person is asked.',
  ],
  character_common_form: [
    'The fonts of letters lack the registered form of: {characters}.',
    'The common form is printed. Agree with us if the registered form is needed.',
  ],
  character_invisible: [
    'There were invisible characters (zero-width spaces, direction marks …).',
    'They were left out. Nothing to do.',
  ],
  character_extension: ['There are vendor-extension kanji.', 'Kept as they are. Check them on a printed sample.'],
  formula_like: ['A spreadsheet would run this text as a formula.', 'Check that it is meant.'],
  line_break: ['The field holds a line break.', 'It prints as a space.'],
  value_not_used: [
    'A column that this kind of change does not use has a value.',
    'If it has changed too, send another row of its own kind.',
  ],
};

export const fileProblemsEn: Record<keyof typeof fileProblemsJa, RowFinding> = {
  totals_missing: [
    'There is no closing line 合計.',
    'End the file with 合計,<rows>,<sum of the last four digits of the contract numbers>. It may have been cut off.',
  ],
  totals_not_last: ['The line 合計 is not the last one, or stands more than once.', 'Put it once, at the end.'],
  rows_differ: [
    'The number of rows differs (declared {declared}, counted {counted}).',
    'Look for missing or doubled rows and send the file made anew.',
  ],
  control_total_differs: [
    'The sum of the last four digits differs (declared {declared}, counted {counted}).',
    'Look for wrong contract numbers or swapped rows and send the file made anew.',
  ],
  column_missing: ['There is no column {title}.', 'Check how the header is written.'],
  column_unknown: ['The column {title} is not agreed.', 'Send the agreed columns only.'],
  column_doubled: ['The column {title} is there more than once.', 'Leave each title once.'],
  contract_not_in_file: ['This contract number is not in that delivery.', 'Check file and contract number.'],
  contract_twice: ['The contract number is there twice.', 'Answer once for each contract.'],
};
