import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const FOLDERS = ['domain', 'workflows', 'activities', 'codec', 'db', 'audience', 'api', 'audit', 'engine'] as const;
type Folder = (typeof FOLDERS)[number];

/** Who may import whom: arrows point inwards. Packages and root files are judged by the tests below. */
const MAY_IMPORT: Record<Folder, Folder[]> = {
  domain: [],
  codec: [],
  workflows: ['domain', 'activities'],
  db: ['domain'],
  audience: ['domain', 'db'],
  activities: ['domain', 'db', 'workflows'],
  audit: ['domain', 'db', 'audience', 'activities', 'engine'],
  api: ['domain', 'codec', 'db', 'audience', 'activities', 'engine'],
  engine: ['domain', 'codec', 'db', 'activities', 'audit'],
};

interface Import {
  file: string;
  line: string;
  target: string;
}

function filesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(join(ROOT, path)).isDirectory()) return filesOf(path);
    return name.endsWith('.ts') ? [path] : [];
  });
}

function importsOf(folder: string): Import[] {
  return filesOf(folder).flatMap((file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const statements = text.match(/^(?:import|export)[^;]*?from '[^']+';/gms) ?? [];
    return statements.map((line) => ({ file, line, target: /from '([^']+)'/.exec(line)![1]! }));
  });
}

const folderOf = ({ file, target }: Import): string => relative(ROOT, join(ROOT, dirname(file), target)).split('/')[0]!;

test.each(FOLDERS)('%s/ imports only what lies further in', (folder) => {
  const inner = importsOf(folder).filter(({ target }) => target.startsWith('.'));
  const wrong = inner.filter((item) => {
    const to = folderOf(item) as Folder;
    return FOLDERS.includes(to) && to !== folder && !MAY_IMPORT[folder].includes(to);
  });
  expect(inner.length).toBeGreaterThan(0);
  expect(wrong.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
});

test('nobody imports the processes', () => {
  const everything = FOLDERS.flatMap(importsOf).filter(({ target }) => /^(\.\.\/)+(worker|server|cli)$/.test(target));
  expect(everything).toEqual([]);
});

test('domain/ imports no package, workflows/ only the workflow SDK and types of activities', () => {
  const packages = (folder: string) => importsOf(folder).filter(({ target }) => !target.startsWith('.'));
  expect(packages('domain')).toEqual([]);
  expect(new Set(packages('workflows').map(({ target }) => target))).toEqual(new Set(['@temporalio/workflow']));
  const values = importsOf('workflows').filter(
    (item) => item.target.startsWith('../activities') && !/^import (?:type )?\{\s*(?:type \w+,?\s*)+\}/.test(item.line),
  );
  expect(values).toEqual([]);
});

test('nothing but config.ts and processes at the edge reads the environment', () => {
  const readers = FOLDERS.flatMap(filesOf).filter((file) =>
    readFileSync(join(ROOT, file), 'utf8').includes('process.env'),
  );
  expect(readers.filter((file) => !file.startsWith('engine/'))).toEqual([]);
});
