import { once } from 'node:events';
import { type Writable } from 'node:stream';
import { sql } from 'kysely';
import { type PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { COPY_HEADER, COPY_TRAILER } from './copy-rows';
import { STAGED_COLUMNS } from './staged-row';
import { type Trx } from '../../platform/types';

/**
 * Temporary tables of the import's own transaction: nobody else sees them, they leave nothing behind whatever happens,
 * and the application may analyse them, which the plans of the set-based steps depend on.
 */
export async function createStaging(trx: Trx): Promise<void> {
  await sql.raw(`create temp table staged (${STAGED_COLUMNS.join(', ')}) on commit drop`).execute(trx);
  await sql
    .raw('create temp table noted (line int, "column" text, code text, severity text, detail json) on commit drop')
    .execute(trx);
}

/** Opens the COPY into staging; `client` is the connection of the transaction that made it. */
export function openCopy(client: PoolClient): StagingCopy {
  return new StagingCopy(client.query(copyFrom('copy staged from stdin (format binary)')));
}

/** Takes encoded rows until it is ended or given up; one of the two is due. */
export class StagingCopy {
  /** What the server refused; it may say so while nobody waits for anything. */
  private failure: Error | undefined;

  constructor(private readonly out: Writable) {
    this.out.on('error', (error: Error) => (this.failure ??= error));
    this.out.write(COPY_HEADER);
  }

  async write(rows: Buffer): Promise<void> {
    if (this.failure) throw this.failure;
    if (!this.out.write(rows)) await once(this.out, 'drain');
  }

  /** Resolves when the server has taken everything. */
  async end(): Promise<void> {
    if (this.failure) throw this.failure;
    const finished = once(this.out, 'finish');
    this.out.end(COPY_TRAILER);
    await finished;
  }

  /** Ends the COPY without its rows, so that the connection can roll back. */
  async giveUp(): Promise<void> {
    if (this.failure || this.out.destroyed) return;
    const closed = new Promise((resolve) => this.out.once('close', resolve));
    this.out.destroy(new Error('import given up'));
    await closed;
  }
}
