import { once } from 'node:events';
import { type Writable } from 'node:stream';
import { sql } from 'kysely';
import { type PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { COPY_HEADER, COPY_TRAILER } from './copy-rows';
import { STAGED_COLUMNS } from './staged-row';
import { type Trx } from '../../platform/types';

/**
 * Creates the import's temporary tables. They are visible to this transaction only, vanish in any case, and the
 * application may ANALYZE them, on which the plans of the set operations depend.
 */
export async function createStaging(trx: Trx): Promise<void> {
  await sql.raw(`create temp table staged (${STAGED_COLUMNS.join(', ')}) on commit drop`).execute(trx);
  await sql
    .raw('create temp table noted (line int, "column" text, code text, severity text, detail json) on commit drop')
    .execute(trx);
}

/** Opens the COPY into staging; `client` is the connection of the transaction that created the tables. */
export function openCopy(client: PoolClient): StagingCopy {
  return new StagingCopy(client.query(copyFrom('copy staged from stdin (format binary)')));
}

/** Accepts encoded rows until `end` or `giveUp`; one of the two must be called. */
export class StagingCopy {
  /** Error reported by the server, possibly while no call is waiting for it. */
  private failure: Error | undefined;

  constructor(private readonly out: Writable) {
    this.out.on('error', (error: Error) => (this.failure ??= error));
    this.out.write(COPY_HEADER);
  }

  async write(rows: Buffer): Promise<void> {
    if (this.failure) throw this.failure;
    if (!this.out.write(rows)) await once(this.out, 'drain');
  }

  /** Resolves when the server has stored everything. */
  async end(): Promise<void> {
    if (this.failure) throw this.failure;
    const finished = once(this.out, 'finish');
    this.out.end(COPY_TRAILER);
    await finished;
  }

  /** Aborts the COPY, so that the connection can roll back. */
  async giveUp(): Promise<void> {
    if (this.failure || this.out.destroyed) return;
    const closed = new Promise((resolve) => this.out.once('close', resolve));
    this.out.destroy(new Error('import given up'));
    await closed;
  }
}
