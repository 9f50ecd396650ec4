import pino from 'pino';
import { drainPost } from '../../activities/print/drain';
import { SftpFiles } from '../../activities/print/exchange/sftp-files';
import { PrintFolder } from '../../activities/print/folder';
import { handOver } from '../../activities/print/hand-over';
import { bookAcknowledged } from '../../activities/print/posted';
import { renderRun } from '../../activities/print/render';
import { type SftpTarget } from '../../config/print-sftp';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { connectDb } from '../../db/platform/connect';
import { Vault } from '../../db/privacy/vault';

/**
 * Drains, prints, hands over and books until it is killed: node print-child <database url> <folder> <lane id>, and the
 * print shop's server as JSON where it is not the folder.
 */
const [url = '', dir = '', lane = '', sftp] = process.argv.slice(2);
const { db } = connectDb({ url });
const docs = new CampaignDocs();
const target = sftp === undefined ? undefined : (JSON.parse(sftp) as SftpTarget);
const folder = new PrintFolder(dir, target && new SftpFiles(target, dir));
const deps = {
  db,
  docs,
  folder,
  vault: new Vault(Buffer.alloc(32, 7)),
  log: pino({ level: 'silent' }),
  config: { PUBLIC_URL: 'https://closing.example' },
  piecesPerFile: 10,
};

async function work(): Promise<void> {
  // eslint-disable-next-line no-restricted-syntax -- its test kills it
  for (;;) {
    await drainPost(deps, Number(lane), { signal: new AbortController().signal, untilMs: Date.now() + 100 });
    const runs = await db.selectFrom('print_runs').select('id').where('status', '<>', 'posted').execute();
    for (const { id } of runs) {
      await renderRun(deps, id);
      await handOver(deps, id);
      await bookAcknowledged(deps, id);
    }
  }
}

void work();
