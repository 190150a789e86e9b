import { chanceOf } from './chance.mjs';
import { MOVED_CELL, RENAMED_CELL } from './plan.mjs';
import { worked } from './days.mjs';

const YEAR = 2023;
const MONTHS = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10'];
const ENDS = ['HoldCeremony', 'RefuseAdmission', 'WithdrawCandidate', 'DelistCandidate'];

/** From when to when each candidate of a cell was on its list. */
function listsOf(dossiers) {
  const lists = new Map();
  for (const { cell, steps } of dossiers) {
    const end = steps.find((step) => ENDS.includes(step.step));
    lists.set(cell.code, [...(lists.get(cell.code) ?? []), { from: steps[0].on, to: end?.on ?? '9999-12-31' }]);
  }
  return lists;
}

const onList = (stays, day) => stays.filter(({ from, to }) => from <= day && day < to).length;
const between = (days, after, until) => days.filter((day) => day > after && day <= until).length;

function reviewsOf(cell, stays) {
  const chance = chanceOf(`reviews of ${cell.code}`);
  let last = `${YEAR - 1}-12-28`;
  return MONTHS.map((month) => {
    const on = worked(`${YEAR}-${month}-${chance.int(24, 28)}`);
    const row = {
      step: 'ReviewSource',
      on,
      unit: cell.code,
      month: `${month}/${YEAR}`,
      listed: onList(stays, on),
      added: between(
        stays.map((stay) => stay.from),
        last,
        on,
      ),
      removed: between(
        stays.map((stay) => stay.to),
        last,
        on,
      ),
    };
    last = on;
    return row;
  });
}

export function reviewRows(units, dossiers) {
  const lists = listsOf(dossiers);
  return units.filter((unit) => unit.level === 'cell').flatMap((cell) => reviewsOf(cell, lists.get(cell.code) ?? []));
}

/** The committee member in charge of a cell sits in the office cell of the same organisation, or of the district. */
export function overseerRows(units, members) {
  const cells = units.filter((unit) => unit.level === 'cell');
  const on = '2023-01-04';
  return cells.map((cell) => {
    const parent = cell.code === MOVED_CELL.cell ? MOVED_CELL.to : cell.parent.code;
    const home = parent === 'nn' ? 'nn-dang-doan-the' : parent;
    const siblings = cells.filter((other) => other.parent.code === home);
    const office = siblings.find((other) => other.code.endsWith('-co-quan')) ?? siblings[0];
    const able = members.officialsOn(office, on).filter((member) => !member.reserved);
    return {
      step: 'AssignOverseer',
      on,
      unit: cell.code,
      member: chanceOf(`overseer of ${cell.code}`).pick(able).code,
    };
  });
}

export const unitRows = () => [
  { step: 'MoveOrganisation', on: MOVED_CELL.on, unit: MOVED_CELL.cell, parent: MOVED_CELL.to },
  { step: 'RenameOrganisation', on: RENAMED_CELL.on, unit: RENAMED_CELL.cell, name2: RENAMED_CELL.name },
];
