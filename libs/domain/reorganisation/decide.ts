import type { Day } from '@dossier/kernel';
import { because, inFuture, type AskedOf } from '../asked';
import { valueOn } from '../dated';
import type { MemberEvent } from '../member';
import type { OrganisationEvent, ReorganisationCommand } from '../organisation';
import {
  cannotEnd,
  cannotTakeOver,
  endingBy,
  successorBy,
  takenOverBy,
  takingOverBy,
  type Refused,
  type ReorganisationContext,
} from './context';
import { planOf, type Leaves } from './plan';

/** What a change of units writes, all in one append: in the streams of units, the command's own among them, and of members. */
export interface Reorganisation {
  readonly units: readonly { readonly organisation: string; readonly events: readonly OrganisationEvent[] }[];
  readonly members: readonly { readonly member: string; readonly event: MemberEvent }[];
}

/**
 * Decides on units that end: merged into another, split into parts, or dissolved. Units directly beneath and members on
 * the roll go to whoever takes over; where nobody does, they must be gone before.
 */
export function decideReorganisation(
  asked: AskedOf<ReorganisationCommand>,
  context: ReorganisationContext,
): Reorganisation | Refused {
  const { command, on } = asked;
  const unfit = inFuture(asked) ?? unitsUnfit(command, context, on);
  if (unfit) return unfit;
  const plan = planOf(command, context, on);
  return 'refused' in plan ? plan : written(command, plan, context, on);
}

function unitsUnfit(command: ReorganisationCommand, context: ReorganisationContext, on: Day): Refused | undefined {
  const { units } = context;
  // The unit whose stream it is comes first: if nobody knows that one, the command has the wrong address.
  if (units[command.organisation]?.founded === undefined) {
    return because('unit-unknown', 'organisation', command.organisation);
  }
  const takingOver = takingOverBy(command);
  for (const id of endingBy(command)) {
    if (takingOver.includes(id)) return because('into-itself', 'successor', id);
    const cannot = cannotEnd(id, units[id], on);
    if (cannot) return cannot;
    for (const to of takingOver) {
      const wrong = cannotTakeOver([to, units[to]], [id, units[id]], context, on);
      if (wrong) return wrong;
    }
  }
  return undefined;
}

const WHY = { MergeOrganisations: 'merged', SplitOrganisation: 'split', DissolveOrganisation: 'dissolved' } as const;

/** The events of a plan, by the stream each belongs to. */
function written(
  command: ReorganisationCommand,
  plan: readonly Leaves[],
  context: ReorganisationContext,
  on: Day,
): Reorganisation {
  const units = new Map<string, OrganisationEvent[]>();
  const members: { member: string; event: MemberEvent }[] = [];
  const write = (organisation: string, ...events: readonly OrganisationEvent[]): void => {
    units.set(organisation, [...(units.get(organisation) ?? []), ...events]);
  };
  write(command.organisation, ...opening(command, context, on));
  const why = WHY[command.type];
  for (const { unit, beneath, roll } of plan) {
    for (const id of beneath) {
      const parent = takenOverBy(command, id) ?? '';
      write(id, { type: 'OrganisationMoved', data: { organisation: id, parent, before: unit } });
    }
    for (const { member, officialSince } of roll) {
      const to = takenOverBy(command, member) ?? '';
      const since = officialSince === undefined ? {} : { officialSince };
      write(unit, { type: 'MemberLeftRoll', data: { organisation: unit, member, reason: why } });
      write(to, { type: 'MemberEnrolled', data: { organisation: to, member, ...since } });
      members.push({ member, event: { type: 'MemberMoved', data: { member, from: unit, to } } });
    }
    const successor = successorBy(command);
    const stands = successor === undefined ? {} : { successor };
    write(unit, {
      type: 'OrganisationDissolved',
      data: { organisation: unit, ...stands, number: command.number, why },
    });
  }
  return { units: [...units].map(([organisation, events]) => ({ organisation, events })), members };
}

/** What the command's own unit says first: what merged into it, or what it is split into. */
function opening(
  command: ReorganisationCommand,
  { units }: ReorganisationContext,
  on: Day,
): readonly OrganisationEvent[] {
  const { organisation, number } = command;
  switch (command.type) {
    case 'MergeOrganisations': {
      const before = valueOn(units[organisation]?.names, on) ?? '';
      const { from, name } = command;
      const merged: OrganisationEvent = { type: 'OrganisationMerged', data: { organisation, from, number } };
      if (name === undefined || name === before) return [merged];
      return [merged, { type: 'OrganisationRenamed', data: { organisation, name, before } }];
    }
    case 'SplitOrganisation': {
      const into = command.parts.map((part) => part.organisation);
      return [{ type: 'OrganisationSplit', data: { organisation, into, successor: command.successor, number } }];
    }
    case 'DissolveOrganisation':
      return [];
  }
}
