import { member, organisation, valueOn, type KnownMember, type OrganisationState } from '@dossier/domain';
import type { Day, Loader } from '@dossier/kernel';

/** No tree of ours is deeper; a longer walk is a circle. */
const DEEPEST = 8;

export async function loadOrganisation(load: Loader, id: string): Promise<OrganisationState> {
  return (await load.load(`organisation-${id}`, organisation)).state;
}

/** The ids of the units above one on a day, nearest first. */
export async function unitsAbove(load: Loader, id: string, on: Day): Promise<readonly string[]> {
  const above: string[] = [];
  let at = valueOn((await loadOrganisation(load, id)).parents, on);
  while (at !== undefined && above.length < DEEPEST) {
    above.push(at);
    at = valueOn((await loadOrganisation(load, at)).parents, on);
  }
  return above;
}

/** Under which grassroots organisation a cell stands on a day: the first committee above it, or itself where none is between. */
export async function grassrootsOf(load: Loader, cell: string, on: Day): Promise<{ id: string; committee: boolean }> {
  for (const id of await unitsAbove(load, cell, on)) {
    if ((await loadOrganisation(load, id)).kind === 'grassroots-committee') return { id, committee: true };
  }
  return { id: cell, committee: false };
}

/** A member and the grassroots organisation of the member's cell on a day. */
export async function knownMember(load: Loader, id: string, on: Day): Promise<KnownMember> {
  const { state } = await load.load(`member-${id}`, member);
  const cell = valueOn(state.cells, on);
  return cell === undefined ? { state } : { state, grassroots: (await grassrootsOf(load, cell, on)).id };
}
