import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** Which top-level folders each may import: arrows point inward. bench/ and test/ may import everything. */
const MAY_IMPORT: Record<string, string[]> = {
  domain: [],
  config: ['domain'],
  workflows: ['domain', 'activities'],
  db: ['domain', 'config'],
  rendering: ['domain', 'db'],
  temporal: ['domain', 'config'],
  activities: ['domain', 'config', 'db', 'rendering', 'temporal', 'audit', 'workflows'],
  api: ['domain', 'config', 'db', 'rendering', 'temporal', 'activities'],
  audit: ['domain', 'config', 'db', 'rendering', 'temporal'],
  embedded: ['domain', 'config', 'db', 'temporal', 'activities'],
  cli: ['domain', 'config', 'db', 'rendering', 'temporal', 'activities', 'api', 'audit', 'embedded'],
  sandbox: ['domain', 'config', 'db', 'rendering', 'temporal', 'activities', 'audit', 'embedded'],
  bench: ['domain', 'config', 'db', 'rendering', 'temporal', 'activities', 'api', 'audit', 'embedded', 'sandbox'],
};
const FOLDERS = Object.keys(MAY_IMPORT);
const PRODUCT = FOLDERS.filter((folder) => !['sandbox', 'bench'].includes(folder));
/** The areas of the product, and what domain, db, api and test may hold beside them. */
const AREAS =
  'campaigns audience customers journeys delivery print returns calls exchange rehearsals brand access privacy platform'.split(
    ' ',
  );
const BESIDE: Record<string, string[]> = {
  domain: ['texts'],
  db: ['migrations'],
  api: ['http', 'campaign-file', 'customer-pages', 'sign-in', 'webhooks'],
  test: ['audit', 'bench', 'browser', 'embedded', 'sandbox', 'support', 'histories', 'faults', 'property', 'mutants'],
};
const FILES_PER_FOLDER = 20;
const LINES_PER_FILE = 300;

interface Import {
  file: string;
  statement: string;
  target: string;
}

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const isFolder = (path: string): boolean => statSync(join(ROOT, path)).isDirectory();

function filesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (isFolder(path)) return filesOf(path);
    return name.endsWith('.ts') ? [path] : [];
  });
}

function foldersOf(folder: string): string[] {
  const inner = readdirSync(join(ROOT, folder)).map((name) => join(folder, name));
  return [folder, ...inner.filter(isFolder).flatMap(foldersOf)];
}

/** Static imports and exports from elsewhere, and dynamic imports of a literal path. */
function importsOf(folder: string): Import[] {
  return filesOf(folder).flatMap((file) => {
    const text = textOf(file);
    const found = [
      ...text.matchAll(/^(?:import|export)[^;]*?from '([^']+)';/gms),
      ...text.matchAll(/\bimport\('([^']+)'\)/g),
    ];
    return found.map(([statement, target]) => ({ file, statement, target: target! }));
  });
}

const pathOf = ({ file, target }: Import): string => join(dirname(file), target);
const folderOf = (item: Import): string => pathOf(item).split('/')[0]!;
const shown = (items: Import[]): string[] => items.map(({ file, target }) => `${file} -> ${target}`);
const internal = (folder: string): Import[] => importsOf(folder).filter(({ target }) => target.startsWith('.'));
const packages = (folder: string): Import[] => importsOf(folder).filter(({ target }) => !target.startsWith('.'));

/** The one import of the demo: the image has no sandbox, so the command line loads it when it is asked for. */
const DEMO = /^cli\/[\w-]+\.ts -> \.\.\/sandbox\/demo\/run$/;
const BENCH = /^cli\/[\w-]+\.ts -> \.\.\/bench\/[\w/]+$/;

test.each(FOLDERS)('%s/ imports only folders that lie further in', (folder) => {
  const outward = internal(folder).filter((item) => {
    const to = folderOf(item);
    return FOLDERS.includes(to) && to !== folder && !MAY_IMPORT[folder]!.includes(to);
  });
  expect(shown(outward).filter((line) => !DEMO.test(line) && !BENCH.test(line))).toEqual([]);
});

test('the product does not import the sandbox, except for the demo command in one place', () => {
  const outside = [...PRODUCT.flatMap(internal)].filter((item) => ['sandbox', 'test'].includes(folderOf(item)));
  expect(outside.length).toBeLessThanOrEqual(1);
  expect(shown(outside).filter((line) => !DEMO.test(line))).toEqual([]);
  expect(textOf('worker.ts')).not.toMatch(/from '\.\/(sandbox|embedded|test|cli)\//);
});

test('no module imports a process that it could start', () => {
  const processes = FOLDERS.flatMap(importsOf).filter(({ statement }) => !statement.startsWith('import('));
  expect(shown(processes.filter(({ target }) => /^(\.\.\/)+(worker|api\/server|cli\/main)$/.test(target)))).toEqual([]);
});

test('imports form no circle, types included', () => {
  const files = [...FOLDERS.flatMap(filesOf), 'worker.ts'];
  const known = new Set(files);
  const edges = new Map(files.map((file) => [file, [] as string[]]));
  for (const item of FOLDERS.flatMap(internal)) {
    const to = [`${pathOf(item)}.ts`, join(pathOf(item), 'index.ts')].find((path) => known.has(path));
    if (to && !item.statement.startsWith('import(')) edges.get(item.file)!.push(to);
  }
  expect(circlesIn(edges)).toEqual([]);
});

/** Every circle found by a depth-first walk, as a path that ends where it began. */
function circlesIn(edges: Map<string, string[]>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, path: string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (done.has(file) || path.includes(file)) return;
    for (const next of edges.get(file)!) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of edges.keys()) walk(file, []);
  return circles;
}

test('only db/ contains SQL', () => {
  const elsewhere = [...FOLDERS.filter((folder) => !['db', 'bench'].includes(folder)).flatMap(filesOf), 'worker.ts'];
  const sql = /\b(?:selectFrom|insertInto|updateTable|deleteFrom)\(|\bsql[`<]|\bfrom 'kysely'/;
  expect(elsewhere.filter((file) => sql.test(textOf(file)))).toEqual([]);
});

test('domain/ imports no package but the list of holidays', () => {
  expect(shown(packages('domain').filter(({ target }) => target !== '@holiday-jp/holiday_jp'))).toEqual([]);
});

test('workflows/ imports the workflow SDK, domain/ and types of activities', () => {
  expect(new Set(packages('workflows').map(({ target }) => target))).toEqual(new Set(['@temporalio/workflow']));
  const typesOnly = /^import (?:type )?\{\s*(?:type [\w ]+,?\s*)+\}/;
  const values = internal('workflows').filter(
    (item) => folderOf(item) === 'activities' && !typesOnly.test(item.statement),
  );
  expect(shown(values)).toEqual([]);
});

test('a folder has at most 20 source files', () => {
  const crowded = [...FOLDERS, 'test'].flatMap(foldersOf).flatMap((folder) => {
    const count = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.ts')).length;
    return count > FILES_PER_FOLDER ? [`${folder}: ${count}`] : [];
  });
  expect(crowded).toEqual([]);
});

test('docs/architecture.md says what each folder is for', () => {
  const named = new Set([...textOf('docs/architecture.md').matchAll(/`([\w/-]+)`/g)].map(([, name]) => name));
  const shells = (folder: string) => !readdirSync(join(ROOT, folder)).some((name) => name.endsWith('.ts'));
  const unnamed = FOLDERS.flatMap(foldersOf).filter(
    (folder) => !named.has(folder) && !shells(folder) && !/^api\/\w+\/(contract|handlers)$/.test(folder),
  );
  expect(unnamed).toEqual([]);
});

test('a source file has at most 300 lines', () => {
  const files = FOLDERS.flatMap(filesOf).filter((file) => !file.endsWith('.generated.ts'));
  expect(files.filter((file) => textOf(file).split('\n').length - 1 > LINES_PER_FILE)).toEqual([]);
});

test('nothing loose lies at the root', () => {
  const loose = readdirSync(ROOT).filter((name) => name.endsWith('.ts') && !isFolder(name));
  expect(loose).toEqual(['worker.ts']);
});

test.each(Object.keys(BESIDE))('%s/ uses the names of the areas', (folder) => {
  const names = readdirSync(join(ROOT, folder)).filter((name) => isFolder(join(folder, name)));
  expect(names.filter((name) => !AREAS.includes(name) && !BESIDE[folder]!.includes(name))).toEqual([]);
});

test('api/http is a library: it knows no area', () => {
  const items = internal('api').filter(({ file }) => file.startsWith('api/http/'));
  const known = items.filter((item) => folderOf(item) === 'api' && AREAS.includes(pathOf(item).split('/')[1]!));
  expect(shown(known)).toEqual([]);
});

test('there is one sleep: config/sleep.ts', () => {
  const waits = /new Promise(?:<\w+>)?\(\s*\(?\w+\)? => (?:void )?setTimeout\(|from 'node:timers\/promises'/;
  const files = FOLDERS.flatMap(filesOf).filter((file) => waits.test(textOf(file)));
  expect(files).toEqual(['config/sleep.ts']);
});

test('recurring work has one scheduler, activities/maintenance/schedules.ts, and one poll loop', () => {
  const files = PRODUCT.flatMap(filesOf);
  const using = (pattern: RegExp) => files.filter((file) => pattern.test(textOf(file)));
  expect(using(/\.schedule\.create\(/)).toEqual(['activities/maintenance/schedules.ts']);
  expect(using(/\bstartPollLoop\(/).sort()).toEqual([
    'activities/outbox/outbox.ts',
    'activities/poll-loop.ts',
    'activities/scans/read-batches.ts',
  ]);
  // a heartbeat, the reload of key files, progress on a terminal, the limits of a decoder: no work on data
  expect(using(/\bsetInterval\(/).sort()).toEqual([
    'activities/delivery/heartbeat.ts',
    'config/decoder/watchdog.ts',
    'db/privacy/master-keys.ts',
    'embedded/temporal/install.ts',
    'temporal/connection.ts',
  ]);
});

test('activities have one style of factory: create…Activities(deps)', () => {
  const rooms = filesOf('activities').filter((file) => file.endsWith('/activities.ts'));
  expect(rooms.length).toBeGreaterThan(3);
  expect(rooms.filter((file) => !/^export function create\w+Activities\(/m.test(textOf(file)))).toEqual([]);
});

test('there is one type for a transaction and one for the pool: db/platform/types.ts', () => {
  const alias = /\btype (?:Trx|Db|Queryable)\b *=|: (?:Transaction|Kysely)<Database>/;
  expect(FOLDERS.flatMap(filesOf).filter((file) => alias.test(textOf(file)))).toEqual(['db/platform/types.ts']);
});

test('only the settings and processes that are started with an environment read it', () => {
  const readers = [...FOLDERS.flatMap(filesOf), 'worker.ts'].filter((file) => textOf(file).includes('process.env'));
  expect(readers.filter((file) => !/^(config\/settings\.ts|embedded\/|sandbox\/|bench\/)/.test(file))).toEqual([]);
});

/** Places that keep out new rows that refer to the locked one; everywhere else FOR NO KEY UPDATE is enough. */
const LOCKED_FOR_UPDATE: Record<string, string> = {
  'db/campaigns/review.ts': 'a campaign completes only after arrivals that are being recorded have been committed',
  'db/privacy/erasure.ts': 'no row of the customer is added beside the erasure',
};

test('rows are locked FOR NO KEY UPDATE or FOR SHARE, and FOR UPDATE for a stated reason only', () => {
  const locking = FOLDERS.flatMap(filesOf).filter((file) =>
    /\.forUpdate\(|^(?!\s*(\/\/|\*)).*\bfor update\b/m.test(textOf(file)),
  );
  expect(locking.sort()).toEqual(Object.keys(LOCKED_FOR_UPDATE).sort());
});
