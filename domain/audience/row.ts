import { characterProblem } from './characters';
import { readBirthDate, readDate } from './date';
import { type Field } from './fields';
import { type Finding, type FindingCode } from './finding';
import { readMailAddress } from './mail-address';
import { fullYears } from './age';
import { addressKey, kindOfName, partyKey, readKind, type PartyKind } from './party';
import { type Overseas, readOverseas } from './overseas';
import { checkPostalCode } from './postal-code';
import { prefectureCode } from './prefecture';
import { asksForProtection, holdReason, type HoldReason } from './remark';
import { ageStep } from '../campaigns/segments';
import { asGiven, hasLineBreak, isFormulaLike, squeeze, tidy } from './text';

/** Lookups in large external tables. Both return null for an unknown code. */
export interface Lookups {
  phone(text: string): { number: string; mobile: boolean } | null;
  prefectureOf(postalCode: string): string | null;
}

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
  /** Which letters the customer refuses. */
  postStop: 'offers' | 'all' | null;
  hold: HoldReason | null;
  /** The remark or a column says that the customer is under protection (支援措置). */
  protect: boolean;
  party: string;
}

const PRINTED: Field[] = ['name', 'kana', 'prefecture', 'city', 'town', 'street', 'product', 'remark'];

/** The form in which contract numbers are hashed and compared. */
export const contractNumberKey = (text: string): string => squeeze(text);

/**
 * Normalises one row. `get` returns the raw value of a field, undefined when the file has no such column. `row` is null
 * for a refused row, which can still have a contract number. `today` is a local ISO date.
 */
export function normaliseRow(
  get: (field: Field) => string | undefined,
  context: { today: string; lookups: Lookups },
): { contractNumber: string; row: NormalisedRow | null; findings: Finding[] } {
  const findings: Finding[] = [];
  const report = (code: FindingCode, field: Field) => findings.push({ code, field });
  const raw = (field: Field) => get(field) ?? '';
  checkTexts(get, report);
  const contractNumber = contractNumberKey(raw('contractNumber'));
  const name = asGiven(raw('name'));
  if (contractNumber === '') report('contract_number_missing', 'contractNumber');
  if (name === '') report('name_missing', 'name');
  if (contractNumber === '' || name === '') return { contractNumber, row: null, findings };

  const kind = kindOf(raw('kind'), name, report);
  const born = birthOf(raw('birthDate'), context.today, report);
  const birth = kind === 'person' ? born : undefined;
  const contact = contactsOf(get, context.lookups, report);
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
    postStop: postStopOf(raw, report),
    hold,
    protect: marked || asksForProtection(remark ?? ''),
  };
  return { contractNumber, row: { ...row, party: partyKey({ ...row, address: row.addressKey }) }, findings };
}

type Report = (code: FindingCode, field: Field) => void;

function checkTexts(get: (field: Field) => string | undefined, report: Report): void {
  for (const field of PRINTED) {
    const value = get(field);
    if (!value) continue;
    if (isFormulaLike(value)) report('formula_like', field);
    if (hasLineBreak(value)) report('line_break', field);
    const problem = characterProblem(value) ?? (field === 'name' && /[?？]/.test(value) ? 'character_broken' : null);
    if (problem) report(problem, field);
  }
}

function kindOf(text: string, name: string, report: Report): PartyKind {
  const kind = readKind(text);
  if (kind === null && text.trim() !== '') report('kind_unknown', 'kind');
  return kind ?? kindOfName(name);
}

function birthOf(text: string, today: string, report: Report): string | undefined {
  if (text.trim() === '') return undefined;
  const read = readBirthDate(text, today);
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

function contactsOf(get: (field: Field) => string | undefined, lookups: Lookups, report: Report) {
  const raw = (field: Field) => (get(field) ?? '').trim();
  const mail = raw('mail') === '' ? undefined : (readMailAddress(raw('mail')) ?? undefined);
  if (raw('mail') !== '' && !mail) report('mail_invalid', 'mail');
  if (mail && mail !== raw('mail')) report('mail_repaired', 'mail');
  return { mail, ...phonesOf(raw('phone'), raw('mobile'), lookups, report), ...addressOf(get, lookups, report) };
}

function phonesOf(phoneText: string, mobileText: string, lookups: Lookups, report: Report) {
  const phone = phoneText === '' ? null : lookups.phone(phoneText);
  const mobile = mobileText === '' ? null : lookups.phone(mobileText);
  if (phoneText !== '' && !phone) report('phone_invalid', 'phone');
  if (mobileText !== '' && !mobile) report('mobile_invalid', 'mobile');
  if (mobile && !mobile.mobile) report('mobile_not_mobile', 'mobile');
  return {
    phone: phone?.number ?? (mobile?.mobile === false ? mobile.number : undefined),
    mobile: mobile?.mobile ? mobile.number : undefined,
  };
}

/** Prefecture to street in print order. Parts without a column in the file are not required. */
function addressOf(get: (field: Field) => string | undefined, lookups: Lookups, report: Report) {
  const fields: Field[] = ['prefecture', 'city', 'town', 'street'];
  const mapped = fields.filter((field) => get(field) !== undefined);
  const parts = mapped.map((field) => asGiven(get(field) ?? ''));
  const postal = get('postalCode');
  if (parts.every((part) => part === '')) {
    if (mapped.length > 0) report('address_missing', mapped.at(-1)!);
    return { postalCode: undefined, address: undefined, addressKey: undefined, prefecture: undefined };
  }
  const abroad = readOverseas(parts, postal);
  if (abroad) return addressAbroad(abroad, mapped, report);
  // the town is optional: some villages have none
  const gap = mapped.find((field, at) => field !== 'town' && parts[at] === '');
  if (gap) report('address_incomplete', gap);
  const checked = postal === undefined ? null : checkPostalCode(postal, get('prefecture') ?? '', lookups.prefectureOf);
  if (checked && 'problem' in checked)
    report(checked.problem, checked.problem === 'prefecture_mismatch' ? 'prefecture' : 'postalCode');
  const postalCode = checked && 'code' in checked ? checked.code : undefined;
  const named = prefectureCode(get('prefecture') ?? '') ?? prefectureCode(parts.join(''));
  return {
    postalCode,
    address: parts.join(''),
    prefecture: named ?? prefectureCode((postalCode && lookups.prefectureOf(postalCode)) ?? ''),
    addressKey: gap ? undefined : addressKey(parts),
  };
}

/** A country that is not known (ISO 3166-1 leaves this code to its users). */
const NOWHERE = 'ZZ';

/** Without a country the post cannot carry a letter; a domestic postal code and its checks do not apply. */
function addressAbroad({ country, address }: Overseas, mapped: Field[], report: Report) {
  report(country === null ? 'country_unknown' : 'address_overseas', mapped[0]!);
  return {
    postalCode: undefined,
    address,
    prefecture: undefined,
    country: country ?? NOWHERE,
    addressKey: country === null ? undefined : addressKey([address]),
  };
}
