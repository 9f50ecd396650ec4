import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that may contain a run's files: handed over, taken by the shop, or left over from rendering. */
const PLACES = ['out', 'done', 'tmp'];

/** Posted letters as files in the folder shared with the print shop. Manifests and reports are kept. */
export class PrintArchive {
  constructor(private readonly dir: string) {}

  /** Deletes the files with these letters, each named by run and piece code. Returns the number deleted. */
  removeLetters(letters: { run: string; piece: string }[]): number {
    let removed = 0;
    for (const run of new Set(letters.map((letter) => letter.run))) {
      const codes = new Set(letters.filter((letter) => letter.run === run).map((letter) => letter.piece));
      for (const folder of this.#foldersOf(run)) {
        const named = filesWith(folder, codes);
        // without a manifest it is not known which file it is in
        for (const name of named ?? pdfsIn(folder)) removed += remove(join(folder, name));
      }
    }
    return removed;
  }

  /** Deletes all letters of a run. Returns the number of files deleted. */
  removeRun(run: string): number {
    let removed = 0;
    for (const folder of this.#foldersOf(run)) {
      for (const name of pdfsIn(folder)) removed += remove(join(folder, name));
    }
    return removed;
  }

  #foldersOf(run: string): string[] {
    return PLACES.map((place) => join(this.dir, place, run)).filter((folder) => existsSync(folder));
  }
}

const pdfsIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.pdf'));

function remove(file: string): number {
  if (!existsSync(file)) return 0;
  rmSync(file);
  return 1;
}

/** The files a run's manifest lists for these pieces; undefined if it cannot be read. */
function filesWith(folder: string, codes: Set<string>): string[] | undefined {
  const manifest = join(folder, 'manifest.csv');
  if (!existsSync(manifest)) return undefined;
  const rows = readFileSync(manifest, 'utf8').split('\r\n').slice(1);
  const files = rows.flatMap((row) => {
    const [piece, , file] = row.split(',');
    return piece !== undefined && file !== undefined && codes.has(piece) ? [file] : [];
  });
  return [...new Set(files)];
}
