import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** The parsed file, or undefined when it is missing or was torn by a crash. */
export function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** Replaces the file in one step (readers see the old or the new one), on disk before it returns. */
export function writeFileWhole(file: string, text: string, mode = 0o644): void {
  const temporary = `${file}.${process.pid}.tmp`;
  const fd = openSync(temporary, 'w', mode);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, file);
}

/** writeFileWhole of a value as JSON. */
export function writeJson(file: string, value: unknown, mode?: number): void {
  writeFileWhole(file, `${JSON.stringify(value, null, 2)}\n`, mode);
}

/** Creates a folder; the ones created on the way can be passed through by other users, but not listed. */
export function makePassableDir(dir: string): void {
  const first = mkdirSync(dir, { recursive: true });
  if (first === undefined) return;
  for (let created = dir; created.length >= first.length; created = dirname(created)) {
    chmodSync(created, statSync(created).mode | 0o111);
  }
}

/** Opens a log for appending; one that has grown past 64 MB begins anew, the last one is kept as `.old`. */
export function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 64 * 1024 * 1024) renameSync(file, `${file}.old`);
  return openSync(file, 'a', 0o640);
}
