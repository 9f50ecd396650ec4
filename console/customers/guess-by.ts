/** What a search goes by, as the API names it. */
export const SEARCH_BY = ['name', 'kana', 'phone', 'contractNumber', 'postalCode', 'code', 'customerId'] as const;
export type SearchBy = (typeof SEARCH_BY)[number];

const KANA = /^[\p{Script=Katakana}\p{Script=Hiragana}ー・\s]+$/u;
const PHONE = /^(\+81|0)[\d\s-]{8,14}$/;
const POSTAL = /^〒?\d{3}-?\d{4}$/;
const CUSTOMER = /^\d{1,9}$/;
const CODE = /^(?=.*[A-Z])(?=.*\d)[A-Z0-9]{10,16}$/;
const CONTRACT = /^[A-Za-z0-9][A-Za-z0-9 -]*\d[A-Za-z0-9 -]*$/;

/** What the words given most probably are: kana, a number of one kind or another, else a name. */
export function guessBy(value: string): SearchBy {
  const text = value.normalize('NFKC').trim();
  if (KANA.test(text)) return 'kana';
  if (PHONE.test(text) && text.replace(/\D/g, '').length >= 10) return 'phone';
  if (POSTAL.test(text)) return 'postalCode';
  if (CUSTOMER.test(text)) return 'customerId';
  if (CODE.test(text.toUpperCase())) return 'code';
  return CONTRACT.test(text) ? 'contractNumber' : 'name';
}
