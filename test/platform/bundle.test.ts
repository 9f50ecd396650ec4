import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { runInNewContext } from 'node:vm';
import { buildIdOf, workflowBundle } from '../../temporal/bundle';
import { bundledSources } from '../../temporal/bundle-sources';
import { withStacks } from '../../temporal/workflow-stacks';

const root = join(__dirname, '..', '..');

test('the build id is made of every source file that is bundled', async () => {
  const { codePath } = await workflowBundle();
  const bundled = [...readFileSync(codePath, 'utf8').matchAll(/^\/\*\*\*\/ "\.\/([^"]+\.ts)"$/gm)].map(
    ([, file]) => file,
  );
  const entries = ['workflows/index.ts', 'temporal/codec/failure-converter.ts', 'temporal/workflow-stacks.ts'].map(
    (file) => join(root, file),
  );
  const sources = bundledSources(entries).map((file) => relative(root, file));
  expect(sources).toContain('domain/journeys/story.ts');
  expect(sources).toEqual(expect.arrayContaining(bundled));
  expect(sources.filter((file) => /^(db|activities|api)\//.test(file))).toEqual([]);
});

describe('the stacks of a bundle’s errors', () => {
  const limitIn = (code: string): unknown =>
    runInNewContext(`${code.slice(0, code.indexOf('\n'))}; Error.stackTraceLimit`);

  test('have two frames where journeys run, and none where they are rehearsed', async () => {
    const code = readFileSync((await workflowBundle()).codePath, 'utf8');
    expect([limitIn(code), limitIn(withStacks(code, 'none'))]).toEqual([2, undefined]);
  });

  test.each([
    { frames: 1, kept: 1 },
    { frames: 2, kept: 2 },
    { frames: 'none', kept: null },
  ] as const)('keep $kept of their frames with $frames, and their message', ({ frames, kept }) => {
    const thrower = `const a = () => b(), b = () => c(), c = () => new Error('no such step');
      const { message, stack } = a(); ({ message, frames: stack?.match(/^ *at /gm).length ?? null })`;
    const code = withStacks(withStacks(thrower, 5), frames);
    expect({ ...runInNewContext(code) }).toEqual({ message: 'no such step', frames: kept });
    expect(code.split('\n')).toHaveLength(thrower.split('\n').length);
  });
});

describe('the sources of a bundle', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-sources-'));
  afterAll(() => rmSync(dir, { recursive: true }));
  const write = (file: string, text: string) => writeFileSync(join(dir, file), text);

  test('are followed through values, not through types', () => {
    mkdirSync(join(dir, 'domain'));
    write('entry.ts', `import { type A } from './types';\nimport {\n  type B,\n  value,\n} from './domain/value';\n`);
    write('types.ts', '');
    write('domain/value.ts', `export * from './deeper';\nimport type { C } from './none';\nimport './effect';\n`);
    write('domain/deeper.ts', '');
    write('domain/effect.ts', '');
    const found = bundledSources([join(dir, 'entry.ts')]).map((file) => relative(dir, file));
    expect(found).toEqual(['domain/deeper.ts', 'domain/effect.ts', 'domain/value.ts', 'entry.ts']);
  });
});

describe('the build id of a copy of the sources', () => {
  const copy = mkdtempSync(join(tmpdir(), 'tsunagi-copy-'));
  afterAll(() => rmSync(copy, { recursive: true }));
  beforeEach(() => {
    for (const folder of ['workflows', 'domain', 'temporal'])
      cpSync(join(root, folder), join(copy, folder), { recursive: true });
  });
  const edit = (file: string) => appendFileSync(join(copy, file), '\n');

  test('is that of the sources', async () => {
    expect(buildIdOf(copy)).toBe((await workflowBundle()).buildId);
  });

  test.each([
    'domain/journeys/story.ts',
    'domain/ids.ts',
    'workflows/journey.ts',
    'temporal/codec/failure-converter.ts',
    'temporal/workflow-stacks.ts',
  ])('changes with %s, which is bundled', (file) => {
    edit(file);
    expect(buildIdOf(copy)).not.toBe(buildIdOf(root));
  });

  test.each(['domain/journeys/decide.ts', 'domain/platform/maintenance.ts', 'temporal/connection.ts'])(
    'does not change with %s, which is not',
    (file) => {
      edit(file);
      expect(buildIdOf(copy)).toBe(buildIdOf(root));
    },
  );
});
