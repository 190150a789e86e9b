import { giveTraits, inventPerson, planCeremonies } from './candidates.mjs';
import { chanceOf } from './chance.mjs';
import { addMonths, earlier, later } from './days.mjs';
import { cutAfter, datesOf, stepsOf } from './life.mjs';
import { ENDED, MEMBER_EVENTS, UNDER_WAY } from './stories.mjs';

const cellCalled = (units, code) => {
  const cell = units.find((unit) => unit.code === code);
  if (!cell) throw new Error(`no cell ${code}`);
  return cell;
};

/** The end that has a vote and a number of its own, and the ends that only have a note. */
function endingOf(end, last) {
  const on = later(last.on, end.after);
  const refusal = { series: { body: 'nn', tail: 'TB/HU' }, vote: { body: 'decider', short: true } };
  return { key: 'ended', step: end.step, on, note: end.note, ...(end.step === 'RefuseAdmission' ? refusal : {}) };
}

/** The latest ceremony for which the step `until` is taken by the day `by`. */
function datesReaching({ until, by, story }, label) {
  let ceremony = later(addMonths(by, 12), 1);
  for (let tries = 0; tries < 200; tries += 1) {
    const days = datesOf(ceremony, story, chanceOf(`days ${label}`));
    if (days[until] <= by) return days;
    ceremony = earlier(ceremony, 2);
  }
  throw new Error(`${label} never comes to ${until} by ${by}`);
}

function unfinished(plan, index, units, members, names) {
  const cell = cellCalled(units, plan.cell);
  const label = `${plan.cell}/${plan.until}/${index}`;
  const chance = chanceOf(`life ${label}`);
  const days = datesReaching(plan, label);
  const traits = { college: chance.often(cell.kind === 'village' ? 0.3 : 0.8), young: chance.often(0.65) };
  // Ages are laid out for the day the book closes, the ceremony being still to come.
  const person = inventPerson({ ...traits, label, cell, ceremony: plan.end ? days[plan.until] : '2023-10-31' }, names);
  const dossier = { cell, person, days, story: plan.story, unclear: plan.unclear };
  const steps = cutAfter(stepsOf(dossier, chance, members), plan.until);
  return { cell, person, steps: plan.end ? [...steps, endingOf(plan.end, steps.at(-1))] : steps };
}

function admitted(slot, members, names, firstMentor) {
  const chance = chanceOf(`life ${slot.label}`);
  const days = datesOf(slot.ceremony, slot.story, chanceOf(`days ${slot.label}`));
  const person = inventPerson(slot, names);
  const dossier = { cell: slot.cell, person, days, story: slot.story, firstMentor };
  const steps = stepsOf(dossier, chance, members);
  if (slot.ceremonyEntered) steps.at(-1).entered = slot.ceremonyEntered;
  return {
    cell: slot.cell,
    person,
    steps,
    mishap: days.mishap && { story: slot.story, member: firstMentor, on: days.mishap },
  };
}

/** What befell a mentor, as the book of members has it. */
function mishapEvent({ story, member, on }) {
  if (story === 'mentor-disciplined') return { step: 'DisciplineMember', on, member: member.code, reason: 'warning' };
  member.left = on;
  return { step: 'DepartMember', on, member: member.code, reason: 'died' };
}

function memberEvent(event, units, members) {
  const member = members.reserve(cellCalled(units, event.cell), '2020-01-01');
  const { step, on, reason, to } = event;
  if (step === 'DepartMember') member.left = on;
  if (to) member.moved = { cell: to, on };
  return { step, on, member: member.code, reason, unit: to };
}

/** Dossiers are numbered by the year and order in which they were listed. */
function number(dossiers) {
  const count = {};
  const byListing = [...dossiers].sort((a, b) =>
    a.steps[0].on < b.steps[0].on ? -1 : a.steps[0].on > b.steps[0].on ? 1 : 0,
  );
  for (const dossier of byListing) {
    const year = dossier.steps[0].on.slice(0, 4);
    count[year] = (count[year] ?? 0) + 1;
    dossier.id = `hs-${year}-${String(count[year]).padStart(3, '0')}`;
  }
  return byListing;
}

/** All dossiers with their steps, and the events of members beside them. */
export function buildDossiers(units, members, names) {
  const slots = planCeremonies(units);
  giveTraits(slots);
  // Those to whom something will happen are set aside first, so that nobody else's dossier leans on them.
  const firstMentors = slots.map((slot) =>
    slot.story?.startsWith('mentor-') ? members.reserve(slot.cell, '2020-01-01') : undefined,
  );
  const events = MEMBER_EVENTS.map((event) => memberEvent(event, units, members));
  const finished = slots.map((slot, index) => admitted(slot, members, names, firstMentors[index]));
  const others = [...ENDED, ...UNDER_WAY].map((plan, index) => unfinished(plan, index, units, members, names));
  const mishaps = finished.filter((dossier) => dossier.mishap).map((dossier) => mishapEvent(dossier.mishap));
  return { dossiers: number([...finished, ...others]), memberEvents: [...events, ...mishaps] };
}
