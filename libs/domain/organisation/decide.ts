import type { OrganisationCommand, OrganisationKind } from '@dossier/contract';
import type { Decision } from '@dossier/kernel';
import { accepted } from '@dossier/kernel';
import { because, inFuture, type AskedOf } from '../asked';
import { valueOn } from '../dated';
import type { OrganisationEvent } from './events';
import { BENEATH, TOPS } from './kinds';
import { decideStanding, isOfStanding } from './standing';
import type { OrganisationState } from './state';
import { notStanding } from './succession';

/** What deciding on an organisation may need to know of others, as they stand when the command is decided. */
export interface OrganisationContext {
  /** The unit named as parent, and the ids of the units above it, nearest first. */
  readonly parent?: { readonly state: OrganisationState; readonly above: readonly string[] };
  readonly member?: { readonly known: boolean; readonly departed: boolean };
}

/** Commands that change several units at once; decided in `reorganisation`. */
export type ReorganisationCommand = Extract<
  OrganisationCommand,
  { type: 'MergeOrganisations' | 'SplitOrganisation' | 'DissolveOrganisation' }
>;
/** Commands that change one unit, and write to its stream alone. */
export type OneUnitCommand = Exclude<OrganisationCommand, ReorganisationCommand>;

export function isReorganisation(command: OrganisationCommand): command is ReorganisationCommand {
  return ['MergeOrganisations', 'SplitOrganisation', 'DissolveOrganisation'].includes(command.type);
}

type Asked = AskedOf<OneUnitCommand>;
type Verdict = Decision<OrganisationEvent>;

/** Decides on one unit: founding, renaming, moving under another, its overseer, its monthly review, and how it stands. */
export function decideOrganisation(asked: Asked, state: OrganisationState, context: OrganisationContext): Verdict {
  const { command, on } = asked;
  const future = inFuture(asked);
  if (future) return future;
  if (command.type === 'FoundOrganisation') return found(command, state, context, on);
  const none = notStanding(command.organisation, state, on);
  if (none) return none;
  if (isOfStanding(command)) return decideStanding(command, state, on);
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

type Of<T extends OneUnitCommand['type']> = Extract<OneUnitCommand, { type: T }>;

function found(
  command: Of<'FoundOrganisation'>,
  state: OrganisationState,
  context: OrganisationContext,
  on: string,
): Verdict {
  const { organisation, name, kind, parent, difficultArea } = command;
  if (state.founded !== undefined) return because('already-done', 'founded', state.founded);
  if (parent === undefined) {
    if (!TOPS.includes(kind)) return because('parent-missing', 'parent', null, 'a unit above');
  } else {
    const wrong = fits(kind, parent, context, on);
    if (wrong) return wrong;
  }
  return accepted({
    type: 'OrganisationFounded',
    data: { organisation, name, kind, difficultArea, ...(parent === undefined ? {} : { parent }) },
  });
}

function fits(
  kind: OrganisationKind | undefined,
  parent: string,
  { parent: above }: OrganisationContext,
  on: string,
): Verdict | undefined {
  const none = notStanding(parent, above?.state, on, 'parent');
  if (none) return none;
  const over = above?.state.kind;
  if (over !== undefined && kind !== undefined && BENEATH[over].includes(kind)) return undefined;
  return because('wrong-kind', 'parent', over ?? null, kind ?? null);
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
  const wrong = fits(state.kind, parent, context, on);
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
