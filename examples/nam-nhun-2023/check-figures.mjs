// Counts the figures of this example again, straight from the sheets and without the engine, and looks at every dossier:
//   node examples/nam-nhun-2023/check-figures.mjs
// It ends with status 1 when a figure is off or a row does not fit.

import { readBook } from './check/book.mjs';
import { figuresOf } from './check/figures.mjs';
import { dossierFaults } from './check/rules.mjs';
import { sheetFaults, storiesOf } from './check/sheets.mjs';

const book = readBook();
let faults = 0;

for (const [what, actual, expected] of figuresOf(book)) {
  const right = actual === expected;
  if (!right) faults += 1;
  console.log(`${right ? 'ok ' : 'OFF'}  ${what}: ${actual}${right ? '' : ` (should be ${expected})`}`);
}
for (const [what, actual, least, most] of storiesOf(book)) {
  const right = actual >= least && actual <= most;
  if (!right) faults += 1;
  console.log(`${right ? 'ok ' : 'OFF'}  ${what}: ${actual}${right ? '' : ` (should be ${least} to ${most})`}`);
}
for (const fault of [...dossierFaults(book), ...sheetFaults(book)]) {
  faults += 1;
  console.log(`OFF  ${fault}`);
}
console.log(
  faults === 0 ? `${book.register.length} register rows: every figure and every rule holds.` : `${faults} faults.`,
);
process.exitCode = faults === 0 ? 0 : 1;
