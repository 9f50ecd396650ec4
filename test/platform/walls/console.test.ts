import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');
const BUILT = join(ROOT, '.build', 'console');
const AREAS =
  'campaigns audience customers journeys delivery print returns calls exchange rehearsals brand access privacy platform'.split(
    ' ',
  );
const BESIDE = 'api charts parts public shell sign-in styles texts'.split(' ');
const PACKAGES = ['react', 'react-dom/client', '@tanstack/react-query', '@tanstack/react-router'];
const FIRST_VIEW = 150 * 1024;
/** With a part that a page loads once it is shown. */
const WITH_A_PART = 170 * 1024;
/** Of all desks together; a reader loads those of one role, a page at a time. */
const WHOLE = 400 * 1024;

const isFolder = (path: string): boolean => statSync(join(ROOT, path)).isDirectory();
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const foldersOf = (folder: string): string[] => [
  folder,
  ...readdirSync(join(ROOT, folder))
    .map((name) => join(folder, name))
    .filter(isFolder)
    .flatMap(foldersOf),
];
const sourcesIn = (folder: string): string[] => readdirSync(join(ROOT, folder)).filter((name) => /\.tsx?$/.test(name));
const FILES = foldersOf('console').flatMap((folder) => sourcesIn(folder).map((name) => join(folder, name)));
const imports = FILES.flatMap((file) =>
  [...textOf(file).matchAll(/^import[^;]*?'([^']+)';/gms)].map(([statement, target]) => ({
    file,
    statement,
    target: target!,
  })),
);
const line = ({ file, target }: { file: string; target: string }): string => `${file} -> ${target}`;

test('the console imports itself, domain/ and types of the contract', () => {
  const outside = imports
    .filter(({ target }) => target.startsWith('.'))
    .map((item) => ({ ...item, path: join(dirname(item.file), item.target) }))
    .filter(({ path }) => !/^(console|domain)\//.test(path));
  const isType = /^import (?:type )?\{\s*(?:type [\w ]+,?\s*)+\}/;
  expect(
    outside.filter(({ path, statement }) => !path.startsWith('api/') || !isType.test(statement)).map(line),
  ).toEqual([]);
});

test('the console uses no further package', () => {
  const packages = imports.filter(({ target }) => !target.startsWith('.') && !target.startsWith('virtual:'));
  const known = packages.filter(({ target, statement }) => PACKAGES.includes(target) || /\btype z\b/.test(statement));
  expect(packages.filter((item) => !known.includes(item)).map(line)).toEqual([]);
});

test.each([
  ['makes HTML from strings', /innerHTML|insertAdjacentHTML|document\.write/, []],
  ['calls the server', /\bfetch\(/, ['console/api/client.ts']],
  ['stores anything', /localStorage|sessionStorage|indexedDB|document\.cookie/, ['console/preferences.ts']],
])('one place at most %s', (_, pattern, places) => {
  expect(FILES.filter((file) => pattern.test(textOf(file)))).toEqual(places);
});

test('its folders have the names of the areas, at most 20 files each, at most 300 lines a file', () => {
  const names = readdirSync(join(ROOT, 'console')).filter((name) => isFolder(join('console', name)));
  expect(names.filter((name) => !AREAS.includes(name) && !BESIDE.includes(name))).toEqual([]);
  expect(foldersOf('console').filter((folder) => sourcesIn(folder).length > 20)).toEqual([]);
  expect(FILES.filter((file) => textOf(file).split('\n').length > 301)).toEqual([]);
});

describe.each(['ja', 'en'])('its scripts for a reader of %s, compressed,', (lang) => {
  const folder = `assets/${lang}`;
  const sizes = new Map<string, number>();
  beforeAll(() => {
    execFileSync(process.execPath, [join(ROOT, 'bin', 'build-console.mjs')]);
    for (const name of readdirSync(join(BUILT, folder))) {
      if (name.endsWith('.js.gz'))
        sizes.set(`${folder}/${name.slice(0, -3)}`, statSync(join(BUILT, folder, name)).size);
    }
  });
  const sum = (files: Iterable<string>): number => [...files].reduce((total, file) => total + sizes.get(file)!, 0);

  test('are at most 400 KB in all', () => {
    expect(sum(sizes.keys())).toBeLessThanOrEqual(WHOLE);
  });

  test('are at most 150 KB for any first view, and 170 KB with a part that a page loads later', () => {
    const manifest = JSON.parse(readFileSync(join(BUILT, `manifest.${lang}.json`), 'utf8')) as Record<
      string,
      { file: string; imports?: string[]; dynamicImports?: string[]; isEntry?: boolean; isDynamicEntry?: boolean }
    >;
    const needs = (key: string, seen = new Set<string>()): Set<string> => {
      if (seen.has(key)) return seen;
      seen.add(key);
      for (const next of manifest[key]!.imports ?? []) needs(next, seen);
      return seen;
    };
    const entry = Object.keys(manifest).find((key) => manifest[key]!.isEntry)!;
    const pages = new Set([...needs(entry)].flatMap((key) => manifest[key]!.dynamicImports ?? []));
    const over = Object.keys(manifest)
      .filter((key) => manifest[key]!.isDynamicEntry && manifest[key]!.file.endsWith('.js'))
      .map((key) => ({ key, bytes: sum([...needs(key, needs(entry))].map((name) => manifest[name]!.file)) }))
      .filter(({ key, bytes }) => bytes > (pages.has(key) ? FIRST_VIEW : WITH_A_PART));
    expect(over).toEqual([]);
  });
});
