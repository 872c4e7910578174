/** Jest runs the sources as they are: ES modules, decorators by SWC, no build step between a change and its test. */
const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          target: 'es2024',
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};

export default {
  // how long a machine takes is measured elsewhere: a test that hangs is ended, a slow one is not
  testTimeout: 60_000,
  // one database server, and a database for each file: two at a time use what one leaves idle
  maxWorkers: 2,
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  projects: [
    {
      ...common,
      displayName: 'homeward',
      testMatch: ['<rootDir>/test/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.redis\\.spec\\.ts$'],
    },
    { ...common, displayName: 'redis', testMatch: ['<rootDir>/test/**/*.redis.spec.ts'] },
  ],
};
