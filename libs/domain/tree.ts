import type { Day } from '@dossier/kernel';
import { valueOn } from './dated';
import type { CellContext, KnownMember } from './dossier/context';
import { look, type Looking } from './looking';
import { member } from './member';
import {
  decidersAbove,
  handOversAfter,
  organisation,
  type HandOver,
  type LoadUnit,
  type OrganisationState,
} from './organisation';

/** More units than any of ours has above it, with all that ended on the way: past this the walk is a circle. */
const MOST_UNITS = 64;

/** A unit as its stream has it. */
export function* unit(id: string): Looking<OrganisationState> {
  return yield* look(`organisation-${id}`, organisation);
}

/** A unit, everyone who followed it by a day, and all above them: what the pure functions of succession walk along. */
function* linesOf(id: string, on: Day): Looking<LoadUnit> {
  const states = new Map<string, OrganisationState>();
  const wanted = [id];
  for (let next = wanted.pop(); next !== undefined && states.size < MOST_UNITS; next = wanted.pop()) {
    if (states.has(next)) continue;
    const state = yield* unit(next);
    states.set(next, state);
    for (const near of [valueOn(state.parents, on), state.dissolved?.successor])
      if (near !== undefined) wanted.push(near);
  }
  return (one) => states.get(one) ?? organisation.initial;
}

/** A cell as it stands on a day, and the units above it. A cell that has ended is its successor. */
export function* cellOn(id: string, on: Day): Looking<CellContext> {
  const lines = yield* linesOf(id, on);
  const { cell, units, localRules } = decidersAbove(lines, id, on);
  const committee = units.find(({ kind }) => kind === 'grassroots-committee');
  return {
    cellId: cell,
    cell: lines(cell),
    grassroots: committee?.organisation ?? cell,
    committeeBetween: committee !== undefined,
    above: units,
    ...(localRules === undefined ? {} : { localRules }),
  };
}

/** The hand-overs on record of a cell that stood on the day of a command, its successors' included. */
export function* handOversOf(id: string): Looking<readonly HandOver[]> {
  const states = new Map<string, OrganisationState>();
  for (let next: string | undefined = id; next !== undefined && !states.has(next);) {
    const state: OrganisationState = yield* unit(next);
    states.set(next, state);
    next = state.dissolved?.successor;
  }
  return handOversAfter((one) => states.get(one) ?? organisation.initial, id);
}

/** A member, and the grassroots organisation of the member's cell on a day. */
export function* memberOn(id: string, on: Day): Looking<KnownMember> {
  const state = yield* look(`member-${id}`, member);
  const cell = valueOn(state.cells, on);
  if (cell === undefined) return { state };
  const { grassroots } = yield* cellOn(cell, on);
  return grassroots === undefined ? { state } : { state, grassroots };
}
