/** What is installed, written and remembered between runs; git does not see it. */
const TOOLS = '.tmp/mutation';

const SCENARIOS = 'test/scenarios/**/*.spec.ts';

/** The libs that can be mutated, each with the tests that must notice: its own, and the scenarios where they speak of it. */
const LIBS = {
  calendar: { folder: 'libs/calendar', tests: ['libs/calendar/**/*.spec.ts'] },
  procedure: { folder: 'libs/procedure', tests: ['libs/procedure/**/*.spec.ts', SCENARIOS] },
  dossier: { folder: 'libs/domain/dossier', tests: ['libs/domain/**/*.spec.ts', SCENARIOS] },
};

module.exports = { LIBS, TOOLS };
