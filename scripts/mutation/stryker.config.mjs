// One lib at a time, chosen by scripts/mutate.mjs.
import { resolve } from 'node:path';
import { LIBS, TOOLS } from './libs.cjs';

const lib = process.env.MUTATE_LIB;
const { folder, once } = LIBS[lib];
const out = `${TOOLS}/${lib}`;

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: [`${folder}/**/*.ts`, `!${folder}/**/*.spec.ts`, `!${folder}/**/index.ts`],
  plugins: [resolve(TOOLS, 'node_modules/@stryker-mutator/mocha-runner/dist/src/index.js')],
  testRunner: 'mocha',
  mochaOptions: { spec: ['scripts/mutation/all.cjs'], 'no-config': true, 'no-package': true },
  coverageAnalysis: 'perTest',
  ignoreStatic: !once,
  concurrency: 1,
  incremental: true,
  incrementalFile: `${out}/incremental.json`,
  tempDirName: `${TOOLS}/sandbox`,
  ignorePatterns: ['.tmp', 'dist', 'data', 'coverage', 'apps', 'examples'],
  allowConsoleColors: false,
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { reportTests: false },
  htmlReporter: { fileName: `${out}/report.html` },
  jsonReporter: { fileName: `${out}/report.json` },
  thresholds: { high: 90, low: 80, break: 80 },
};
