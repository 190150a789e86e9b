// All tests of one lib in one file and one process. A runner that loads every test file anew for every change takes days;
// here the code is loaded once and Stryker turns the changes on and off while it runs.
const { globSync } = require('glob');
const { relative, resolve } = require('node:path');
const { LIBS } = require('./libs.cjs');
const { jestWords } = require('./like-jest.cjs');

jestWords();

const root = resolve(__dirname, '../..');
const { tests } = LIBS[process.env.MUTATE_LIB];
for (const file of globSync(tests, { cwd: root, absolute: true }).sort()) {
  describe(relative(root, file), () => {
    require(file);
  });
}
