import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');
const FOLDER = join(ROOT, 'docs', 'ja');
const books = readdirSync(FOLDER).filter((name) => name.endsWith('.md'));
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

/** Everything that the console can show. */
const shown = ['console/texts', 'domain/texts'].flatMap(sources).join('\n');

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : [readFileSync(join(ROOT, path), 'utf8')];
  });
}

/** What people say, which is no label. */
const SPOKEN = /^(もうかけないで|結構です|すべてやめて|0210)$/;

test('every page of the console has a handbook', () => {
  const nav = readFileSync(join(ROOT, 'console/shell/nav-items.ts'), 'utf8');
  const named = [...nav.slice(nav.indexOf('CLIENT_HANDBOOK')).matchAll(/[:=] '([a-z-]+)'/g)].map(([, book]) => book!);
  expect(new Set(named).size).toBe(books.length);
  expect(named.filter((book) => !existsSync(join(FOLDER, `${book}.md`)))).toEqual([]);
});

test.each(books)('%s names buttons and headings as they are on the screen', (name) => {
  const quoted = [...read(name).matchAll(/「([^」]+)」/g)].map(([, label]) => label!.split('…')[0]!.trim());
  expect(quoted.length).toBeGreaterThan(0);
  expect(quoted.filter((label) => !SPOKEN.test(label) && !shown.includes(label))).toEqual([]);
});

test.each(books)('%s is made of what the console can draw: lists of one line each, and nothing else', (name) => {
  const blocks = read(name).split(/\n{2,}/);
  const lists = blocks.filter((block) => /^(\d+\.|[-*]) /.test(block)).flatMap((block) => block.trim().split('\n'));
  expect(lists.filter((line) => !/^(\d+\.|[-*]) /.test(line))).toEqual([]);
  expect(read(name)).not.toMatch(/\]\((?!\.\.\/images\/)|^#### |<\w+/m);
});
