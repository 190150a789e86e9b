import { chanceOf } from './chance.mjs';
import { addDays, addMonths } from './days.mjs';
import { BOOK_OPENS, SMALL_CELLS } from './plan.mjs';

const yearsBefore = (day, years, chance) => addDays(addMonths(day, -12 * years), -chance.int(0, 360));

function peopleOf(cell, chance) {
  const outsiders = cell.kind === 'school' && chance.often(0.25);
  return outsiders ? 'Kinh' : chance.weighted(cell.parent.peoples);
}

/** Most were there when the book opened; one in six came later, already official. */
function official(cell, names, chance) {
  const sex = chance.often(0.62) ? 'male' : 'female';
  const came = chance.often(1 / 6) ? addDays(BOOK_OPENS, chance.int(200, 1300)) : BOOK_OPENS;
  const officialSince = yearsBefore(came, chance.int(1, 18), chance);
  return {
    name: names(peopleOf(cell, chance), sex, chance),
    birth: yearsBefore(officialSince, chance.int(21, 33), chance),
    sex,
    cell: cell.code,
    standing: 'official',
    officialSince,
    on: came,
  };
}

/** A probationer who was admitted elsewhere and came with a transfer: the admission is in another district's book. */
function probationer(cell, names, chance) {
  const sex = chance.often(0.5) ? 'male' : 'female';
  const on = addDays('2022-11-01', chance.int(0, 240));
  return {
    name: names(peopleOf(cell, chance), sex, chance),
    birth: yearsBefore(on, chance.int(23, 30), chance),
    sex,
    cell: cell.code,
    standing: 'probationary',
    on,
  };
}

function membersOf(cell, names) {
  const chance = chanceOf(`members of ${cell.code}`);
  const few = SMALL_CELLS[cell.code];
  const count = few ?? chance.int(6, cell.kind === 'village' ? 10 : 12);
  const officials = Array.from({ length: count }, () => official(cell, names, chance));
  // Those who were there first keep a cell able to meet from the first day of the book.
  officials.forEach(
    (member, index) => index < 5 && Object.assign(member, few || index < 5 ? fromTheStart(member) : {}),
  );
  const newcomers = cell.kind !== 'village' && chance.often(0.35) ? [probationer(cell, names, chance)] : [];
  return [...officials, ...newcomers];
}

const fromTheStart = (member) =>
  member.officialSince > addMonths(BOOK_OPENS, -12)
    ? { on: BOOK_OPENS, officialSince: addMonths(member.officialSince, -60), birth: addMonths(member.birth, -60) }
    : { on: BOOK_OPENS };

/** All members by code, with what happens to them later (`left`, `cells`) as a timeline that votes can be counted on. */
export function buildMembers(units, names) {
  const members = units
    .filter((unit) => unit.level === 'cell')
    .flatMap((cell) => membersOf(cell, names))
    .map((member, index) => ({
      ...member,
      code: `dv-${String(index + 1).padStart(4, '0')}`,
      load: 0,
      reserved: false,
    }));

  const inCell = (member, day) => member.on <= day && !(member.left && member.left <= day);
  const cellOn = (member, day) => (member.moved && member.moved.on <= day ? member.moved.cell : member.cell);
  const officialsOn = (cell, day) =>
    members.filter(
      (m) => m.standing === 'official' && m.officialSince <= day && inCell(m, day) && cellOn(m, day) === cell.code,
    );

  /** The member with the fewest candidates so far, official for a year and more. */
  const helper = (cell, day, { not = [], chance }) => {
    const fit = officialsOn(cell, day).filter(
      (m) => !m.reserved && !not.includes(m) && m.on <= addMonths(day, -1) && m.officialSince <= addMonths(day, -12),
    );
    const least = Math.min(...fit.map((m) => m.load));
    const chosen = chance.pick(fit.filter((m) => m.load === least));
    if (!chosen) throw new Error(`no helper in ${cell.code} on ${day}`);
    chosen.load += 1;
    return chosen;
  };

  /** Set aside for one story only, so that nothing else depends on a member to whom something happens. */
  const reserve = (cell, day) => {
    const fit = officialsOn(cell, day).filter((m) => !m.reserved && m.load === 0);
    const chosen = fit[fit.length - 1];
    if (!chosen) throw new Error(`nobody to set aside in ${cell.code}`);
    chosen.reserved = true;
    return chosen;
  };

  return { list: members, officialsOn, helper, reserve };
}
