import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { type Piece } from './entries';

const plainName = z.string().regex(/^[\w-][\w.-]*$/);
const count = z.coerce.number().int().min(1);

const totals = z.object({
  key: z.string(),
  pieces: count,
  pages: count,
  files: z.array(z.object({ name: plainName, sha256: z.string(), pieces: count, pages: count })).min(1),
  manifestSha256: z.string(),
  /** All piece codes, one per line. */
  pieceCodesSha256: z.string().optional(),
});
const row = z
  .object({
    ...{ piece: z.string().min(1), no: count, file: plainName, first_page: count, pages: count },
    class: z.enum(['ordinary', 'recorded', 'simple_registered', 'registered']).default('ordinary'),
    express: z.string().default('no'),
    no_forwarding: z.string().default('no'),
  })
  .transform(({ first_page: firstPage, express, no_forwarding: kept, ...rest }): Piece => {
    return { ...rest, firstPage, express: express === 'yes', noForwarding: kept === 'yes' };
  });

export interface Manifest {
  pieces: Piece[];
  pages: number;
  files: { name: string; pages: number }[];
}

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

/** The run does not match its manifest. */
export class BadRun extends Error {}

function expect(holds: boolean, problem: string): void {
  if (!holds) throw new BadRun(problem);
}

/** Reads and checks a run's folder: all checksums and totals. Throws BadRun with the first mismatch. */
export function checkRun(folder: string, key: string): Manifest {
  try {
    return checked(folder, key);
  } catch (error) {
    if (error instanceof BadRun) throw error;
    throw new BadRun(error instanceof z.ZodError ? z.prettifyError(error) : String(error));
  }
}

/** The envelopes of a run that was checked before. */
export function readPieces(folder: string): Piece[] {
  const rows: unknown = parse(readFileSync(join(folder, 'manifest.csv')), { bom: true, columns: true });
  return z.array(row).parse(rows);
}

function checked(folder: string, key: string): Manifest {
  const declared = totals.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  expect(declared.key === key, 'the key is not the folder name');
  expect(sha256(readFileSync(join(folder, 'manifest.csv'))) === declared.manifestSha256, 'sha256 of manifest.csv');
  const pieces = readPieces(folder);
  expect(pieces.length === declared.pieces, 'number of pieces');
  expect(sum(pieces.map(({ pages }) => pages)) === declared.pages, 'number of pages');
  const codes = sha256(pieces.map(({ piece }) => piece).join('\n'));
  expect((declared.pieceCodesSha256 ?? codes) === codes, 'sha256 of the piece codes');
  expect(new Set(pieces.map(({ piece }) => piece)).size === pieces.length, 'a piece code twice');
  expect(new Set(pieces.map(({ no }) => no)).size === pieces.length, 'a number twice');
  for (const { name, sha256: wanted, pieces: wantedPieces, pages } of declared.files) {
    expect(sha256(readFileSync(join(folder, name))) === wanted, `sha256 of ${name}`);
    const own = pieces.filter(({ file }) => file === name);
    expect(own.length === wantedPieces, `number of pieces in ${name}`);
    expect(covers(own, pages), `pages of ${name}`);
  }
  expect(sum(declared.files.map(({ pages }) => pages)) === declared.pages, 'pages of all files');
  return { pieces, pages: declared.pages, files: declared.files };
}

/** Whether the envelopes cover the pages without gaps. */
function covers(pieces: Piece[], pages: number): boolean {
  const ordered = [...pieces].sort((a, b) => a.firstPage - b.firstPage);
  let next = 1;
  for (const piece of ordered) {
    if (piece.firstPage !== next) return false;
    next += piece.pages;
  }
  return next === pages + 1;
}
