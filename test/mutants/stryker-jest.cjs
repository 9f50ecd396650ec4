// The tests that need neither PostgreSQL nor Temporal, and no process of their own, for StrykerJS.
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { dirname, join, relative, resolve } = require('node:path');
const { projects } = require('../../jest.config.cjs');

const root = join(__dirname, '..', '..');
/** What a test that needs a server or a bundle reaches, sooner or later. */
const SERVERS = [
  'temporal/bundle.ts',
  'test/support/test-db.ts',
  'test/support/base.ts',
  'node:child_process',
  'node:worker_threads',
];
const known = new Map();

/** Whether a file, or one that it imports, needs a server. Types are no imports. */
function needsServer(file) {
  if (known.has(file)) return known.get(file);
  known.set(file, false); // circles of types only
  const named = [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s(?!type\s)[^;]*?from '([^']+)';/gm)];
  const found = named.some(([line, from]) => {
    if (/^import \{(\s*type [^,}]+,?)+\s*\} from/.test(line)) return false;
    if (!from.startsWith('.')) return SERVERS.includes(from);
    const path = ['.ts', '/index.ts', '']
      .map((end) => resolve(dirname(file), from) + end)
      .find((one) => existsSync(one));
    return (
      path !== undefined && (SERVERS.includes(relative(root, path)) || (path.endsWith('.ts') && needsServer(path)))
    );
  });
  known.set(file, found);
  return found;
}

const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts') && !name.endsWith('.e2e.test.ts'))
  .filter((name) => !name.startsWith('platform/')) // they check the repository itself
  .map((name) => join(root, 'test', name));
const { globalSetup: _setup, globalTeardown: _teardown, displayName: _name, ...parts } = projects[0];

module.exports = {
  ...parts,
  rootDir: root,
  testTimeout: 60_000,
  testMatch: tests.filter((file) => !needsServer(file)),
};
