const common = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  transform: {
    '^.+\\.(tsx?|js)$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // the few packages that come as ES modules only
  transformIgnorePatterns: ['/node_modules/(?!(openid-client|oauth4webapi|jose|p-map|p-retry|is-network-error)/)'],
};

module.exports = {
  testTimeout: 120000,
  // a worker that has loaded everything a hundred times spends its time collecting garbage: it begins anew
  workerIdleMemoryLimit: '1GB',
  projects: [
    {
      ...common,
      displayName: 'parts',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.e2e\\.test\\.ts$'],
      // one PostgreSQL and one Temporal for all
      globalSetup: '<rootDir>/test/support/global-setup.ts',
      globalTeardown: '<rootDir>/test/support/global-teardown.ts',
    },
    // whole installations, each with servers of its own
    { ...common, displayName: 'whole', testMatch: ['**/*.e2e.test.ts'] },
  ],
};
