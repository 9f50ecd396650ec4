import { readFileSync } from 'node:fs';
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
