import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { type Pool } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { importAudience } from '../../db/audience/import/import-audience';
import { Vault } from '../../db/privacy/vault';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { exampleColumns } from '../../examples/columns';
import { interleave, type Measurement } from '../measurement';
import { withScratchDatabase } from '../scratch';
import { insertDraft, makeAudienceFile } from './audience-file';

const LIMIT = 0.08;
const SEED = 1;

/** Rows a second through the import, with its checks, keys and ledger, and through COPY alone, in turn. */
export const imports: Measurement = {
  name: 'import',
  what: 'rows a second of an import against COPY of the same rows into a bare table',
  async run({ quick, count = quick ? 10_000 : 100_000, rounds = quick ? 2 : 3 }, say) {
    return withScratchDatabase(async ({ db, pool, dir }) => {
      const file = join(dir, 'audience.csv');
      await makeAudienceFile(file, { rows: count, seed: SEED });
      const lines = await tabLines(file);
      const doc = { zone: 'Asia/Tokyo', columns: await exampleColumns() } as CampaignDoc;
      const vault = new Vault(Buffer.alloc(32, 1));
      const rates = { copy: [] as number[], import: [] as number[] };
      const runs = {
        copy: async () => copyRows(pool, lines),
        import: async (round: number) => {
          const ids = await insertDraft(db, `bench-${round}`);
          await importAudience({ db, pool, vault, ...ids, doc, body: createReadStream(file) });
        },
      };
      await interleave(['copy', 'import'] as const, rounds, async (kind, round) => {
        const started = performance.now();
        await runs[kind](round);
        const rate = (count / (performance.now() - started)) * 1000;
        say(`round ${round + 1} of ${rounds}, ${kind}: ${rate.toFixed(0)} rows a second`);
        rates[kind].push(rate);
      });
      const values = rates.import.map((rate, round) => rate / rates.copy[round]!);
      const of = `import ÷ COPY, ${count.toLocaleString('en')} rows`;
      return [{ name: 'rows imported', of, unit: '×', values, limit: { least: LIMIT }, detail: rates }];
    });
  },
};

/** The file's cells as COPY takes them: one line a row, all with as many cells as the header. */
async function tabLines(file: string): Promise<Buffer> {
  const text = iconv.decode(await readFile(file), 'cp932').replaceAll('\0', '');
  const [header, ...rows] = parse(text, { relax_column_count: true, relax_quotes: true }) as string[][];
  const cell = (value = '') => value.replace(/[\\\t\n\r]/g, ' ');
  return Buffer.from(rows.map((row) => header!.map((_, column) => cell(row[column])).join('\t')).join('\n'));
}

/** COPY into a table of texts without keys or indexes, in one transaction as the import's. */
async function copyRows(pool: Pool, lines: Buffer): Promise<void> {
  const client = await pool.connect();
  try {
    const columns = lines
      .subarray(0, lines.indexOf('\n'))
      .toString()
      .split('\t')
      .map((_, index) => `c${index} text`);
    await client.query('begin');
    await client.query(`create temporary table bare (${columns.join(', ')})`);
    await pipeline(Readable.from(chunksOf(lines)), client.query(copyFrom('copy bare from stdin')));
    await client.query('rollback');
  } finally {
    client.release(true); // the import sets what a session with temporary tables cannot change any more
  }
}

const CHUNK = 65_536;

function* chunksOf(lines: Buffer): Generator<Buffer> {
  for (let at = 0; at < lines.length; at += CHUNK) yield lines.subarray(at, at + CHUNK);
}
