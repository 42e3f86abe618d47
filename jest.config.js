/** Packages that ship as ES modules only: jest runs CommonJS, so they are transformed like our own code. */
const esModules = ['@nestjs', 'typebox', 'uuid', 'canonicalize', 'es-toolkit'];
module.exports = {
  rootDir: '.',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.spec.ts'],
  transform: { '^.+\\.m?[jt]s$': ['@swc/jest'] },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
  moduleNameMapper: { '^#(.+)$': '<rootDir>/libs/$1' },
};
