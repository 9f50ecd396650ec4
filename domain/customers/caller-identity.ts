import { numberIn, type PhoneReading } from '../audience/phone';
import { readBirthDate } from '../audience/date';
import { readPostalCode } from '../audience/postal-code';
import { contractNumberKey } from '../audience/row';
import { searchKana } from '../audience/search';

/** What a caller can say to show who they are (本人確認). */
export const IDENTITY_ITEMS = ['birthDate', 'phone', 'postalCode', 'contractNumber', 'nameKana'] as const;
export type IdentityItem = (typeof IDENTITY_ITEMS)[number];

/** A caller says at least so many different items, all right; so many wrong tries end it for the day (practice R13). */
export const IDENTITY_NEEDS = 2;
export const IDENTITY_TRIES = 3;

/** An item as said, in the form in which it is compared. */
export interface SaidItem {
  item: IdentityItem;
  value: string;
}

/** What is on file, in the same form; an item that is not known is absent. */
export type KnownItems = Partial<Record<IdentityItem, string[]>>;

/**
 * Items that prove nothing in this call. Those that would tell where a customer lives are never confirmed for a customer
 * under protection (支援措置); anyone who answers at a number that was dialled knows it.
 */
export const uselessItems = (call: { isProtected: boolean; outgoing: boolean }): readonly IdentityItem[] =>
  call.isProtected ? ['phone', 'postalCode'] : call.outgoing ? ['phone'] : [];

/** Births on 1 January are often typed where the date is not known: no proof (practice R23). */
const maybeMadeUp = (birth: string) => birth.endsWith('-01-01');

/**
 * An item as the operator typed it, in the form in which it is compared; null when it cannot be read. `today` is a local
 * ISO date.
 */
export function readItem(
  item: IdentityItem,
  said: string,
  { phone, today }: { phone: (text: string) => PhoneReading; today: string },
): string | null {
  switch (item) {
    case 'birthDate': {
      const read = readBirthDate(said, today);
      return 'date' in read ? read.date : null;
    }
    case 'phone':
      return numberIn(phone(said))?.number ?? null;
    case 'postalCode':
      return readPostalCode(said);
    case 'contractNumber':
      return contractNumberKey(said) || null;
    case 'nameKana':
      return searchKana(said) || null;
  }
}

/** What is on file about a person, in the form in which it is compared. */
export function knownItems(
  person: { birth?: string; phone?: string; mobile?: string; postalCode?: string; kana?: string },
  contractNumbers: string[],
): KnownItems {
  const { birth, phone, mobile, kana } = person;
  const postalCode = person.postalCode && readPostalCode(person.postalCode);
  const numbers = [phone, mobile].filter((number) => number !== undefined);
  return {
    ...(birth && !maybeMadeUp(birth) && { birthDate: [birth] }),
    ...(numbers.length > 0 && { phone: numbers }),
    ...(postalCode && { postalCode: [postalCode] }),
    ...(contractNumbers.length > 0 && { contractNumber: contractNumbers.map(contractNumberKey) }),
    ...(kana && { nameKana: [searchKana(kana)] }),
  };
}

/**
 * Whether the items said are those on file. `insufficient`: nothing was wrong, but fewer than two could be compared, as
 * they are not on file or may not be used; `different`: at least one was wrong, and no reply says which.
 */
export function compareIdentity(
  said: SaidItem[],
  known: KnownItems,
  useless: readonly IdentityItem[],
): 'same' | 'different' | 'insufficient' {
  const usable = said.filter(({ item }) => !useless.includes(item) && known[item] !== undefined);
  if (usable.some(({ item, value }) => !known[item]!.includes(value))) return 'different';
  const kinds = new Set(usable.map(({ item }) => item));
  return kinds.size >= IDENTITY_NEEDS ? 'same' : 'insufficient';
}
