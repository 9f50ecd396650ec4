import { pino } from 'pino';
import { startBatchReader } from '../../activities/scans/read-batches';
import { connectDb } from '../../db/platform/connect';
import { listenForNotifications } from '../../db/platform/notifications/listen';
import { FileMasterKeys } from '../../db/privacy/master-keys';
import { openVault } from '../../db/privacy/vault';

/** The part of a worker that reads batches, in a process of its own as in production. */
async function main([url, keys]: string[]): Promise<void> {
  const { db } = connectDb({ url: url!, max: 4, application: 'bench-scans' });
  const vault = await openVault(new FileMasterKeys(keys!));
  const reader = startBatchReader({ db, vault, log: pino({ level: 'warn' }) });
  listenForNotifications(url!).subscribe({ notified: reader.wake, connected: reader.wake });
}
process.on('disconnect', () => process.exit());
void main(process.argv.slice(2));
