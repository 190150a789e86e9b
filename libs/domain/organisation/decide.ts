import type { OrganisationCommand } from '@dossier/contract';
import type { Decision } from '@dossier/kernel';
import { accepted } from '@dossier/kernel';
import { because, inFuture, type AskedOf } from '../asked';
import { valueOn } from '../dated';
import type { OrganisationEvent } from './events';
import type { OrganisationState } from './state';

/** What deciding on an organisation may need to know of others, as they stand when the command is decided. */
export interface OrganisationContext {
  /** The unit named as parent, and the ids of the units above it, nearest first. */
  readonly parent?: { readonly state: OrganisationState; readonly above: readonly string[] };
  readonly member?: { readonly known: boolean; readonly departed: boolean };
}

/** Kinds that may stand directly under each kind. */
const BENEATH: Readonly<Record<string, readonly string[]>> = {
  'district-committee': ['grassroots-committee', 'cell'],
  'grassroots-committee': ['sub-committee', 'cell'],
  'sub-committee': ['cell'],
  cell: [],
};

type Asked = AskedOf<OrganisationCommand>;
type Verdict = Decision<OrganisationEvent>;

/** Decides on a unit: founding, renaming, moving under another, its overseer, its monthly review of the source. */
export function decideOrganisation(asked: Asked, state: OrganisationState, context: OrganisationContext): Verdict {
  const { command, on } = asked;
  const future = inFuture(asked);
  if (future) return future;
  if (command.type === 'FoundOrganisation') return found(command, state, context, on);
  if (state.founded === undefined) return because('unit-unknown', 'organisation', command.organisation);
  if (on < state.founded) return because('before-founding', 'on', on, state.founded, 'nobody');
  switch (command.type) {
    case 'RenameOrganisation':
      return rename(command, state, on);
    case 'MoveOrganisation':
      return move(command, state, context, on);
    case 'AssignOverseer':
      return assignOverseer(command, state, context);
    case 'ReviewSource':
      return review(command, state, on);
  }
}

type Of<T extends OrganisationCommand['type']> = Extract<OrganisationCommand, { type: T }>;

function found(
  command: Of<'FoundOrganisation'>,
  state: OrganisationState,
  context: OrganisationContext,
  on: string,
): Verdict {
  const { organisation, name, kind, parent, difficultArea } = command;
  if (state.founded !== undefined) return because('already-done', 'founded', state.founded);
  if (parent === undefined) {
    if (kind !== 'district-committee') return because('parent-missing', 'parent', null, 'a unit above');
  } else {
    const wrong = fits(kind, parent, context, on);
    if (wrong) return wrong;
  }
  return accepted({
    type: 'OrganisationFounded',
    data: { organisation, name, kind, difficultArea, ...(parent === undefined ? {} : { parent }) },
  });
}

function fits(kind: string, parent: string, { parent: above }: OrganisationContext, on: string): Verdict | undefined {
  if (above?.state.founded === undefined || above.state.kind === undefined)
    return because('unit-unknown', 'parent', parent);
  if (on < above.state.founded) return because('before-founding', 'parent', on, above.state.founded, 'nobody');
  if (BENEATH[above.state.kind]?.includes(kind)) return undefined;
  return because('wrong-kind', 'parent', above.state.kind, kind);
}

function rename({ organisation, name }: Of<'RenameOrganisation'>, state: OrganisationState, on: string): Verdict {
  const before = valueOn(state.names, on);
  if (before === name) return because('nothing-changed', 'name', name);
  return accepted({ type: 'OrganisationRenamed', data: { organisation, name, before: before ?? '' } });
}

function move(
  { organisation, parent }: Of<'MoveOrganisation'>,
  state: OrganisationState,
  context: OrganisationContext,
  on: string,
): Verdict {
  const before = valueOn(state.parents, on);
  if (before === parent) return because('nothing-changed', 'parent', parent);
  const wrong = fits(state.kind ?? '', parent, context, on);
  if (wrong) return wrong;
  // A unit placed beneath itself would cut its branch off the tree, and every count above it would be wrong.
  if (parent === organisation || context.parent?.above.includes(organisation))
    return because('beneath-itself', 'parent', parent);
  return accepted({ type: 'OrganisationMoved', data: { organisation, parent, before: before ?? null } });
}

function assignOverseer(
  { organisation, member }: Of<'AssignOverseer'>,
  state: OrganisationState,
  { member: who }: OrganisationContext,
): Verdict {
  if (state.kind !== 'cell') return because('wrong-kind', 'organisation', state.kind ?? null, 'cell');
  if (!who?.known) return because('member-unknown', 'member', member);
  if (who.departed) return because('member-departed', 'member', member, null, 'grassroots-committee');
  return accepted({ type: 'OverseerAssigned', data: { organisation, member } });
}

function review(command: Of<'ReviewSource'>, state: OrganisationState, on: string): Verdict {
  const { organisation, month, listed, entered, left } = command;
  if (state.kind !== 'cell') return because('wrong-kind', 'organisation', state.kind ?? null, 'cell');
  if (state.reviewedMonths.includes(month)) return because('already-done', 'month', month);
  if (month > on.slice(0, 7)) return because('month-in-future', 'month', month, on.slice(0, 7), 'nobody');
  return accepted({
    type: 'SourceReviewed',
    data: { organisation, month, listed, entered, left, unchanged: entered === 0 && left === 0 },
  });
}
