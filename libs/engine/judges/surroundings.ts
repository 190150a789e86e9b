import { organisation, successorAt, unitAbove, valueOn, type LoadUnit, type OrganisationState } from '@dossier/domain';
import type { Day, Loader } from '@dossier/kernel';

/** No tree of ours is deeper; a longer walk is a circle. */
const DEEPEST = 8;
/** More units than any of ours has above it, with all that ended on the way: past this the walk is a circle. */
const MOST_UNITS = 64;

export async function loadOrganisation(load: Loader, id: string): Promise<OrganisationState> {
  return (await load.load(`organisation-${id}`, organisation)).state;
}

/** The state of a unit, of everyone who followed it by a day, and of all above them: what the pure functions walk along. */
async function linesOf(load: Loader, id: string, on: Day): Promise<LoadUnit> {
  const states = new Map<string, OrganisationState>();
  const wanted = [id];
  for (let next = wanted.pop(); next !== undefined && states.size < MOST_UNITS; next = wanted.pop()) {
    if (states.has(next)) continue;
    const state = await loadOrganisation(load, next);
    states.set(next, state);
    for (const near of [valueOn(state.parents, on), state.dissolved?.successor])
      if (near !== undefined) wanted.push(near);
  }
  return (unit) => states.get(unit) ?? organisation.initial;
}

/** The unit that stands for another on a day, through every merge, split and end by then; the unit itself where none does. */
export async function unitAt(load: Loader, id: string, on: Day): Promise<string> {
  return successorAt(await linesOf(load, id, on), id, on);
}

/** The ids of the units above one on a day, nearest first; of a unit that ended, whoever stands for it. */
export async function unitsAbove(load: Loader, id: string, on: Day): Promise<readonly string[]> {
  const lines = await linesOf(load, id, on);
  const above: string[] = [];
  for (let at = unitAbove(lines, id, on); at !== undefined && above.length < DEEPEST; at = unitAbove(lines, at, on)) {
    above.push(at);
  }
  return above;
}
