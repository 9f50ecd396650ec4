// Builds the console into .build/console (or the folder given), once per language, when its sources have changed since
// the last build.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { ROOT, STAMP } from './compiled.mjs';

/** What the console is made of: its own files, the domain and contracts that it shares, and the handbooks. */
const SOURCES = ['console', 'domain', 'api', 'docs/ja', 'docs/images'];
export const CONSOLE = join(ROOT, '.build', 'console');

/** All files below some folders, relative to the root. */
const sourcesOf = (folders) =>
  folders
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
    );

function sourcesHash() {
  const hash = createHash('sha256');
  for (const file of [...sourcesOf(SOURCES).sort(), 'package-lock.json', 'bin/build-console.mjs'])
    hash.update(`${file}\0`).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex');
}

const require = createRequire(import.meta.url);
const TABLE = 'virtual:route-table';

/** What the console's client needs of each route at run time; everything else of the contract is types. */
function routeTable() {
  require('tsx/cjs');
  const { contract } = require('../api/contract.ts');
  const used = new Set(
    sourcesOf(['console']).flatMap((file) => readFileSync(join(ROOT, file), 'utf8').match(/'\w+'/g) ?? []),
  );
  const rows = Object.entries(contract)
    .filter(([name]) => used.has(`'${name}'`))
    .map(([name, { method, path, write }]) => [name, [method, path, write]]);
  const code = `export default ${JSON.stringify(Object.fromEntries(rows))};`;
  return {
    name: 'route-table',
    resolveId: (source) => (source === TABLE ? `\0${TABLE}` : undefined),
    load: (source) => (source === `\0${TABLE}` ? code : undefined),
  };
}

const LANGUAGES = ['ja', 'en'];

/** Leaves the pages' words (`export const …Words`) in one language, so that no reader loads the other's. */
const wordsIn = (lang) => ({
  name: 'words-in-one-language',
  enforce: 'post',
  transform(code, id) {
    if (!/\/console\/texts\//.test(id)) return;
    const declared = this.parse(code).body.flatMap(({ declaration }) => declaration?.declarations ?? []);
    const words = declared
      .filter(({ id: { name }, init }) => name.endsWith('Words') && init.type === 'ObjectExpression')
      .flatMap(({ init }) => init.properties.map(({ value }) => value))
      .filter((value) => value?.properties); // what is shared with other catalogues stays whole
    let made = '';
    let from = 0;
    for (const { start, end, properties } of words) {
      const kept = properties.find(({ key }) => key.name === lang);
      made += `${code.slice(from, start)}{ ${code.slice(kept.start, kept.end)} }`;
      from = end;
    }
    return { code: made + code.slice(from), map: null };
  },
});

const configFor = (outDir, lang) => ({
  mode: 'production',
  configFile: false,
  root: join(ROOT, 'console'),
  logLevel: 'warn',
  plugins: [routeTable(), wordsIn(lang)],
  define: { BUILT_FOR: JSON.stringify(lang) },
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir,
    emptyOutDir: false,
    manifest: `manifest.${lang}.json`,
    target: 'es2022',
    assetsInlineLimit: 0, // the content security policy allows nothing inline
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        entryFileNames: `assets/${lang}/[name]-[hash].js`,
        chunkFileNames: `assets/${lang}/[name]-[hash].js`,
      },
      checks: { pluginTimings: false },
      onwarn: (warning, warn) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warn(warning),
    },
  },
});

/** Each text file twice more, compressed, so that serving it costs nothing. */
function compress(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css|html|md|svg)$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = readFileSync(file);
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(bytes));
  }
}

/**
 * Builds in a draft folder first, so that half a build never looks like a whole one. Says nothing and costs some
 * milliseconds when there is nothing to do.
 */
export async function buildConsole(target = CONSOLE, say = (line) => process.stderr.write(`${line}\n`)) {
  const hash = sourcesHash();
  const stamp = join(target, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say('管理画面を組み立てています / Building the console');
  const draft = join(ROOT, '.build', `console-${process.pid}`);
  mkdirSync(join(ROOT, '.build'), { recursive: true });
  try {
    process.env.NODE_ENV = 'production'; // React chooses its build by it
    const { build } = await import('vite');
    for (const lang of LANGUAGES) {
      await build(configFor(draft, lang));
      renameSync(join(draft, 'index.html'), join(draft, `index.${lang}.html`));
    }
    compress(draft);
    writeFileSync(join(draft, STAMP), hash);
    rmSync(target, { recursive: true, force: true });
    renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

if (process.argv[1]?.endsWith('build-console.mjs')) {
  await buildConsole(process.argv[2]);
}
