import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type ErasureDeps } from '../../activities/maintenance/erasure';
import { PrintArchive } from '../../activities/print/archive';
import { createApiKey } from '../../db/access/api-keys';
import { ErasureRegister } from '../../db/privacy/erasure-register';
import { type SeedCustomer, type Seeded } from '../support/seed';
import { sql } from 'kysely';
import { type TestDb } from '../support/test-db';
import { playedCampaign } from '../audit/fixture';
import { makePerson } from '../support/api';
import { type Role } from '../../domain/access/access';

/** A campaign that is over, the people of its client, and where the worker that erases keeps its things. */
export interface Over extends Seeded {
  keys: Record<'manager' | 'approver' | 'operator' | 'client_viewer', string>;
  folder: string;
  worker: ErasureDeps;
}

export async function overCampaign(t: TestDb, customers: SeedCustomer[]): Promise<Over> {
  const seeded = await playedCampaign(t, customers);
  const keys = {} as Over['keys'];
  for (const role of ['manager', 'approver', 'operator', 'client_viewer'] as const satisfies Role[]) {
    const personId = await makePerson(t, role);
    keys[role] = (await createApiKey(t.db, { personId, clientId: seeded.clientId, role })).key;
  }
  return { ...seeded, keys, ...workerOf(t) };
}

/** The worker's part that erases, with a register and a print folder of its own. */
export function workerOf(t: Pick<TestDb, 'db'>): { folder: string; worker: ErasureDeps } {
  const folder = mkdtempSync(join(tmpdir(), 'tsunagi-erasure-'));
  const register = new ErasureRegister(join(folder, 'register'));
  const archive = new PrintArchive(join(folder, 'print'));
  return { folder, worker: { db: t.db, log: pino({ level: 'silent' }), register, archive } };
}

/** A posted print run with these pieces, each in a file of its own, as the shop has taken it. */
export async function postedRun(
  t: TestDb,
  over: Over,
  pieces: number[],
  status: 'posted' | 'handed_over' = 'posted',
): Promise<string> {
  const lane = await t.db.selectFrom('lanes').select('id').limit(1).executeTakeFirstOrThrow();
  const key = `run-${over.campaignId}-${pieces.join('-')}`;
  const run = await t.db
    .insertInto('print_runs')
    .values({
      client_id: over.clientId,
      lane_id: lane.id,
      run_on: '2027-02-01',
      no: pieces[0]!,
      key,
      status,
      opened_at: new Date(0),
    } as never)
    .returning('id')
    .executeTakeFirstOrThrow();
  const folder = join(over.folder, 'print', 'done', key);
  mkdirSync(folder, { recursive: true });
  const rows: string[] = [];
  for (const [at, piece] of pieces.entries()) {
    await t.db
      .updateTable('pieces')
      .set({ print_run_id: run.id, no: at + 1 })
      .where('id', '=', piece)
      .execute();
    const { code } = await t.db.selectFrom('pieces').select('code').where('id', '=', piece).executeTakeFirstOrThrow();
    const file = `letters-${String(at + 1).padStart(3, '0')}.pdf`;
    writeFileSync(join(folder, file), '%PDF');
    rows.push([code, at + 1, file, 1, 1, 1, 'ordinary'].join(','));
  }
  await sql`update print_runs set campaigns = array(select distinct m.campaign_id from pieces p
    join messages m on m.piece_id = p.id where p.print_run_id = ${run.id}) where id = ${run.id}`.execute(t.db);
  writeFileSync(join(folder, 'manifest.csv'), `\uFEFF${['piece,no,file', ...rows].join('\r\n')}\r\n`);
  return folder;
}
