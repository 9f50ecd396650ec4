import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { unlinkSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** The lines of a key file, without comments (#) and empty lines. Throws when it cannot be read. */
export function readKeyLines(file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}

/** Creates the file with mode 0600, and its folder, unless it exists. Of two processes the first one wins. */
export function makeSecretFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = writeDraft(file, text);
  try {
    linkSync(draft, file); // fails when another process was first
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
}

/** Replaces the file's content atomically; on disk before it returns, with mode 0600 and our owner. */
export function replaceSecretFile(file: string, text: string): void {
  renameSync(writeDraft(file, text), file);
}

function writeDraft(file: string, text: string): string {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const fd = openSync(draft, 'wx', 0o600);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  return draft;
}

/** Whether users other than the owner and the group can read or change the file. */
export const openToOthers = (file: string): boolean => (statSync(file).mode & 0o007) !== 0;

/** Changes when the file's content was replaced; undefined when it does not exist. */
export function fileMark(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found && `${found.ino}:${found.mtimeMs}:${found.size}`;
}
