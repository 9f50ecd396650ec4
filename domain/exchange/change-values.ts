import { looksLikeDate } from '../audience/address-dates';
import { characterProblem } from '../audience/characters';
import { readLanguage } from '../customers/language';
import { readMailAddress } from '../audience/mail-address';
import { readOverseas } from '../audience/overseas';
import { readPhones } from '../audience/phone';
import { checkPostalCode } from '../audience/postal-code';
import { listed } from '../audience/row-texts';
import { asGiven, hasLineBreak, isFormulaLike } from '../audience/text';
import { type Lookups } from '../audience/row';
import { type Language } from '../campaigns/campaign';
import { type Raw, type Report } from './change-findings';

/** Contact data that a change gives. Printed fields are kept as given; numbers are E.164. */
export interface ChangedValues {
  phone?: string;
  mobile?: string;
  mail?: string;
  /** Absent with an address: no postal code is known or can be derived. */
  postalCode?: string;
  address?: string;
  language?: Language;
}

interface Reading {
  lookups: Lookups;
  report: Report;
}

/** The new address. Doubtful: it is not certain where the customer lives now. */
export function readMove(raw: Raw, { lookups, report }: Reading): ChangedValues & { doubtful?: boolean } {
  const given = raw('address');
  if (hasLineBreak(given)) report('line_break', 'address');
  if (isFormulaLike(given)) report('formula_like', 'address');
  const problem = characterProblem(given);
  if (problem) report(problem, 'address');
  const address = asGiven(given);
  if (address === '') {
    report('address_missing', 'address');
    return {};
  }
  const { missing, common } = lookups.letter(address);
  const absent = missing.filter((character) => characterProblem(character) !== 'character_broken');
  if (absent.length > 0) report('character_unprintable', 'address', listed(absent));
  if (common.length > 0) report('character_common_form', 'address', listed(common));
  const abroad = readOverseas([address], raw('postalCode'));
  if (abroad?.country) return { address: abroad.address };
  const checked = checkPostalCode(raw('postalCode'), '', address, lookups);
  if (checked.problem) report(checked.problem, 'postalCode');
  if (checked.derived) report('postal_code_derived', 'postalCode');
  if (checked.otherCity) report('postal_code_other_city', 'postalCode');
  const dated = looksLikeDate(address);
  if (dated) report('address_looks_like_date', 'address');
  const doubtful = dated || checked.problem === 'prefecture_mismatch';
  const postalCode = checked.code !== undefined && { postalCode: checked.code };
  return { address, ...postalCode, ...(doubtful && { doubtful }) };
}

/** The new numbers. A service number is no customer's. */
export function readNumbers(raw: Raw, { lookups, report }: Reading): ChangedValues {
  if (raw('phone') === '' && raw('mobile') === '') report('number_missing', 'phone');
  const { phone, mobile, problems } = readPhones({ phone: raw('phone'), mobile: raw('mobile') }, lookups.phone);
  for (const { code, field } of problems) report(code, field);
  return { ...(phone && { phone }), ...(mobile && { mobile }) };
}

/** The new mail address. */
export function readMail(raw: Raw, { report }: Reading): ChangedValues {
  if (raw('mail') === '') report('mail_missing', 'mail');
  const mail = readMailAddress(raw('mail'));
  if (raw('mail') !== '' && mail === null) report('mail_invalid', 'mail');
  if (mail !== null && mail !== raw('mail')) report('mail_repaired', 'mail');
  return mail === null ? {} : { mail };
}

/** The language in which the customer is written to from now on. */
export function readOwnLanguage(raw: Raw, { report }: Reading): ChangedValues {
  const language = readLanguage(raw('language'));
  if (raw('language') === '') report('language_missing', 'language');
  else if (language === null) report('language_unknown', 'language');
  return language === null ? {} : { language };
}
