import pino from 'pino';
import { drainPost } from '../../activities/print/drain';
import { PrintFolder } from '../../activities/print/folder';
import { bookAcknowledged } from '../../activities/print/posted';
import { renderRun } from '../../activities/print/render';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { connectDb } from '../../db/platform/connect';
import { handOverRun } from '../../db/print/handover';
import { Vault } from '../../db/privacy/vault';

/** Drains, prints, hands over and books until it is killed: node print-child <database url> <folder> <lane id>. */
const [url = '', dir = '', lane = ''] = process.argv.slice(2);
const { db } = connectDb({ url });
const docs = new CampaignDocs();
const folder = new PrintFolder(dir);
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
    const runs = await db.selectFrom('print_runs').select(['id', 'key']).where('status', '<>', 'posted').execute();
    for (const { id, key } of runs) {
      await renderRun(deps, id);
      await handOverRun(db, docs, id, {
        lies: folder.isHandedOver(key),
        fits: (run) => folder.holds(key, run.manifest_hash),
        move: () => folder.handOver(key),
      });
      await bookAcknowledged(deps, id);
    }
  }
}

void work();
