import type { Day, Refusal } from '@dossier/kernel';
import { because } from '../asked';
import {
  SUCCEEDED_BY,
  endedBy,
  notStanding,
  type OrganisationState,
  type ReorganisationCommand,
} from '../organisation';

/** What deciding on a change of several units needs to know of them, as they stand when it is decided. */
export interface ReorganisationContext {
  /** Every unit that is named, and every unit that ever stood directly beneath one that ends. */
  readonly units: Readonly<Record<string, OrganisationState>>;
  /** The ids of those that ever stood directly beneath a unit that ends, by that unit. */
  readonly beneath: Readonly<Record<string, readonly string[]>>;
  /** How many dossiers are open in a cell that ends. */
  readonly openDossiers: Readonly<Record<string, number>>;
}

export type Refused = { readonly refused: Refusal };

/** The units that end by a command. */
export function endingBy(command: ReorganisationCommand): readonly string[] {
  return command.type === 'MergeOrganisations' ? command.from : [command.organisation];
}

/** The unit that stands for the ended ones from then on, in open dossiers and quotas; undefined where nobody does. */
export function successorBy(command: ReorganisationCommand): string | undefined {
  return command.type === 'MergeOrganisations' ? command.organisation : command.successor;
}

/** Every unit that takes something over by a command. */
export function takingOverBy(command: ReorganisationCommand): readonly string[] {
  if (command.type === 'SplitOrganisation') return command.parts.map((part) => part.organisation);
  const successor = successorBy(command);
  return successor === undefined ? [] : [successor];
}

/** Who takes over a unit beneath, or a member: the part that names it, else the successor. */
export function takenOverBy(command: ReorganisationCommand, id: string): string | undefined {
  const part = command.type === 'SplitOrganisation' ? command.parts.find(({ takes }) => takes.includes(id)) : undefined;
  return part?.organisation ?? successorBy(command);
}

/** Why a unit cannot end on a day; undefined where it can. */
export function cannotEnd(id: string, state: OrganisationState | undefined, on: Day): Refused | undefined {
  const none = notStanding(id, state, on);
  if (none) return none;
  // A unit ends once, whatever the days: an end recorded for a later day would be made untrue by an earlier one.
  const later = state?.dissolved && endedBy(state, state.dissolved.on);
  if (later) return later;
  if (state?.lastOn === undefined || on >= state.lastOn) return undefined;
  return because('before-earlier-step', 'on', on, state.lastOn, 'nobody');
}

/** Why one unit cannot take over from another on a day; undefined where it can. */
export function cannotTakeOver(
  [id, state]: readonly [string, OrganisationState | undefined],
  ended: readonly [string, OrganisationState | undefined],
  { units }: ReorganisationContext,
  on: Day,
): Refused | undefined {
  const [from, end] = ended;
  if (state?.founded === undefined || state.kind === undefined) return because('successor-unknown', 'successor', id);
  if (on < state.founded) return because('before-founding', 'successor', on, state.founded, 'nobody');
  if (leadsTo(from, state, units)) return because('successors-in-a-circle', 'successor', id, from);
  // Also where it ends on a later day: what it took over now would be left behind when it ended then.
  const { dissolved } = state;
  if (dissolved !== undefined) {
    return because('successor-dissolved', 'successor', dissolved.on, dissolved.successor ?? null);
  }
  if (end?.kind === undefined || SUCCEEDED_BY[end.kind].includes(state.kind)) return undefined;
  return because('wrong-kind', 'successor', state.kind, SUCCEEDED_BY[end.kind].join(', '));
}

/** Whether a unit's successors, of whatever day, come round to another. */
function leadsTo(id: string, state: OrganisationState, units: ReorganisationContext['units']): boolean {
  const met = new Set<string>();
  for (let next = state.dissolved?.successor; next !== undefined; next = units[next]?.dissolved?.successor) {
    if (next === id) return true;
    if (met.has(next)) return false;
    met.add(next);
  }
  return false;
}
