import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHECK = join(__dirname, '..', '..', 'bin', 'check-words.mjs');

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'words-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** Findings in a file of these lines, as `line "word"`; empty when the check passes. */
function check(name: string, ...lines: string[]): string[] {
  const file = join(dir, name);
  writeFileSync(file, lines.join('\n'));
  try {
    execFileSync(process.execPath, [CHECK, file], { encoding: 'utf8' });
    return [];
  } catch (failure) {
    const { stdout } = failure as { stdout: string };
    return [...stdout.matchAll(/:(\d+): "([^"]+)"/g)].map(([, line, word]) => `${line} ${word}`);
  }
}

test('retired words are found in identifiers, comments, SQL and documents', () => {
  expect(check('a.ts', 'const bellRung = 1;', '// sweeps the table', "const kind = 'step-placed';")).toEqual([
    '1 bell',
    '1 Rung',
    '2 sweeps',
    '3 placed',
  ]);
  expect(check('a.sql', 'select note_told from stray_claims')).toEqual(['1 told', '1 stray']);
  expect(check('a.md', 'It answers how many were carried; nobody looks at it.')).toEqual([
    '1 nobody',
    '1 looks at',
    '1 answers how many',
  ]);
});

test('ordinary uses pass', () => {
  expect(
    check(
      'b.ts',
      'await Promise.allSettled(jobs); // a lot of work, the place is known, look it up',
      '// it will be sent behind a proxy',
      'const doorbell = lookUp(slot, allotted);',
    ),
  ).toEqual([]);
});

test('a word that prose may use is refused as a name', () => {
  expect(check('c.ts', 'const will = 1; // it will do', 'row.will')).toEqual(['1 will', '2 will']);
});

test('a finding names file, line, word and the term to use', () => {
  const file = join(dir, 'd.ts');
  writeFileSync(file, '\nconst needle = 1;\n');
  expect(() => execFileSync(process.execPath, [CHECK, file], { encoding: 'utf8' })).toThrow(
    expect.objectContaining({ stdout: expect.stringContaining(`${file}:2: "needle": use pattern\n`) }) as Error,
  );
});

test('a tracked file that was deleted is passed over, and the others are checked', () => {
  const git = (...args: string[]) => execFileSync('git', ['-C', dir, ...args], { stdio: 'pipe' });
  git('init', '--quiet');
  writeFileSync(join(dir, 'gone.ts'), 'const needle = 1;\n');
  writeFileSync(join(dir, 'kept.ts'), 'const needle = 1;\n');
  git('add', 'gone.ts', 'kept.ts');
  rmSync(join(dir, 'gone.ts'));
  expect(() => execFileSync(process.execPath, [CHECK], { cwd: dir, encoding: 'utf8', stdio: 'pipe' })).toThrow(
    expect.objectContaining({
      stdout: expect.stringMatching(/^kept\.ts:1: "needle": use pattern\n1 retired words/) as string,
    }) as Error,
  );
});
