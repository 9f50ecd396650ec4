/** One process, real servers: test/support/global-setup.ts starts them once. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  transform: {
    '^.+\\.(tsx?|js)$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // the few packages that come as ES modules only
  transformIgnorePatterns: ['/node_modules/(?!(openid-client|oauth4webapi|jose|p-map|p-retry|is-network-error)/)'],
  testTimeout: 120000,
};
