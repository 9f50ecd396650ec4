import { sql } from 'kysely';
import {
  maskAddress,
  maskBirth,
  maskMail,
  maskName,
  maskNumber,
  maskPhone,
  maskPostalCode,
  maskText,
  type PersonalField,
} from '../../domain/privacy/mask';
import { type Language } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { type RepresentativeProfile } from '../customers/addressee';
import { requireCustomer } from '../journeys/customer-arrivals';
import { type Scope } from '../platform/scope';
import { type ContractSecret, type Profile, type Vault } from './vault';
import { type Queryable } from '../platform/types';

/** A customer's vault contents, decrypted. */
interface PersonalData {
  customerId: number;
  kind: 'person' | 'company';
  language: Language;
  profile: Profile;
  contracts: ({ contractId: number } & ContractSecret)[];
  representatives: ({ representativeId: number } & RepresentativeProfile)[];
}

/**
 * Decrypts all data of a customer; mask it or record the access before showing it to a person. Throws not_found for
 * another client's customer, erased for one whose data was erased.
 */
export async function openPersonal(
  db: Queryable,
  vault: Vault,
  scope: Scope,
  customerId: number,
): Promise<PersonalData> {
  await requireCustomer(db, scope, customerId);
  const { rows } = await sql<{
    kind: 'person' | 'company';
    language: Language;
    wrapped: Buffer | null;
    item: string | null;
    data: Buffer | null;
  }>`
    select c.kind, c.language, k.wrapped_key as wrapped, i.item, i.data from customers c
    left join vault_keys k on k.customer_id = c.id
    left join vault_items i on i.customer_id = c.id and k.customer_id is not null
    where c.id = ${customerId} and c.client_id = ${scope.clientId} order by i.item`.execute(db);
  const first = rows[0];
  if (!first?.wrapped) throw new AppError('erased', { customer: customerId });
  const key = vault.unwrap(first.wrapped);
  const items = rows.flatMap(({ item, data }) => (item && data ? [{ item, data }] : []));
  const opened = <Item>(kind: string) =>
    items
      .filter(({ item }) => item.startsWith(`${kind}:`))
      .map(({ item, data }) => ({ id: Number(item.slice(kind.length + 1)), value: vault.open<Item>(key, data) }))
      .sort((a, b) => a.id - b.id);
  const profile = items.find(({ item }) => item === 'profile');
  return {
    customerId,
    kind: first.kind,
    language: first.language,
    profile: profile ? vault.open<Profile>(key, profile.data) : { name: '' },
    contracts: opened<ContractSecret>('contract').map(({ id, value }) => ({ contractId: id, ...value })),
    representatives: opened<RepresentativeProfile>('representative').map(({ id, value }) => ({
      representativeId: id,
      ...value,
    })),
  };
}

/** Every value of a customer that must not appear in text outside the vault. */
export function knownValues({ profile, contracts, representatives }: PersonalData): string[] {
  const { name, kana, birth, mail, phone, mobile, address } = profile;
  const own = [name, kana, birth, mail, phone, mobile, address, ...contracts.map((contract) => contract.number)];
  const acting = representatives.flatMap((one) => [one.name, one.mail, one.phone, one.mobile, one.address]);
  return [...own, ...acting].filter((value): value is string => typeof value === 'string' && value.trim() !== '');
}

type Values = Partial<Record<Exclude<PersonalField, 'contracts' | 'representatives'>, string | null>> & {
  contracts?: { contractId: number; number: string; remark: string | null }[];
  representatives?: ({ representativeId: number } & Record<'name' | 'phone' | 'mail' | 'address', string | null>)[];
};

const PLAIN = ['name', 'kana', 'birth', 'mail', 'phone', 'mobile', 'postalCode', 'address'] as const;

/** The requested fields, unmasked. */
export function clearValues(data: PersonalData, fields: readonly PersonalField[]): Values {
  return valuesOf(data, fields, (_mask, value) => value);
}

/** The requested fields, masked. */
export function maskedValues(data: PersonalData, fields: readonly PersonalField[]): Values {
  return valuesOf(data, fields, (mask, value) => mask(value));
}

const MASKS = {
  name: maskName,
  kana: maskName,
  birth: maskBirth,
  mail: maskMail,
  phone: maskPhone,
  mobile: maskPhone,
  postalCode: maskPostalCode,
  address: maskAddress,
  number: maskNumber,
  remark: maskText,
} satisfies Record<string, (value: string) => string>;

type Show = (mask: (value: string) => string, value: string) => string;

function valuesOf(data: PersonalData, fields: readonly PersonalField[], show: Show): Values {
  const shown = (field: keyof typeof MASKS, value: string | undefined) => (value ? show(MASKS[field], value) : null);
  const values: Values = {};
  for (const field of PLAIN) if (fields.includes(field)) values[field] = shown(field, data.profile[field]);
  if (fields.includes('contracts')) {
    values.contracts = data.contracts.map(({ contractId, number, remark }) => ({
      contractId,
      number: shown('number', number) ?? '',
      remark: shown('remark', remark),
    }));
  }
  if (fields.includes('representatives')) {
    values.representatives = data.representatives.map(({ representativeId, name, phone, mobile, mail, address }) => ({
      representativeId,
      name: shown('name', name),
      phone: shown('phone', mobile ?? phone),
      mail: shown('mail', mail),
      address: shown('address', address),
    }));
  }
  return values;
}
