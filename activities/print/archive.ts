import { LocalFiles } from './exchange/local-files';
import { type ShopFiles } from './exchange/shop-files';

/** A folder that may contain a run's files, and whose it is. */
interface Place {
  files: ShopFiles;
  path: string;
}

/** Posted letters as files at the print shop, and as drafts of our own. Manifests and reports are kept. */
export class PrintArchive {
  constructor(
    private readonly dir: string,
    private readonly shop: ShopFiles = new LocalFiles(dir),
  ) {}

  /** Deletes the files with these letters, each named by run and piece code. Returns the number deleted. */
  async removeLetters(letters: { run: string; piece: string }[]): Promise<number> {
    let removed = 0;
    for (const run of new Set(letters.map((letter) => letter.run))) {
      const codes = new Set(letters.filter((letter) => letter.run === run).map((letter) => letter.piece));
      for (const place of this.#placesOf(run)) {
        const named = await filesWith(place, codes);
        // without a manifest it is not known which file it is in
        removed += await remove(place, named ?? (await pdfsIn(place)));
      }
      await this.shop.unstage(run);
    }
    return removed;
  }

  /** Deletes all letters of a run. Returns the number of files deleted. */
  async removeRun(run: string): Promise<number> {
    let removed = 0;
    for (const place of this.#placesOf(run)) removed += await remove(place, await pdfsIn(place));
    await this.shop.unstage(run);
    return removed;
  }

  /** Handed over, taken by the shop, or left over from rendering. */
  #placesOf(run: string): Place[] {
    const shop = ['out', 'done'].map((place) => ({ files: this.shop, path: `${place}/${run}` }));
    return [...shop, { files: new LocalFiles(this.dir), path: `tmp/${run}` }];
  }
}

const pdfsIn = async ({ files, path }: Place): Promise<string[]> =>
  (await files.names(path)).filter((name) => name.endsWith('.pdf'));

async function remove({ files, path }: Place, names: string[]): Promise<number> {
  let removed = 0;
  for (const name of names) if (await files.remove(`${path}/${name}`)) removed += 1;
  return removed;
}

/** How a run's files with letters are named. */
const LETTERS = /^letters-\d+\.pdf$/;

/** The files a run's manifest lists for these pieces; undefined if it cannot be read, or names what is none of ours. */
async function filesWith({ files, path }: Place, codes: Set<string>): Promise<string[] | undefined> {
  const manifest = await files.read(`${path}/manifest.csv`);
  if (!manifest) return undefined;
  const rows = manifest.bytes.toString('utf8').split('\r\n').slice(1);
  const named = rows.flatMap((row) => {
    const [piece, , file] = row.split(',');
    return piece !== undefined && file !== undefined && codes.has(piece) ? [file] : [];
  });
  return named.every((file) => LETTERS.test(file)) ? [...new Set(named)] : undefined;
}
