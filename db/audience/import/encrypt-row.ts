import { mailKey } from '../../../domain/audience/mail-address';
import { addressKey } from '../../../domain/audience/party';
import { type NormalisedRow } from '../../../domain/audience/row';
import { searchTexts } from '../../../domain/audience/search';
import { searchKeysOf } from '../../customers/search';
import { type ContractSecret, type CustomerKey, type Profile, type Vault } from '../../privacy/vault';

/** A valid row as hashes and ciphertext; nothing else of it leaves the process. */
export interface EncryptedRow {
  partyHash: Buffer;
  customerNumberHash: Buffer | null;
  wrapped: Buffer;
  profile: Buffer;
  secret: Buffer;
  /** Search hashes of the customer, eight bytes each. */
  search: Buffer;
  mail: Buffer | null;
  /** Hash of the number, the same on every channel. */
  mobile: Buffer | null;
  landline: Buffer | null;
  post: Buffer | null;
  birthFactor: Buffer | null;
  phoneFactor: Buffer | null;
  mobileFactor: Buffer | null;
  codeFactor: Buffer | null;
}

/** The personal data of a row that is printed or dialled. */
export function profileOf(row: NormalisedRow): Profile {
  const { name, kana, birth, mail, phone, mobile, postalCode, address } = row;
  return { name, kana, birth, mail, phone, mobile, postalCode, address };
}

export const partyHashOf = (vault: Vault, clientId: number, row: NormalisedRow): Buffer =>
  vault.index(clientId, 'party', row.party);

/** Value by which a postal address is compared. Letters need both postal code and address. */
const postKey = ({ postalCode, address, addressKey: key }: NormalisedRow): string | undefined =>
  postalCode && address && `${postalCode}\n${key ?? addressKey([address])}`;

/**
 * Encrypts a row with the customer's key. Second factors: persons use their birth date or the last four digits of a
 * phone; companies (whose numbers are public) and persons with neither get a separately sent code.
 */
export function encryptRow(
  vault: Vault,
  clientId: number,
  row: NormalisedRow,
  { partyHash, key }: { partyHash: Buffer; key: CustomerKey },
): EncryptedRow {
  const index = (kind: string, value: string | undefined) => (value ? vault.index(clientId, kind, value) : null);
  const person = row.kind === 'person';
  const factor = (kind: string, value: string | undefined) =>
    person && value ? vault.factor(partyHash, kind, value) : null;
  const coded = !person || !(row.birth || row.phone || row.mobile);
  const profile = profileOf(row);
  const secret: ContractSecret = { number: row.contractNumber, remark: row.remark };
  return {
    partyHash,
    customerNumberHash: index('customer-number', row.customerNumber),
    wrapped: key.wrapped,
    profile: vault.encrypt(key.key, profile),
    secret: vault.encrypt(key.key, secret),
    search: searchKeysOf(vault, clientId, searchTexts(profile)),
    mail: index('mail', row.mail && mailKey(row.mail)),
    mobile: index('phone', row.mobile),
    landline: index('phone', row.phone),
    post: index('post', postKey(row)),
    birthFactor: factor('birth', row.birth),
    phoneFactor: factor('phone4', row.phone?.slice(-4)),
    mobileFactor: factor('phone4', row.mobile?.slice(-4)),
    codeFactor: coded ? vault.factor(partyHash, 'code', vault.accessCode(partyHash)) : null,
  };
}
