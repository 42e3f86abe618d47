const { projects } = require('../../jest.config.js');

const unit = projects.find(({ displayName }) => displayName === 'unit');

/** The unit specs of what is mutated. */
module.exports = {
  ...unit,
  rootDir: '../..',
  testMatch: [
    '<rootDir>/libs/{event-sourcing,machine-images,access}/**/*.spec.ts',
    '!**/*.{integration,slow}.spec.ts',
  ],
};
