// The fast project in its own settings, with the tests of one lib. A file of its own, for what Stryker is told inline it
// lays over every project of the root's settings, and each test would run three times.
const { resolve } = require('node:path');
const { LIBS } = require('./libs.cjs');

const root = resolve(__dirname, '../..');
const { displayName, ...fast } = require('../../jest.config.cjs').projects.find(
  (known) => known.displayName === 'fast',
);

module.exports = {
  ...fast,
  rootDir: root,
  testMatch: LIBS[process.env.MUTATE_LIB].tests.map((glob) => `<rootDir>/${glob}`),
  setupFiles: ['<rootDir>/scripts/mutation/fixed-seed.cjs'],
};
