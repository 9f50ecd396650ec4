import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { parseCampaignFile } from '../../api/campaign-file/read';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { PROFILES } from '../../domain/print/envelope-profile';
import { type Draw, type PieceContent } from '../../rendering/letter/content';
import { layoutPiece } from '../../rendering/letter/piece';
import { PrintFile } from '../../rendering/letter/print-file';
import { Sheet } from '../../rendering/letter/sheet';
import { renderLetter } from '../../rendering/render';
import { type Measurement } from '../measurement';

type Doc = InstanceType<typeof PDFDocument>;
type Call = [method: string, args: unknown[]];

/** Letters of one batch; the two ways take turns, so that a busy machine slows both alike. */
const BATCH = 100;
const NAMES = ['坂本 良枝', '髙橋 健一', '山田 太郎', '伊集院 由紀子', '佐藤 舞'];
const TOWNS = ['東京都港区海岸1-2-3 コーポA 801', '大阪府大阪市北区梅田3-1-1', '北海道札幌市中央区北1条西2丁目4番'];

/** A letter of the example with its form, from template to pages. */
function contentOf(doc: CampaignDoc, n: number): PieceContent {
  const code = n.toString(36).toUpperCase().padStart(12, '7');
  const link = `https://closing.minato.example/m/${code}${code.slice(0, 10)}`;
  const personal = { name: NAMES[n % NAMES.length]!, link, optOutLink: link };
  const written = renderLetter(doc, 'notice-letter', personal);
  const addressee = { name: personal.name, kind: 'person', language: 'ja', postalCode: '105-0022' } as const;
  return {
    ...{ code, profile: PROFILES.long3, day: '2027-02-01' },
    addressee: { ...addressee, address: TOWNS[n % TOWNS.length]! },
    letters: [{ written, link, doc, asks: true }],
    contracts: [{ number: `MN17${n}`, product: 'ライト', doc }],
  };
}

/** Notes what is called on a document, to be called again. */
function recorded(pages: Draw[]): Call[][] {
  return pages.map((draw, index) => {
    const calls: Call[] = [];
    const doc: unknown = new Proxy({}, { get: (_, method: string) => (...args: unknown[]) => (calls.push([method, args]), doc) }); // prettier-ignore
    draw(new Sheet(doc as Doc), { no: index + 1, of: pages.length });
    return calls;
  });
}

/** A document drawn with PDFKit alone. */
function bareFile(path: string): { add(letters: Call[][][]): void; close(): Promise<void> } {
  const doc = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false, lang: 'ja-JP' });
  const file = createWriteStream(path);
  doc.pipe(file);
  const methods = doc as unknown as Record<string, (...args: unknown[]) => unknown>;
  return {
    add(letters) {
      for (const page of letters.flat()) {
        doc.addPage();
        for (const [method, args] of page) methods[method]!(...args);
      }
    },
    async close() {
      doc.end();
      await finished(file);
    },
  };
}

/** CPU of a run of letters from template to file, against PDFKit drawing the same pages, in turn. */
export const letters: Measurement = {
  name: 'letters',
  what: 'letters a CPU second of a print run against PDFKit drawing the same pages',
  async run({ quick, count = quick ? 300 : 1_000 }) {
    const doc = parseCampaignFile(readFileSync(join(__dirname, '..', '..', 'examples', 'campaign.yaml'), 'utf8'), {
      ...{ now: 0, hashContract: String },
    });
    const dir = mkdtempSync(join(tmpdir(), 'tsunagi-letters-'));
    try {
      layoutPiece(contentOf(doc, 0)); // opens the fonts
      const ways = {
        product: new PrintFile(join(dir, 'product.pdf'), 'bench', 0),
        bare: bareFile(join(dir, 'bare.pdf')),
      };
      const spent = { product: [] as number[], bare: [] as number[] };
      for (let from = 0; from < count; from += BATCH) {
        const numbers = Array.from({ length: Math.min(BATCH, count - from) }, (_, n) => from + n);
        const calls = numbers.map((n) => recorded(layoutPiece(contentOf(doc, n))));
        const draw = { product: () => numbers.forEach((n) => ways.product.add(layoutPiece(contentOf(doc, n)))), bare: () => ways.bare.add(calls) }; // prettier-ignore
        for (const way of ['product', 'bare'] as const) spent[way].push(await cpuOf(draw[way]));
      }
      const ends = { product: await cpuOf(() => ways.product.close()), bare: await cpuOf(() => ways.bare.close()) };
      const share = 1 / spent.product.length; // of the end, for each batch
      const values = spent.product.map((cpu, n) => (spent.bare[n]! + ends.bare * share) / (cpu + ends.product * share));
      const of = `letters a CPU second, product ÷ PDFKit, batches of ${BATCH}`;
      return [{ name: 'letters drawn', of, unit: '×', values, detail: { spent, ends } }];
    } finally {
      rmSync(dir, { recursive: true });
    }
  },
};

/** CPU seconds of this process. */
async function cpuOf(run: () => unknown): Promise<number> {
  const from = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
}
