import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { program } from 'commander';
import { importAudience } from '../../db/audience/import/import-audience';
import { Vault } from '../../db/privacy/vault';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { exampleColumns } from '../../examples/columns';
import { insertDraft, makeAudienceFile } from './audience-file';
import { withScratchDatabase } from '../scratch';

/** Imports a generated file into a fresh PostgreSQL and prints one line of JSON. */
async function benchImport({ rows, seed }: { rows: number; seed: number }): Promise<void> {
  await withScratchDatabase(async ({ db, pool, dir }) => {
    const ids = await insertDraft(db);
    const file = join(dir, 'audience.csv');
    await makeAudienceFile(file, { rows, seed });
    const doc = { zone: 'Asia/Tokyo', columns: await exampleColumns() } as CampaignDoc;
    const started = process.hrtime.bigint();
    const cpu = process.cpuUsage();
    const body = createReadStream(file);
    const summary = await importAudience({ db, pool, vault: new Vault(Buffer.alloc(32, 1)), ...ids, doc, body });
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const used = process.cpuUsage(cpu);
    const figures = {
      rows: summary.rows,
      refused: summary.refused,
      customers: summary.customers,
      seconds: round(seconds),
      rowsPerSecond: Math.round(summary.rows / seconds),
      nodeCpuSeconds: round((used.user + used.system) / 1e6),
      rssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    };
    process.stdout.write(`${JSON.stringify(figures)}\n`);
  });
}

const round = (seconds: number) => Math.round(seconds * 100) / 100;

program
  .option('--rows <count>', 'data rows', Number, 100_000)
  .option('--seed <number>', 'same seed, same file', Number, 1)
  .action(benchImport)
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  });
