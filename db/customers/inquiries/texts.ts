import { AppError } from '../../../domain/errors';
import { type Queryable, type Trx } from '../../platform/types';
import { type Vault } from '../../privacy/vault';

/** What a contact says. Personal: exists only on its way to and from the vault. */
export interface Said {
  text?: string;
  attachments?: Attachment[];
}

export interface Attachment {
  name: string;
  /** Media type. */
  type: string;
  bytes: Buffer;
}

/** Where texts belong: a touch of a case, and whose key encrypts them; null: the installation's. */
export interface TextPlace {
  client_id: number;
  campaign_id: number;
  inquiry_id: number;
  touch_id: number;
  customer_id: number | null;
}

/** Encrypts and stores what was said; nothing of a customer whose data was erased. */
export async function keepTexts(trx: Trx, vault: Vault, place: TextPlace, { text, attachments = [] }: Said) {
  const key = await keyOf(trx, vault, place.customer_id);
  if (key === undefined || (text === undefined && attachments.length === 0)) return;
  const words =
    text === undefined
      ? []
      : [{ what: 'text' as const, label: null, size: text.length, data: encrypt(vault, key, { text }) }];
  const files = attachments.map(({ name, type, bytes }) => ({
    ...{ what: 'attachment' as const, size: bytes.length, label: encrypt(vault, key, { name, type }) },
    data: encrypt(vault, key, { base64: bytes.toString('base64') }),
  }));
  const rows = [...words, ...files].map((row) => ({ ...place, ...row }));
  await trx.insertInto('inquiry_texts').values(rows).execute();
}

/** What was said on a case in clear: record the access. */
export interface OpenedTexts {
  texts: { touch: number; text: string }[];
  attachments: { id: number; touch: number; name: string; type: string; size: number }[];
}

/** Decrypts the texts of a case and the names of its attachments, oldest first. */
export async function openTexts(db: Queryable, vault: Vault, inquiryId: number): Promise<OpenedTexts> {
  const rows = await db
    .selectFrom('inquiry_texts')
    .select(['id', 'touch_id', 'customer_id', 'what', 'label', 'size'])
    .select((eb) => eb.case().when('what', '=', 'text').then(eb.ref('data')).end().as('data'))
    .where('inquiry_id', '=', inquiryId)
    .orderBy('id')
    .execute();
  const opened: OpenedTexts = { texts: [], attachments: [] };
  const keys = new Map<number | null, Buffer | null | undefined>();
  for (const { id, touch_id: touch, customer_id: customer, label, size, data } of rows) {
    if (!keys.has(customer)) keys.set(customer, await keyOf(db, vault, customer));
    const key = keys.get(customer);
    if (key === undefined) continue;
    if (data) opened.texts.push({ touch, text: decrypt<{ text: string }>(vault, key, data).text });
    else opened.attachments.push({ id, touch, size, ...decrypt<{ name: string; type: string }>(vault, key, label!) });
  }
  return opened;
}

/** The text of one touch; undefined where there is none, or it was erased. */
export async function openTextOf(db: Queryable, vault: Vault, touchId: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('inquiry_texts')
    .select(['customer_id', 'data'])
    .where('touch_id', '=', touchId)
    .where('what', '=', 'text')
    .executeTakeFirst();
  const key = row && (await keyOf(db, vault, row.customer_id));
  return row && key !== undefined ? decrypt<{ text: string }>(vault, key, row.data).text : undefined;
}

/** Decrypts one attachment of a case: record the access. Throws not_found. */
export async function openAttachment(
  db: Queryable,
  vault: Vault,
  { inquiryId, id }: { inquiryId: number; id: number },
): Promise<Attachment> {
  const row = await db
    .selectFrom('inquiry_texts')
    .select(['customer_id', 'label', 'data'])
    .where('id', '=', id)
    .where('inquiry_id', '=', inquiryId)
    .where('what', '=', 'attachment')
    .executeTakeFirst();
  const key = row && (await keyOf(db, vault, row.customer_id));
  if (!row || key === undefined) throw new AppError('not_found', { what: 'attachment' });
  const { base64 } = decrypt<{ base64: string }>(vault, key, row.data);
  return { ...decrypt<{ name: string; type: string }>(vault, key, row.label!), bytes: Buffer.from(base64, 'base64') };
}

/** Encrypts the texts of a case with the key of the customer who is known now; an erased one's are deleted. */
export async function moveTexts(trx: Trx, vault: Vault, inquiryId: number, customerId: number): Promise<void> {
  const rows = await trx
    .selectFrom('inquiry_texts')
    .select(['id', 'customer_id', 'label', 'data'])
    .where('inquiry_id', '=', inquiryId)
    .orderBy('id')
    .execute();
  const to = await keyOf(trx, vault, customerId);
  if (to === undefined) {
    await trx.deleteFrom('inquiry_texts').where('inquiry_id', '=', inquiryId).execute();
    return;
  }
  for (const { id, customer_id: owner, label, data } of rows) {
    const from = await keyOf(trx, vault, owner);
    if (from === undefined) continue;
    const again = (encrypted: Buffer) => encrypt(vault, to, decrypt<object>(vault, from, encrypted));
    await trx
      .updateTable('inquiry_texts')
      .set({ customer_id: customerId, data: again(data), label: label && again(label) })
      .where('id', '=', id)
      .execute();
  }
}

/** A customer's key; null: the installation's, for texts of no known customer; undefined: the customer was erased. */
async function keyOf(db: Queryable, vault: Vault, customerId: number | null): Promise<Buffer | null | undefined> {
  if (customerId === null) return null;
  const row = await db
    .selectFrom('vault_keys')
    .select('wrapped_key')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return row && vault.unwrap(row.wrapped_key);
}

const encrypt = (vault: Vault, key: Buffer | null, value: object): Buffer =>
  key === null ? vault.encryptOwn(value) : vault.encrypt(key, value);

const decrypt = <Value>(vault: Vault, key: Buffer | null, data: Buffer): Value =>
  key === null ? vault.openOwn<Value>(data) : vault.open<Value>(key, data);
