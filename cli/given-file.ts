import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError } from '../domain/errors';

/** The text of a file that the command was given. Throws file_not_readable. */
export function readGivenFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new AppError('file_not_readable', { path });
  }
}

/** The content itself, beginning with `{`, or that of the file at this path. Throws file_not_readable. */
export const contentOrFile = (given: string): string =>
  given.trimStart().startsWith('{') ? given : readGivenFile(given);

/** Makes sure, before long work, that its result can be written to this file. Throws file_not_writable. */
export function requireWritable(path: string): void {
  try {
    if (existsSync(path) && statSync(path).isDirectory()) throw new Error('a folder');
    accessSync(existsSync(path) ? path : dirname(resolve(path)), constants.W_OK);
  } catch {
    throw new AppError('file_not_writable', { path });
  }
}

/** Writes a result to the file. Throws file_not_writable. */
export async function writeGivenFile(path: string, content: Uint8Array): Promise<void> {
  await writeFile(path, content).catch(() => {
    throw new AppError('file_not_writable', { path });
  });
}
