import { sql } from 'kysely';
import { type Channel } from '../../domain/campaigns/campaign';
import { type ContactField } from '../../domain/exchange/change-effect';
import { mailKey } from '../../domain/audience/mail-address';
import { addressKey } from '../../domain/audience/party';
import { overseasCountry } from '../../domain/audience/overseas';
import { prefectureCode } from '../../domain/audience/prefecture';
import { noteAddresses } from '../campaigns/pause-areas';
import { writeSearchKeys } from './search';
import { type Profile, type Vault } from '../privacy/vault';
import { type Trx } from '../platform/types';

const CHANNELS: Record<ContactField, Channel[]> = {
  mail: ['mail'],
  phone: ['phone'],
  mobile: ['sms', 'phone'],
  postalCode: ['post'],
  address: ['post'],
};

/**
 * Writes changed contact data of one customer: the encrypted profile, the contact points (no longer marked bad), the
 * prefecture and, for persons, second factors derived from a phone number. Returns the channels that changed.
 */
export async function changeContacts(
  trx: Trx,
  vault: Vault,
  input: { customerId: number; clientId: number; change: Partial<Record<ContactField, string | undefined>> },
): Promise<Channel[]> {
  const { customerId, clientId, change } = input;
  const fields = Object.keys(change) as ContactField[];
  if (fields.length === 0) return [];
  const row = await trx
    .selectFrom('customers as c')
    .innerJoin('vault_keys as k', 'k.customer_id', 'c.id')
    .innerJoin('vault_items as i', (join) => join.onRef('i.customer_id', '=', 'c.id').on('i.item', '=', 'profile'))
    .select(['c.kind', 'c.party_hash', 'k.wrapped_key', 'i.data'])
    .where('c.id', '=', customerId)
    .forNoKeyUpdate('i')
    .executeTakeFirstOrThrow();
  const key = vault.unwrap(row.wrapped_key);
  const before = vault.open<Profile>(key, row.data);
  const after: Profile = { ...before, ...change };
  await trx
    .updateTable('vault_items')
    .set({ data: vault.encrypt(key, after) })
    .where('customer_id', '=', customerId)
    .where('item', '=', 'profile')
    .execute();
  await writeSearchKeys(trx, vault, [{ customerId, clientId, profile: after }]);
  const channels = [...new Set(fields.flatMap((field) => CHANNELS[field]))];
  for (const channel of channels) await setPoint(trx, vault, { customerId, clientId, channel, profile: after });
  if (channels.includes('post')) await noteAddresses(trx, clientId, sql`select ${customerId}::bigint`);
  if (change.address) {
    await trx
      .updateTable('customers')
      .set({ prefecture: prefectureCode(change.address) ?? null, country: overseasCountry(change.address) })
      .where('id', '=', customerId)
      .execute();
  }
  if (row.kind === 'person' && (change.phone ?? change.mobile)) {
    await changeFactors(trx, vault, { customerId, clientId, party: row.party_hash, before, after });
  }
  return channels;
}

/**
 * Value by which a channel's address is compared, built as in an import: numbers have the same hash on every channel,
 * and calls prefer a mobile to a landline.
 */
function addressOn(channel: Channel, profile: Profile): { kind: string; value: string } | undefined {
  const { mail, mobile, phone, postalCode, address } = profile;
  const of = (kind: string, value: string | undefined) => (value ? { kind, value } : undefined);
  if (channel === 'mail') return of('mail', mail && mailKey(mail));
  if (channel === 'sms') return of('phone', mobile);
  if (channel === 'phone') return of('phone', mobile ?? phone);
  return of('post', address && `${postalCode ?? ''}\n${addressKey([address])}`);
}

async function setPoint(
  trx: Trx,
  vault: Vault,
  point: { customerId: number; clientId: number; channel: Channel; profile: Profile },
): Promise<void> {
  const { customerId, clientId, channel, profile } = point;
  const found = addressOn(channel, profile);
  if (!found) {
    await trx
      .deleteFrom('contact_points')
      .where('customer_id', '=', customerId)
      .where('channel', '=', channel)
      .execute();
    return;
  }
  const hash = vault.index(clientId, found.kind, found.value);
  await trx
    .insertInto('contact_points')
    .values({ customer_id: customerId, client_id: clientId, channel, hash })
    .onConflict((conflict) =>
      conflict.columns(['customer_id', 'channel']).doUpdateSet({ hash, bad_reason: null, bad_at: null }),
    )
    .execute();
}

/**
 * Replaces the factor from the old number's last four digits by the new number's. Customers without any other factor
 * get an access code.
 */
async function changeFactors(
  trx: Trx,
  vault: Vault,
  input: { customerId: number; clientId: number; party: Buffer; before: Profile; after: Profile },
): Promise<void> {
  const { customerId, clientId, party, before, after } = input;
  const factors = ({ phone, mobile }: Profile) =>
    [phone, mobile].flatMap((number) => (number ? [vault.factor(party, 'phone4', number.slice(-4))] : []));
  const now = factors(after);
  const gone = factors(before).filter((old) => !now.some((hash) => hash.equals(old)));
  if (gone.length > 0) {
    await trx.deleteFrom('second_factors').where('customer_id', '=', customerId).where('hash', 'in', gone).execute();
  }
  await trx.deleteFrom('second_factors').where('customer_id', '=', customerId).where('kind', '=', 'code').execute();
  await trx
    .insertInto('second_factors')
    .values(now.map((hash) => ({ customer_id: customerId, client_id: clientId, kind: 'phone4' as const, hash })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
