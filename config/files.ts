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

/** The parsed file; undefined when it is missing or was truncated by a crash. */
export function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** Replaces the file atomically; on disk before it returns. */
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

/** Like writeFileWhole, for a value as JSON. */
export function writeJson(file: string, value: unknown, mode?: number): void {
  writeFileWhole(file, `${JSON.stringify(value, null, 2)}\n`, mode);
}

/** Creates a folder. Parent folders created on the way can be traversed by other users, but not listed. */
export function makePassableDir(dir: string): void {
  const first = mkdirSync(dir, { recursive: true });
  if (first === undefined) return;
  for (let created = dir; created.length >= first.length; created = dirname(created)) {
    chmodSync(created, statSync(created).mode | 0o111);
  }
}

/** Opens a log for appending. A log larger than 64 MB is first renamed to `.old`. */
export function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 64 * 1024 * 1024) renameSync(file, `${file}.old`);
  return openSync(file, 'a', 0o640);
}
