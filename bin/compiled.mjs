// Where the compiled product lies, and whether it is what the sources say.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(fileURLToPath(new URL('.', import.meta.url)), '..');
export const DIST = join(ROOT, 'dist');
/** In dist/: the hash of the sources that it was made from. */
export const STAMP = 'stamp.txt';

/** The product: no sandbox, benches or tests. */
export const FOLDERS = [
  'activities',
  'api',
  'audit',
  'cli',
  'config',
  'db',
  'domain',
  'embedded',
  'rendering',
  'temporal',
  'workflows',
];

/** Every file of the product, relative to the root, in a fixed order. */
export function productFiles() {
  const inFolders = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
  );
  return ['worker.ts', ...inFolders.sort()];
}

/** A hash of the product's sources, the locked packages and the build itself. */
export function sourceHash(files = productFiles()) {
  const hash = createHash('sha256');
  for (const file of [...files, 'package-lock.json', 'bin/build.mjs', 'bin/compiled.mjs'])
    hash.update(`${file}\0`).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex');
}

/** Whether dist/ can be run: it matches the sources, or there are no sources beside it, as in the image. */
export function isCompiled() {
  const stamp = join(DIST, STAMP);
  if (!existsSync(stamp)) return false;
  return !existsSync(join(ROOT, 'worker.ts')) || readFileSync(stamp, 'utf8') === sourceHash();
}
