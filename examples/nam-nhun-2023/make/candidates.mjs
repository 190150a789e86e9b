import { chanceOf } from './chance.mjs';
import { addDays, addMonths, daysBetween, isWorking, later } from './days.mjs';
import { AGED_18_TO_30, COLLEGE_OR_MORE, FIGURES, LATE_ENTRY, MOVED_CELL, PERIODS, RENAMED_CELL } from './plan.mjs';
import { SPECIAL_SLOTS } from './stories.mjs';
import { cellsOf } from './units.mjs';

/** One day in each of `count` equal parts of the window, so that an organisation does not admit everybody at once. */
function spread([from, to], count, chance) {
  const part = daysBetween(from, to) / count;
  return Array.from({ length: count }, (_, index) => {
    const day = addDays(from, Math.floor(part * index) + chance.int(0, Math.max(0, Math.floor(part) - 1)));
    return isWorking(day) ? day : later(day, 1);
  });
}

const usable = (cell) => cell.code !== MOVED_CELL.cell && cell.code !== RENAMED_CELL.cell;

function shuffled(list, chance) {
  return list
    .map((item) => ({ item, at: chance.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Every ceremony of the plan: which cell, which day. The cells of an organisation take turns. */
export function planCeremonies(units) {
  const slots = [];
  for (const [key, figures] of Object.entries(FIGURES)) {
    const cells = shuffled(cellsOf(units, key).filter(usable), chanceOf(`turns of ${key}`));
    let turn = 0;
    for (const period of ['early', 'y2022', 'y2023']) {
      figures[period].forEach((count, part) => {
        const days = spread(PERIODS[period][part], count, chanceOf(`ceremonies ${key} ${period} ${part}`));
        days.forEach((ceremony, nth) => {
          const label = `${key}/${period}/${part}/${nth}`;
          slots.push({ label, key, period, part, ceremony, cell: cells[turn++ % cells.length] });
        });
      });
    }
  }
  for (const slot of slots) giveStory(slot, units);
  setLateCeremony(slots);
  return slots;
}

function giveStory(slot, units) {
  const story = SPECIAL_SLOTS[slot.label];
  if (!story) return;
  slot.story = story.story;
  slot.cell = units.find((unit) => unit.code === story.cell);
}

function setLateCeremony(slots) {
  const own = slots.filter(
    (slot) => slot.key === LATE_ENTRY.organisation && slot.period === 'y2023' && slot.part === 1,
  );
  Object.assign(own[own.length - 1], { ceremony: LATE_ENTRY.ceremony, ceremonyEntered: LATE_ENTRY.entered });
}

const LEARNED = { agency: 3, armed: 2.2, school: 2, office: 1.6, village: 0 };

/** The `count` first by a score with some chance in it get the mark. */
function mark(slots, flag, count, score) {
  const ranked = [...slots].sort((a, b) => score(b) - score(a));
  ranked.forEach((slot, index) => (slot[flag] = index < count));
}

/** Who is young and who has been to college: exact among the 59, in the same shares by chance elsewhere. */
export function giveTraits(slots) {
  const score = (flag, weight) => (slot) => chanceOf(`${flag} ${slot.label}`).next() + weight(slot);
  const reported = slots.filter((slot) => slot.period === 'y2023' && slot.part < 2);
  const others = slots.filter((slot) => !reported.includes(slot));
  for (const group of [reported, others]) {
    const share = group.length / reported.length;
    mark(
      group,
      'college',
      Math.round(COLLEGE_OR_MORE * share),
      score('college', (slot) => LEARNED[slot.cell.kind]),
    );
    mark(
      group,
      'young',
      Math.round(AGED_18_TO_30 * share),
      score('young', () => 0),
    );
  }
}

function schoolingOf({ cell, college }, chance) {
  if (college) {
    const weights = { agency: { university: 12, college: 2, postgraduate: 1 }, village: { college: 3, university: 2 } };
    return chance.weighted(weights[cell.kind] ?? { university: 3, college: 2 });
  }
  const farmer = cell.kind === 'village' && cell.parent.difficult;
  return chance.weighted(
    farmer
      ? { 'upper-secondary': 8, 'lower-secondary': 7, vocational: 3, primary: 2 }
      : { 'upper-secondary': 3, vocational: 2 },
  );
}

const YOUNGEST = { university: 276, postgraduate: 300, college: 262, vocational: 250 };

/** Never born in the month of the ceremony, so that age by month and age by day agree. */
function birthOf({ ceremony, young }, schooling, chance) {
  const months = young ? chance.int(YOUNGEST[schooling] ?? 242, 371) : chance.int(376, chance.often(0.2) ? 600 : 490);
  const month = addMonths(`${ceremony.slice(0, 7)}-01`, -months);
  const safe = month.slice(5, 7) === ceremony.slice(5, 7) ? addMonths(month, 1) : month;
  return addDays(safe, chance.int(0, 27));
}

function peopleOf(cell, chance) {
  if (cell.kind === 'school' && chance.often(0.15)) return 'Kinh';
  return chance.weighted(cell.parent.peoples);
}

const LOCAL = { village: 1, office: 0.7, school: 0.45, agency: 0.5, armed: 0.3 };

function unionOf({ cell, young }) {
  if (young) return 'youth-union';
  return ['village', 'armed'].includes(cell.kind) ? 'none' : 'trade-union';
}

function proposerOf(union, chance) {
  if (union === 'none') return 'cell';
  return chance.weighted({ [union]: 5, cell: 4, other: 0.3 });
}

export function inventPerson(slot, names) {
  const chance = chanceOf(`person ${slot.label}`);
  const { cell } = slot;
  const people = peopleOf(cell, chance);
  const sex = chance.often(cell.kind === 'armed' ? 0.85 : 0.55) ? 'male' : 'female';
  const schooling = schoolingOf(slot, chance);
  const union = unionOf(slot);
  return {
    name: names(people, sex, chance),
    birth: birthOf(slot, schooling, chance),
    mother: chance.often(0.9) ? names(people, 'female', chance) : undefined,
    sex,
    ethnicity: people,
    village: cell.village ?? chance.pick(cell.parent.villages),
    schooling,
    union,
    local: people !== 'Kinh' && chance.often(LOCAL[cell.kind]),
    demobilised: sex === 'male' && ['village', 'office'].includes(cell.kind) && chance.often(0.3),
    proposedBy: proposerOf(union, chance),
  };
}
