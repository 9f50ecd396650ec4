// Prints "N passed, N failed" from jest's reports; a run that broke off, and a failed lint, count as a failure each.
import { readFileSync } from 'node:fs';

const [report, tests, lint] = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const file of [report, `${report}.e2e`]) {
  try {
    const result = JSON.parse(readFileSync(file, 'utf8'));
    passed += result.numPassedTests;
    failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  } catch {
    failed += 1;
  }
}
if (tests !== '0' && failed === 0) failed = 1;
if (lint === '0') passed += 1;
else failed += 1;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
