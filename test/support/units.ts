import type { OrganisationCommand } from '@dossier/contract';
import { organisation, type OrganisationState } from '@dossier/domain';
import type { Day } from '@dossier/kernel';
import { boardOf, organisationTree, quotaBoard, treeAt, type BoardQuestion } from '@dossier/views';
import { rowsOf, seen, type Given, type Step } from './scenario';

// On 1/7/2025 the district level ended: communes merged into new ones right under the province. The same, small, in a
// district of two communes with a cell of its own: units change on that day, and are looked at on it and on its eve.

export const DAY = '2025-07-01';
export const EVE = '2025-06-30';

type Of<T extends OrganisationCommand['type']> = Omit<
  Extract<OrganisationCommand, { type: T }>,
  'type' | 'organisation'
>;
/** A step of a unit, on the day of the change where no other is said. */
export const unit = <T extends OrganisationCommand['type']>(
  type: T,
  id: string,
  fields: Of<T>,
  on: Day = DAY,
): Step => ({
  command: { type, organisation: id, ...fields } as unknown as OrganisationCommand,
  on,
});
export const merge = (into: string, from: readonly string[], on = DAY, more: { name?: string } = {}): Step =>
  unit('MergeOrganisations', into, { from: [...from], number: '1-NQ/TU', ...more }, on);
export const ends = (id: string, successor?: string, on = DAY): Step =>
  unit('DissolveOrganisation', id, { number: '2-NQ/TU', ...(successor === undefined ? {} : { successor }) }, on);
export const quota = (id: string, target: number, on: Day): Step => ({
  command: {
    type: 'AssignQuota',
    organisation: id,
    period: { year: 2025 },
    target,
    countsBy: 'ceremony',
    number: '5',
  },
  on,
});

/** What a unit has come to. */
export const state = ({ world }: Given, id: string): OrganisationState =>
  (world.states.get(`organisation-${id}`) as OrganisationState | undefined) ?? organisation.initial;
/** The quota board and the tree as they are answered when everything of these days is known. */
export const board = (now: Given, id: string, on: Day, more: Partial<BoardQuestion> = {}) =>
  boardOf([...rowsOf(quotaBoard, seen(now.world)).values()], {
    organisation: id,
    year: 2025,
    on,
    knownAt: '2030-01-01',
    fewMembers: 5,
    ...more,
  });
export const tree = (now: Given, on: Day) =>
  treeAt([...rowsOf(organisationTree, seen(now.world)).values()], { on, knownAt: '2030-01-01' });
/** A tree without anything but its ids: a unit, or a unit with those beneath it. */
export const names = (nodes: ReturnType<typeof treeAt>): unknown =>
  nodes.map(({ organisation: id, children }) => (children.length ? [id, names(children)] : id));
