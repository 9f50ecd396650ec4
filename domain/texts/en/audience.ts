import { type findingsJa } from '../ja/audience';
import { type RowFinding } from '../catalogue';

export const findingsEn: Record<keyof typeof findingsJa, RowFinding> = {
  row_columns: [
    'The number of columns differs from the header (row {found}, header {expected}).',
    'Remove surplus commas or add what is missing.',
  ],
  contract_number_missing: ['There is no contract number.', 'Enter the contract number.'],
  contract_number_conflict: [
    'The contract number stands in several rows with other content (lines {lines}).',
    'None of them is taken. Leave the one right row.',
  ],
  name_missing: ['There is no name.', 'Enter the name of the person or company.'],
  number_rounded: [
    'A spreadsheet has rounded the number (as in 1.23E+12).',
    'Its digits are lost. Export the column as text. The row is not taken.',
  ],
  header_repeated: [
    'A header line stands among the rows: files seem to have been joined.',
    'The line is not taken. Check that no rows are missing or doubled where they meet.',
  ],
  row_undecodable: [
    'A character of this row is cut in half, so that it cannot be decoded.',
    'Only this row is not taken. Export it again from the source.',
  ],
  held_death: ['The row speaks of a death or an inheritance.', 'Find out, then release or exclude it with a reason.'],
  held_lawyer: [
    'The row speaks of a lawyer or a bankruptcy.',
    'Find out who acts for the customer, then decide with a reason.',
  ],
  held_guardian: ['The row speaks of a guardian.', 'Find out who is to be addressed, then decide with a reason.'],
  held_dispute: ['The row speaks of a dispute or lawsuit.', 'Ask the client, then decide with a reason.'],
  held_complaint: ['The row speaks of a complaint.', 'Check its state, then decide with a reason.'],
  held_protection: [
    'The row speaks of a protected address.',
    'The customer is marked as protected: address and number are not shown. Decide with a reason whether notices go out.',
  ],
  held_redirect: [
    'The remark names another place or person to write to.',
    'Read it: send as planned, record another addressee, or put the customer on hold.',
  ],
  held_agent: [
    'The remark names a person who acts for the customer.',
    'Read it: send as planned, record the representative, or put the customer on hold.',
  ],
  held_in_hospital: [
    'The remark speaks of a hospital or a home.',
    'Read it: send as planned, record another addressee, or put the customer on hold.',
  ],
  held_overseas: [
    'The remark says that the customer is abroad.',
    'Read it: send as planned, record another addressee, or put the customer on hold.',
  ],
  held_no_phone: ['The remark asks not to be called.', 'Read it: record that no one calls, or go on as planned.'],
  held_no_contact: [
    'The remark asks not to be contacted.',
    'Read it: send as planned, put the customer on hold, or exclude the contract.',
  ],
  held_large_print: [
    'The remark asks for large type or other help with reading.',
    'Read it: record large type, or send as planned.',
  ],
  customer_protected: [
    'The customer is marked as protected.',
    'Notices go out as usual. Address and number are not shown, and no one calls.',
  ],
  held_customer: ['The same customer is on hold.', 'See why, and decide on this contract too.'],
  kind_unknown: ['Person or company cannot be read.', 'Enter 個人 or 法人. It was taken from the name.'],
  birth_unreadable: ['The birth date cannot be read.', 'Write 1972/07/26 or S470726. It counts as missing.'],
  birth_impossible: ['No one can be born on this date.', 'Check the date. It counts as missing.'],
  birth_dummy: ['The birth date looks like a placeholder.', 'Enter the real date. It is not used to identify anyone.'],
  postal_code_missing: [
    'There is no postal code.',
    'Enter the seven digits. It is derived where the address allows only one; else letters go without it and may take longer.',
  ],
  postal_code_derived: [
    'The postal code was derived from the address.',
    'It is printed on letters. Correct the source too.',
  ],
  postal_code_other_city: [
    'The city of the postal code is not in the address.',
    'Find out which one is right. Both are printed as given, so letters may be delayed or come back.',
  ],
  postal_code_invalid: [
    'The postal code is malformed.',
    'Write seven digits as in 105-6422. It is derived where the address allows only one; else letters go without it.',
  ],
  postal_code_unknown: [
    'No such postal code exists.',
    'Look the code up from the address. It is derived where the address allows only one; else letters go without it.',
  ],
  prefecture_mismatch: [
    'Postal code and prefecture disagree.',
    'Find out which one is right and send a corrected file, or release or exclude the row. Nothing is sent until then; once released, letters go to the address without a postal code.',
  ],
  address_overseas: [
    'The address is abroad.',
    'Letters go by international post and wait for post.arrivesAfterOverseas days; calls are made in the daytime of that country only. Check the order of the address and the country on a printed sample.',
  ],
  country_unknown: [
    'The address is abroad, in a country that is not named or not known.',
    'Enter the country in Japanese or English. As it is, this customer gets no letter and no call.',
  ],
  address_looks_like_date: [
    'A spreadsheet seems to have turned the house number into a date.',
    'Check the source and send a corrected file. Nothing is sent until then; once released, it is printed as it stands.',
  ],
  address_missing: ['There is no address.', 'Enter the address. Without one no letter can be sent.'],
  address_incomplete: ['The address is incomplete.', 'Enter it from prefecture to house number.'],
  phone_invalid: ['This is no valid phone number.', 'Enter it with its area code. It counts as missing.'],
  phone_service_number: [
    "This is not a customer's own number (0120, 0800, 0570, 0990, 020 …).",
    "Enter the customer's number. It counts as missing: it is not called and proves no identity.",
  ],
  mobile_invalid: [
    'This is no valid mobile number.',
    'Enter 11 digits from 090, 080, 070 or 060. It counts as missing.',
  ],
  mobile_not_mobile: ['The mobile number is not one of a mobile phone.', 'Check it. It is used as a landline.'],
  mail_invalid: ['The e-mail address is malformed.', 'Check the address. It counts as missing.'],
  contact_missing: [
    'There is no way to reach this customer.',
    'Enter an address, phone or e-mail, else the end is unreachable.',
  ],
  start_invalid: ['The start of the contract cannot be read.', 'Write it as in 2018/07/22.'],
  language_unknown: [
    'The language is neither Japanese nor English.',
    'Write 日本語 (ja) or 英語 (en). The customer is written to in Japanese.',
  ],
  consent_invalid: [
    'The consent is neither 1, 0 nor empty.',
    'Enter 1 (yes), 0 (no) or nothing. It counts as unknown.',
  ],
  consent_conflict: ["The customer's contracts differ in consent.", 'Ask the client. It counts as a refusal.'],
  customer_number_conflict: [
    'Rows with this customer number differ in name, birth date or kind.',
    'Find out whether it is one customer. They are kept apart.',
  ],
  formula_like: [
    'A spreadsheet would run this text as a formula.',
    'Check that it is meant. Exports make it harmless.',
  ],
  empty_word: [
    'There is a word for "no value" (NULL, #N/A, undefined …).',
    'It counts as empty. Check the source if there should be a value.',
  ],
  name_web_address: [
    'The name contains a web address (:// or www.).',
    'Check the name. Mails do not turn it into a link, but it is printed and shown as it is.',
  ],
  name_title: ['The name bore a title (様, 御中 …).', 'Letters and mails add one, so it was left out.'],
  character_broken: [
    'Characters were lost in an earlier conversion.',
    'Check the source and send a corrected file, or exclude the row. Nothing is sent until then; a lost character is never printed.',
  ],
  character_reference: [
    'Characters were written as codes such as &#39640; or \\u67b6. They were put right.',
    'Check the result. It is used in letters and mails.',
  ],
  character_unprintable: [
    'The fonts of letters lack characters: {characters}.',
    'Agree on a replacement with the client and correct the file. A name is printed in kana; without kana, and for an address, the letter waits and a person is asked.',
  ],
  character_common_form: [
    'The fonts of letters lack the registered form of: {characters}.',
    'The common form is printed. Agree with the client if the registered form is needed.',
  ],
  name_in_kana: ['The name cannot be printed, so letters show it in kana.', 'Check that the kana are right.'],
  character_extension: ['There are vendor-extension kanji.', 'Kept as they are. Check them on a printed sample.'],
  line_break: ['The field holds a line break.', 'Taken; it prints as a space.'],
  character_invisible: [
    'There were invisible characters (zero-width spaces, direction marks …).',
    'They were left out. Nothing to do.',
  ],
  mail_repaired: ['Full-width characters or spaces in the e-mail address were mended.', 'Check the result.'],
  mail_differs: ['The same customer has another e-mail address.', 'Mail goes to the one that comes first in the file.'],
  language_differs: ['The same customer has another language.', 'The one that comes first in the file is used.'],
  row_repeated: ['The very same row stands in line {line}.', 'It is one contract. Nothing to do.'],
  remark_present: ['There is a remark.', 'See whether it matters for contacting the customer.'],
  access_code_needed: [
    'Without birth date and phone the customer cannot be identified.',
    'Have the client pass on the eight-digit code.',
  ],
};
