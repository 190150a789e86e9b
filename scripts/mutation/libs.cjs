/** What is installed, written and remembered between runs; git does not see it. */
const TOOLS = '.tmp/mutation';

/** Without the property over units that add up: it draws whole districts, takes a third of the time and asks little else. */
const SCENARIOS = 'test/scenarios/**/!(units-add-up).spec.ts';

/**
 * The libs that can be mutated, each with the tests that must notice: its own, and the scenarios where they speak of it.
 * `once` are the changes to what runs once, when its module is loaded (tables, schemas): each needs every test, so that
 * with the scenarios they alone would take days; they are left out there, and not counted.
 */
const LIBS = {
  calendar: { folder: 'libs/calendar', tests: ['libs/calendar/**/*.spec.ts'], once: true },
  procedure: { folder: 'libs/procedure', tests: ['libs/procedure/**/*.spec.ts', SCENARIOS], once: false },
  dossier: { folder: 'libs/domain/dossier', tests: ['libs/domain/**/*.spec.ts', SCENARIOS], once: false },
};

module.exports = { LIBS, TOOLS };
