// failed REPORT: the files that failed, for a second run; nothing where all passed or too many failed to be chance.
// total REPORT TESTS LINT: names what passed only at the second run, then prints "N passed, N failed" from jest's
// reports. A run that broke off, and a failed lint, count as a failure each.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const [what, report, tests, lint] = process.argv.slice(2);
/** More failed files than this are no accident. */
const CHANCE = 4;

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

const runs = [read(report), read(`${report}.e2e`)];
const failedFiles = runs
  .flatMap((run) => run?.testResults ?? [])
  .filter((file) => file.status === 'failed')
  .map((file) => relative(process.cwd(), file.name));

if (what === 'failed') {
  const again = runs.every(Boolean) && failedFiles.length <= CHANCE ? failedFiles : [];
  process.stdout.write(again.join(' '));
} else {
  const again = read(`${report}.again`);
  const count = (run) => ({
    passed: run?.numPassedTests ?? 0,
    failed: run ? run.numFailedTests + run.numRuntimeErrorTestSuites : 1,
  });
  const counts = runs.map(count);
  let passed = counts.reduce((sum, run) => sum + run.passed, 0);
  let failed = counts.reduce((sum, run) => sum + run.failed, 0);
  if (runs.every(Boolean) && again?.success && again.numTotalTestSuites === failedFiles.length) {
    for (const file of failedFiles) process.stdout.write(`unsteady: ${file} passed only when run again, alone\n`);
    passed += failed;
    failed = 0;
  } else if (tests !== '0' && failed === 0) failed = 1;
  if (lint === '0') passed += 1;
  else failed += 1;
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}
