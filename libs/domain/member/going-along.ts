import type { Day } from '@dossier/kernel';
import type { HandOver, OrganisationEvent } from '../organisation';
import type { MemberEvent } from './events';

/** An event for the roll of a cell. */
export interface OnRoll {
  readonly cell: string;
  readonly event: OrganisationEvent;
}

/** A member's way along with a cell that ended: in the member's own stream, and off one roll onto the other. */
export interface GoesAlong {
  readonly member: readonly MemberEvent[];
  readonly rolls: readonly OnRoll[];
}

/**
 * What is written for a member who is entered late on the roll of a cell that has ended since: every hand-over that the
 * others went along with, each on its own day.
 */
export function goesAlong(member: string, handOvers: readonly HandOver[], officialSince?: Day): GoesAlong {
  const official = officialSince === undefined ? {} : { officialSince };
  return {
    member: handOvers.map(({ from, to, on }) => ({ type: 'MemberMoved', data: { member, from, to, since: on } })),
    rolls: handOvers.flatMap(({ from, to, on }): readonly OnRoll[] => [
      {
        cell: from,
        event: { type: 'MemberLeftRoll', data: { organisation: from, member, reason: 'moved', since: on } },
      },
      { cell: to, event: { type: 'MemberEnrolled', data: { organisation: to, member, ...official, since: on } } },
    ]),
  };
}
