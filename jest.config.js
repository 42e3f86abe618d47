/** Packages that ship as ES modules only: jest runs CommonJS, so they are transformed like our own code. */
const esModules = ['@nestjs', 'typebox', 'uuid', 'canonicalize', 'es-toolkit', 'content-disposition', 'jose'];

const shared = {
  testEnvironment: 'node',
  transform: { '^.+\\.m?[jt]s$': ['@swc/jest'] },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
  moduleNameMapper: { '^#(.+)$': '<rootDir>/libs/$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.stryker-tmp/'],
  setupFilesAfterEnv: ['<rootDir>/test/support/every-test.ts'],
};

const server = {
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

/** Of the whole service, what `npm test` runs: each of its main promises once. `npm run test:all` runs the others as well. */
const firstOfAll = ['story', 'readme', 'idempotency', 'who-gets-in', 'families', 'rolled-back-images'];

module.exports = {
  maxWorkers: 2,
  // For what hangs. Machines are shared, and some specs start and kill whole services.
  testTimeout: 240_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs}/**/*.spec.ts', '!**/*.{integration,slow}.spec.ts'],
    },
    { ...shared, displayName: 'architecture', testMatch: ['<rootDir>/test/architecture/**/*.spec.ts'] },
    {
      ...shared,
      ...server,
      displayName: 'integration',
      testMatch: ['<rootDir>/{apps,libs}/**/*.integration.spec.ts', '<rootDir>/test/model/**/*.spec.ts'],
      testPathIgnorePatterns: ['\\.slow\\.spec\\.ts$'],
    },
    {
      ...shared,
      ...server,
      displayName: 'e2e',
      testMatch: firstOfAll.map((name) => `<rootDir>/test/e2e/${name}.spec.ts`),
    },
    {
      ...shared,
      ...server,
      displayName: 'slow',
      testMatch: ['<rootDir>/{apps,libs,test}/**/*.slow.spec.ts', '<rootDir>/test/e2e/**/*.spec.ts'],
      testPathIgnorePatterns: [`/test/e2e/(${firstOfAll.join('|')})\\.spec\\.ts$`],
    },
  ],
};
