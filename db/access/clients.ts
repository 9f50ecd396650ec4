import { AppError } from '../../domain/errors';
import { type Queryable, type Trx } from '../platform/types';

/** Creates a client and returns its id; `code` is unique in the installation. */
export async function insertClient(trx: Trx, client: { code: string; name: string }): Promise<number> {
  const { id } = await trx.insertInto('clients').values(client).returning('id').executeTakeFirstOrThrow();
  return id;
}

/** The id of the client with this code. Throws not_found. */
export async function clientByCode(db: Queryable, code: string): Promise<number> {
  const client = await db.selectFrom('clients').select('id').where('code', '=', code).executeTakeFirst();
  if (!client) throw new AppError('not_found');
  return client.id;
}

/** The code of a client. Throws not_found. */
export async function clientCode(db: Queryable, id: number): Promise<string> {
  const client = await db.selectFrom('clients').select('code').where('id', '=', id).executeTakeFirst();
  if (!client) throw new AppError('not_found', { what: 'client' });
  return client.code;
}

/** The name of a client. */
export async function clientName(db: Queryable, id: number): Promise<string> {
  return (await db.selectFrom('clients').select('name').where('id', '=', id).executeTakeFirstOrThrow()).name;
}

/** Creates a person without an account and returns its id. */
export async function insertPerson(trx: Trx, person: { login: string; name: string }): Promise<number> {
  const { id } = await trx.insertInto('persons').values(person).returning('id').executeTakeFirstOrThrow();
  return id;
}

/** Clients of the installation, by id, beginning after `after`. */
export async function listClients(db: Queryable, page: { after: number | null; limit: number }) {
  return db
    .selectFrom('clients')
    .select(['id', 'code', 'name'])
    .where('id', '>', page.after ?? 0)
    .orderBy('id')
    .limit(page.limit)
    .execute();
}
