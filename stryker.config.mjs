// Mutation testing of domain/ by every test that needs no server: npm run test:stryker. A report, not a gate.
const folder = '.build/stryker';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
const config = {
  mutate: ['domain/**/*.ts', '!domain/texts/**'],
  testRunner: 'jest',
  jest: { configFile: 'test/mutants/stryker-jest.cjs', enableFindRelatedTests: true },
  coverageAnalysis: 'perTest',
  ignoreStatic: true, // tables made once: each would need every test
  concurrency: 2,
  timeoutMS: 20_000,
  tempDirName: `${folder}/tmp`,
  ignorePatterns: ['.build', '.data', 'coverage', 'dist'],
  reporters: ['clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: `${folder}/report.html` },
  jsonReporter: { fileName: `${folder}/report.json` },
  thresholds: { high: 95, low: 80, break: null },
};

export { config as default };
