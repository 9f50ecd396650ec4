import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type Scope } from '../../platform/scope';
import { type Db, type Queryable } from '../../platform/types';
import { type Vault } from '../../privacy/vault';

/** A file of scanned pages whose pieces are kept; `hash` is the hex SHA-256 of its bytes. */
export interface ScanFile {
  upload: string;
  hash: string;
  type: string;
}

/** Bytes that are held in memory while a file comes in, and kept as one piece. */
const PIECE = 4 * 1024 * 1024;
/** No transfer takes so long: what it left behind is of one that broke off. */
const LOST = sql`now() - interval '1 day'`;

/**
 * Keeps a file as it comes in, encrypted, piece by piece. `typeOf` gets its first bytes, and throws for what is not to be
 * received. Nothing is left of a file that breaks off or is refused.
 */
export async function receiveUpload(
  db: Db,
  vault: Vault,
  scope: Scope,
  { source, typeOf }: { source: AsyncIterable<Buffer>; typeOf: (first: Buffer) => string },
): Promise<ScanFile> {
  const upload = randomUUID();
  const hash = createHash('sha256');
  let type: string | undefined;
  let no = 0;
  const keep = async (bytes: Buffer): Promise<void> => {
    type ??= typeOf(bytes);
    hash.update(bytes);
    const campaigns = scope.campaigns === null ? null : [...scope.campaigns];
    const piece = { upload, no: ++no, client_id: scope.clientId, campaigns, data: vault.encryptScan(bytes) };
    await db.insertInto('scan_chunks').values(piece).execute();
  };
  try {
    for await (const piece of piecesOf(source)) await keep(piece);
    return { upload, hash: hash.digest('hex'), type: type ?? typeOf(Buffer.alloc(0)) };
  } catch (error) {
    await dropUpload(db, upload);
    throw error;
  }
}

async function* piecesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    held.push(chunk);
    size += chunk.length;
    if (size < PIECE) continue;
    yield Buffer.concat(held);
    [held, size] = [[], 0];
  }
  if (size > 0) yield Buffer.concat(held);
}

/** The whole of a file. */
export async function openUpload(db: Queryable, vault: Vault, upload: string): Promise<Buffer> {
  const pieces = await db.selectFrom('scan_chunks').select('data').where('upload', '=', upload).orderBy('no').execute();
  return Buffer.concat(pieces.map(({ data }) => vault.openScan(data)));
}

/** Removes a file that no batch has. Whether one has it may be unknown to the caller, when the answer to its commit was lost. */
export async function dropUnused(db: Queryable, upload: string): Promise<void> {
  await sql`delete from scan_chunks c where c.upload = ${upload}
    and not exists (select from scan_files f where f.upload = c.upload)`.execute(db);
}

export async function dropUpload(db: Queryable, upload: string): Promise<void> {
  await db.deleteFrom('scan_chunks').where('upload', '=', upload).execute();
}

/** Removes what files left behind that broke off together with the process that received them. */
export async function dropLostUploads(db: Queryable): Promise<void> {
  await sql`delete from scan_chunks where upload in (
    select c.upload from scan_chunks c where c.no = 1 and c.received_at < ${LOST}
      and not exists (select from scan_files f where f.upload = c.upload))`.execute(db);
}
