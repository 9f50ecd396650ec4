import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const FOLDERS = [
  'domain',
  'config',
  'workflows',
  'db',
  'rendering',
  'temporal',
  'activities',
  'api',
  'audit',
  'cli',
  'embedded',
  'sandbox',
] as const;
type Folder = (typeof FOLDERS)[number];

/** Who may import whom: arrows point inwards. Packages and root files are judged by the tests below. */
const MAY_IMPORT: Record<Folder, Folder[]> = {
  domain: [],
  config: ['domain'],
  workflows: ['domain', 'activities'],
  db: ['domain', 'config'],
  rendering: ['domain', 'db'],
  temporal: ['domain', 'config'],
  activities: ['domain', 'config', 'db', 'rendering', 'temporal', 'workflows'],
  api: ['domain', 'config', 'db', 'rendering', 'temporal', 'activities'],
  audit: ['domain', 'config', 'db', 'temporal', 'embedded'],
  cli: ['domain', 'config', 'db', 'rendering', 'temporal', 'api', 'audit', 'embedded', 'sandbox'],
  embedded: ['domain', 'config', 'db', 'temporal', 'activities'],
  sandbox: ['domain', 'config', 'db', 'rendering', 'temporal', 'activities', 'embedded', 'audit'],
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
  const everything = FOLDERS.flatMap(importsOf).filter(({ target }) =>
    /^(\.\.\/)+(worker|api\/server|cli\/main)$/.test(target),
  );
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
  expect(readers.filter((file) => !/^(embedded|sandbox)\//.test(file))).toEqual([]);
});

test('one type of pool, transaction and either of them', () => {
  const declared = FOLDERS.flatMap(filesOf).flatMap((file) => {
    const found = readFileSync(join(ROOT, file), 'utf8').match(/type \w+ = (Transaction|Kysely)<Database>/g) ?? [];
    return found.map(() => file);
  });
  expect(declared).toEqual(['db/platform/types.ts', 'db/platform/types.ts']);
});

/** Places that keep out new rows that refer to the locked one; everywhere else FOR NO KEY UPDATE is enough. */
const LOCKED_FOR_UPDATE: Record<string, string> = {
  'db/campaigns/review.ts': 'a campaign completes only after arrivals that are being recorded have been committed',
  'db/privacy/erasure.ts': 'no row of the customer is added beside the erasure',
};

test('rows are locked FOR NO KEY UPDATE or FOR SHARE, and FOR UPDATE for a stated reason only', () => {
  const locking = FOLDERS.flatMap(filesOf).filter((file) =>
    /\.forUpdate\(|^(?!\s*(\/\/|\*)).*\bfor update\b/m.test(readFileSync(join(ROOT, file), 'utf8')),
  );
  expect(locking.sort()).toEqual(Object.keys(LOCKED_FOR_UPDATE).sort());
});
