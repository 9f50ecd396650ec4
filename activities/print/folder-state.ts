import { accessSync, constants, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding } from '../../db/platform/alerts/causes';
import { type Db } from '../../db/platform/types';
import { renderedRuns } from '../../db/print/runs';
import { AppError } from '../../domain/errors';
import { SftpFiles } from './exchange/sftp-files';
import { type PrintFolder } from './folder';

/** Kinds of alert about the print folder, and about the print shop's server. */
export const FOLDER_KINDS = [
  'print_folder_missing',
  'print_folder_full',
  'print_shop_away',
  'print_shop_host_key',
  'print_shop_differs',
] as const;
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
    return [unusable(error, found)];
  }
}

function unusable(error: unknown, found: { subject: string; clientId: null }): Finding {
  const { code = 'unknown' } = error as NodeJS.ErrnoException;
  return { ...found, kind: 'print_folder_missing', figures: { code } };
}

/**
 * Why no run can be handed over or report be read: the print shop's server is away, refuses us, or shows another key; or
 * something else lies under the name of a run that is to leave.
 */
export async function printShopFindings(db: Db, folder: PrintFolder): Promise<Finding[]> {
  const runs = await renderedRuns(db);
  try {
    if (folder.shop instanceof SftpFiles) await folder.shop.names('out');
    for (const { key, manifest_hash: hash } of runs) await folder.isHandedOver(key, hash);
    return [];
  } catch (error) {
    // whatever it is, the other alerts must not wait for it
    if (!(error instanceof AppError)) return [unusable(error, { subject: 'print-shop', clientId: null })];
    const { host = '', reason = '', path = '' } = error.detail;
    const found = { subject: String(path || 'print-shop'), clientId: null };
    if (error.code === 'print_shop_differs') return [{ ...found, kind: error.code, figures: { path } }];
    if (error.code === 'print_shop_host_key') return [{ ...found, kind: error.code, figures: { host } }];
    return [{ ...found, kind: 'print_shop_away', figures: { host, reason } }];
  }
}

function freeMbOf(dir: string): number {
  const { bavail, bsize } = statfsSync(dir);
  return Math.floor((bavail * bsize) / 1_048_576);
}
