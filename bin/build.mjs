// npm run build: compiles the product into dist/ (or the folder given), with its assets, the ready workflow bundle and
// the console.
// Does nothing when dist/ already matches the sources. Types are checked by `npm run lint`.
import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { transformFile } from '@swc/core';
import { buildConsole } from './build-console.mjs';
import { DIST, isCompiled, productFiles, ROOT, sourceHash, STAMP } from './compiled.mjs';

const require = createRequire(import.meta.url);
const options = {
  swcrc: false,
  sourceMaps: true,
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  module: { type: 'commonjs' },
};

async function compile(file, folder) {
  const target = join(folder, file.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(target), { recursive: true });
  if (!file.endsWith('.ts')) return copyFileSync(join(ROOT, file), target);
  const { code, map } = await transformFile(join(ROOT, file), { ...options, sourceFileName: basename(file) });
  writeFileSync(target, `${code}\n//# sourceMappingURL=${basename(target)}.map\n`);
  writeFileSync(`${target}.map`, map);
}

/** Makes the same bundle, with the same build id, as a worker that runs from the sources. */
async function bundle(folder) {
  require('tsx/cjs');
  const { workflowBundle } = require('../temporal/bundle.ts');
  const { codePath, buildId } = await workflowBundle();
  copyFileSync(codePath, join(folder, 'workflow-bundle.js'));
  writeFileSync(join(folder, 'workflow-bundle.json'), `${JSON.stringify({ buildId })}\n`);
}

/** Builds in a draft folder first, so that half a build never looks like a whole one. */
async function build(target) {
  const draft = join(ROOT, '.build', `dist-${process.pid}`);
  const files = productFiles();
  const hash = sourceHash(files);
  try {
    await Promise.all(files.map((file) => compile(file, draft)));
    await bundle(draft);
    const { name, version } = require('../package.json');
    writeFileSync(join(draft, 'package.json'), `${JSON.stringify({ name, version, private: true })}\n`); // for --version
    writeFileSync(join(draft, STAMP), hash);
    rmSync(target, { recursive: true, force: true });
    renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

const [given] = process.argv.slice(2);
if (given !== undefined || !isCompiled()) await build(given ?? DIST);
await buildConsole(join(given ?? DIST, 'console'));
