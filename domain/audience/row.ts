import { readAddress } from './address';
import { fullYears } from './age';
import { readBirthDate, readDate } from './date';
import { type Field } from './fields';
import { type Finding, type FindingCode } from './finding';
import { readMailAddress } from './mail-address';
import { readLanguage } from '../customers/language';
import { hasWebAddress, withoutTitle } from './name';
import { kindOfName, partyKey, readKind, type PartyKind } from './party';
import { type PhoneReading, readPhones } from './phone';
import { type PostalLookups } from './postal-code';
import { asksForProtection, holdReason, type HoldReason } from './remark';
import { type Language } from '../campaigns/campaign';
import { ageStep } from '../campaigns/segments';
import { asGiven, squeeze, tidy } from './text';
import { readValues, type Values } from './repair/values';
import { checkLetter, checkTexts, type LetterCheck } from './row-texts';

/** Lookups in large external tables. */
export interface Lookups extends PostalLookups {
  phone(text: string): PhoneReading;
  letter: LetterCheck;
}

/** What is not certain in a row, so that a person decides before anything is printed. */
export type Doubt = 'characters_broken' | 'address_doubtful';

/** An accepted row. Printed fields are kept as given, compared fields normalised, invalid values left out. */
export interface NormalisedRow {
  contractNumber: string;
  customerNumber?: string;
  kind: PartyKind;
  name: string;
  kana?: string;
  birth?: string;
  /** Age step on the day of the import; persons only. */
  ageFrom?: number;
  postalCode?: string;
  address?: string;
  addressKey?: string;
  /** JIS X 0401. */
  prefecture?: number;
  /** ISO 3166-1, of an address abroad. */
  country?: string;
  /** E.164. */
  phone?: string;
  mobile?: string;
  mail?: string;
  product?: string;
  remark?: string;
  mailConsent: boolean | null;
  smsConsent: boolean | null;
  phoneConsent: boolean | null;
  /** In which the customer is written to; null: the file does not say. */
  language: Language | null;
  /** Which letters the customer refuses. */
  postStop: 'offers' | 'all' | null;
  hold: HoldReason | Doubt | null;
  /** The remark or a column says that the customer is under protection (支援措置). */
  protect: boolean;
  party: string;
}

/** The form in which contract numbers are hashed and compared. */
export const contractNumberKey = (text: string): string => squeeze(text);

/**
 * Normalises one row. `get` returns the raw value of a field, undefined when the file has no such column. `row` is null
 * for a refused row, which can still have a contract number. `today` is a local ISO date in `zone`.
 */
export function normaliseRow(
  get: (field: Field) => string | undefined,
  context: { today: string; zone: string; lookups: Lookups },
): { contractNumber: string; row: NormalisedRow | null; findings: Finding[] } {
  const findings: Finding[] = [];
  const report = (code: FindingCode, field: Field) => findings.push({ code, field });
  const values = readValues(get, report);
  const raw = (field: Field) => values[field] ?? '';
  const broken = checkTexts(values, report);
  const contractNumber = contractNumberKey(raw('contractNumber'));
  const given = asGiven(raw('name'));
  if (contractNumber === '') report('contract_number_missing', 'contractNumber');
  if (given === '') report('name_missing', 'name');
  const rounded = (['contractNumber', 'customerNumber'] as const).filter((field) => isRounded(raw(field)));
  for (const field of rounded) report('number_rounded', field);
  if (rounded.length > 0) return { contractNumber: '', row: null, findings };
  if (contractNumber === '' || given === '') return { contractNumber, row: null, findings };

  const kind = kindOf(raw('kind'), given, report);
  const name = nameOf(given, kind, report);
  checkLetter({ name, kana: asGiven(raw('kana')), values }, context.lookups.letter, findings);
  const born = birthOf(raw('birthDate'), context, report);
  const birth = kind === 'person' ? born : undefined;
  const { doubtful, ...contact } = contactsOf(values, context.lookups, report);
  if (!contact.address && !contact.phone && !contact.mobile && !contact.mail) {
    findings.push({ code: 'contact_missing', field: null });
  }
  if (kind === 'person' && !birth && !contact.phone && !contact.mobile) report('access_code_needed', 'birthDate');
  if (raw('contractStart').trim() !== '' && 'problem' in readDate(raw('contractStart'), '9999-12-30')) {
    report('start_invalid', 'contractStart');
  }
  const remark = raw('remark').trim() || undefined;
  const hold = holdReason(remark ?? '', name);
  if (hold) report(`held_${hold}`, remark ? 'remark' : 'name');
  else if (remark) report('remark_present', 'remark');
  const marked = isMarked(raw('protection'));
  if (marked) report('customer_protected', 'protection');
  const row = {
    contractNumber,
    customerNumber: squeeze(raw('customerNumber')) || undefined,
    kind,
    name,
    kana: asGiven(raw('kana')) || undefined,
    birth,
    ageFrom: birth ? ageStep(fullYears(birth, context.today)) : undefined,
    ...contact,
    product: tidy(asGiven(raw('product'))) || undefined,
    remark,
    mailConsent: flagOf(raw('mailConsent'), 'mailConsent', report),
    smsConsent: flagOf(raw('smsConsent'), 'smsConsent', report),
    phoneConsent: flagOf(raw('phoneConsent'), 'phoneConsent', report),
    language: languageOf(raw('language'), report),
    postStop: postStopOf(raw, report),
    hold: hold ?? (broken ? 'characters_broken' : doubtful ? 'address_doubtful' : null),
    protect: marked || asksForProtection(remark ?? ''),
  } satisfies Omit<NormalisedRow, 'party'>;
  return { contractNumber, row: { ...row, party: partyKey({ ...row, address: row.addressKey }) }, findings };
}

/** A number that a spreadsheet has rounded (1.23457E+12): the digits are lost. */
export const isRounded = (text: string): boolean => /^-?\d(?:\.\d+E[+-]?\d{1,3}|E[+-]\d{2,3})$/i.test(squeeze(text));

type Report = (code: FindingCode, field: Field) => void;

function nameOf(given: string, kind: PartyKind, report: Report): string {
  const name = withoutTitle(given, kind);
  if (name !== given) report('name_title', 'name');
  if (hasWebAddress(name)) report('name_web_address', 'name');
  return name;
}

function kindOf(text: string, name: string, report: Report): PartyKind {
  const kind = readKind(text);
  if (kind === null && text.trim() !== '') report('kind_unknown', 'kind');
  return kind ?? kindOfName(name);
}

function birthOf(text: string, { today, zone }: { today: string; zone: string }, report: Report): string | undefined {
  if (text.trim() === '') return undefined;
  const read = readBirthDate(text, today, zone);
  if ('date' in read) return read.date;
  report(`birth_${read.problem}`, 'birthDate');
  return undefined;
}

/** 1 is yes, 0 is no, empty is unknown. Any other value is a finding and counts as unknown. */
function flagOf(text: string, field: Field, report: Report): boolean | null {
  const plain = squeeze(text);
  if (plain === '1') return true;
  if (plain === '0') return false;
  if (plain !== '') report('consent_invalid', field);
  return null;
}

/** Any other language than Japanese and English is a finding, and counts as not given. */
function languageOf(text: string, report: Report): Language | null {
  const language = readLanguage(text);
  if (language === null && text.trim() !== '') report('language_unknown', 'language');
  return language;
}

/** Whether a mark is set. What is not plainly a no is one: no one is harmed by a customer who is protected too many. */
const isMarked = (text: string): boolean =>
  !/^(?:|0|-|×|無|なし|無し|no|n|false|非該当|対象外|該当なし)$/i.test(squeeze(text));

/** A stop that is not set (0) is not a consent. */
function postStopOf(raw: (field: Field) => string, report: Report): NormalisedRow['postStop'] {
  const [offers, all] = [
    flagOf(raw('postStop'), 'postStop', report),
    flagOf(raw('postStopAll'), 'postStopAll', report),
  ];
  return all ? 'all' : offers ? 'offers' : null;
}

function contactsOf(values: Values, lookups: Lookups, report: Report) {
  const raw = (field: Field) => (values[field] ?? '').trim();
  const mail = raw('mail') === '' ? undefined : (readMailAddress(raw('mail')) ?? undefined);
  if (raw('mail') !== '' && !mail) report('mail_invalid', 'mail');
  if (mail && mail !== raw('mail')) report('mail_repaired', 'mail');
  const { problems, ...numbers } = readPhones({ phone: raw('phone'), mobile: raw('mobile') }, lookups.phone);
  for (const { code, field } of problems) report(code, field);
  return { mail, ...numbers, ...readAddress((field) => values[field], lookups, report) };
}
