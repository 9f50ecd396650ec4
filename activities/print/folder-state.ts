import { accessSync, constants, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding } from '../../db/platform/alerts/causes';

/** Kinds of alert about the print folder. */
export const FOLDER_KINDS = ['print_folder_missing', 'print_folder_full'] as const;
/** A print run of a million letters takes some hundred MB. */
const LEAST_FREE_MB = 512;

/**
 * What is wrong with the folder shared with the print shop: it is not there or cannot be written to, as when its mount
 * has gone, or its disk is nearly full. Its subfolders are made when a worker starts, so an empty one has vanished.
 */
export function printFolderFindings(dir: string, freeMb: (dir: string) => number = freeMbOf): Finding[] {
  const found = { subject: 'print-folder', clientId: null };
  try {
    for (const name of ['tmp', 'out']) accessSync(join(dir, name), constants.W_OK | constants.X_OK);
    const free = freeMb(dir);
    if (free >= LEAST_FREE_MB) return [];
    return [{ ...found, kind: 'print_folder_full', figures: { free, least: LEAST_FREE_MB } }];
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return [{ ...found, kind: 'print_folder_missing', figures: { code } }];
  }
}

function freeMbOf(dir: string): number {
  const { bavail, bsize } = statfsSync(dir);
  return Math.floor((bavail * bsize) / 1_048_576);
}
