import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { Client } from 'pg';
import { importAudience } from '../../db/audience/import/import-audience';
import { Vault } from '../../db/privacy/vault';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { exampleColumns } from '../../examples/columns';
import { type Figure, interleave, type Measurement } from '../measurement';
import { withScratchDatabase } from '../scratch';
import { insertDraft, makeAudienceFile } from './audience-file';
import { copyCells, copyStored, dropCells, emptyStored, readStored } from './raw-copy';

const LIMIT = 0.08;
const SEED = 1;

/** Rows a second through the import, with its checks, keys and ledger, and through COPY alone, in turn. */
export const imports: Measurement = {
  name: 'import',
  what: 'rows a second of an import against COPY of its file, and of what it stores',
  async run({ quick, count = quick ? 10_000 : 100_000, rounds = quick ? 2 : 3 }, say) {
    return withScratchDatabase(async ({ db, pool, dir, ownerUrl }) => {
      const file = join(dir, 'audience.csv');
      await makeAudienceFile(file, { rows: count, seed: SEED });
      const lines = await tabLines(file);
      const doc = { zone: 'Asia/Tokyo', columns: await exampleColumns() } as CampaignDoc;
      const vault = new Vault(Buffer.alloc(32, 1));
      const run = async (code: string) => {
        const ids = await insertDraft(db, code);
        await importAudience({ db, pool, vault, ...ids, doc, body: createReadStream(file) });
      };
      const owner = new Client({ connectionString: ownerUrl });
      await owner.connect();
      await run('first');
      const stored = await readStored(owner);
      const runs = {
        file: () => copyCells(owner, lines),
        stored: () => copyStored(owner, stored),
        import: (round: number) => run(`bench-${round}`),
      };
      const rates = { file: [] as number[], stored: [] as number[], import: [] as number[] };
      await interleave(['file', 'stored', 'import'] as const, rounds, async (kind, round) => {
        const started = performance.now();
        await runs[kind](round);
        const rate = (count / (performance.now() - started)) * 1000;
        say(`round ${round + 1} of ${rounds}, ${kind}: ${rate.toFixed(0)} rows a second`);
        rates[kind].push(rate);
        await dropCells(owner);
        await emptyStored(owner);
      });
      await owner.end();
      return figuresOf(rates, count);
    });
  },
};

function figuresOf(rates: Record<'file' | 'stored' | 'import', number[]>, count: number): Figure[] {
  const rows = `${count.toLocaleString('en')} rows`;
  const against = (kind: 'file' | 'stored') => rates.import.map((rate, round) => rate / rates[kind][round]!);
  const [name, unit] = ['rows imported', '×'] as const;
  return [
    {
      name,
      of: `import ÷ COPY of the file, ${rows}`,
      unit,
      values: against('file'),
      limit: { least: LIMIT },
      detail: rates,
    },
    { name, of: `import ÷ COPY of what it stores, ${rows}`, unit, values: against('stored'), limit: { least: LIMIT } },
  ];
}

/** The file's cells as COPY takes them: one line a row, all with as many cells as the header. */
async function tabLines(file: string): Promise<Buffer> {
  const text = iconv.decode(await readFile(file), 'cp932').replaceAll('\0', '');
  const [header, ...rows] = parse(text, { relax_column_count: true, relax_quotes: true }) as string[][];
  const cell = (value = '') => value.replace(/[\\\t\n\r]/g, ' ');
  return Buffer.from(rows.map((row) => header!.map((_, column) => cell(row[column])).join('\t')).join('\n'));
}
