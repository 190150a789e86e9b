// Writes the five sheets of this example beside this file. The same rows come out on every machine and every run:
//   node examples/nam-nhun-2023/make-register.mjs
// What must come out is in make/plan.mjs, the irregular cases in make/stories.mjs; check-figures.mjs counts again.

import { writeFileSync } from 'node:fs';
import { classRows } from './make/classes.mjs';
import { csvOf } from './make/csv.mjs';
import { buildDossiers } from './make/dossiers.mjs';
import { finish } from './make/finish.mjs';
import { buildMembers } from './make/members.mjs';
import { createNames } from './make/names.mjs';
import { quotaRows } from './make/quotas.mjs';
import { overseerRows, reviewRows, unitRows } from './make/reviews.mjs';
import { buildUnits } from './make/units.mjs';

const names = createNames();
const units = buildUnits();
const members = buildMembers(units, names);
const { dossiers, memberEvents } = buildDossiers(units, members, names);

const dossierRows = dossiers.flatMap(({ id, steps }) => steps.map((step) => ({ ...step, dossier: id })));
const register = finish(
  [...unitRows(), ...memberEvents, ...dossierRows, ...overseerRows(units, members), ...reviewRows(units, dossiers)],
  members,
);

const difficult = (unit) => (unit.level === 'cell' ? unit.parent.difficult && !unit.direct : unit.difficult);
const sheets = {
  organisations: units.map((unit) => ({ ...unit, parent: unit.parent?.code, difficult: difficult(unit) })),
  members: members.list,
  quotas: quotaRows(),
  classes: classRows(register),
  register,
};

for (const [sheet, rows] of Object.entries(sheets)) {
  writeFileSync(new URL(`${sheet}.csv`, import.meta.url), csvOf(sheet, rows));
  console.log(`${sheet}.csv: ${rows.length} rows`);
}
