import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Db } from '../../db/platform/types';

/** Creates a file with this many rows, in a process of its own so that its memory is not counted. */
export async function makeAudienceFile(file: string, { rows, seed }: { rows: number; seed: number }): Promise<void> {
  const script = join(__dirname, '..', '..', 'examples', 'make-customers.ts');
  const options = ['--out', file, '--rows', String(rows), '--seed', String(seed)];
  await promisify(execFile)(process.execPath, ['--import', 'tsx', script, ...options]);
}

/** Inserts a client of this code with a person and a draft campaign. */
export async function insertDraft(
  db: Db,
  code: string,
): Promise<{ clientId: number; campaignId: number; personId: number }> {
  const insert = async (table: 'clients' | 'persons' | 'campaigns', values: object) => {
    const row = await db
      .insertInto(table)
      .values(values as never)
      .returning('id')
      .executeTakeFirstOrThrow();
    return row.id;
  };
  const clientId = await insert('clients', { code, name: code });
  const personId = await insert('persons', { login: code, name: code });
  return { clientId, personId, campaignId: await insert('campaigns', { client_id: clientId, name: code }) };
}
