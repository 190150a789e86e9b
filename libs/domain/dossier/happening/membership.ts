import type { Day } from '@dossier/kernel';
import type { DossierContext } from '../context';
import type { DossierState } from '../state';
import type { Beside } from './happens';

// What an admission and its end write beside the dossier: in the member's own stream and on the roll of the cell, in the
// same append, so that a member never exists on one of them alone.

const memberStream = (member: string): string => `member-${member}`;
const rollStream = (cell: string): string => `organisation-${cell}`;

/** The admitted person becomes a probationary member of the cell. */
export function joins(member: string, state: DossierState, { cellId, identity }: DossierContext): readonly Beside[] {
  const sex = state.declared?.sex;
  const registered = {
    member,
    cell: cellId,
    standing: 'probationary',
    ...(sex ? { sex } : {}),
    ...(identity ? { identity } : {}),
  };
  return [
    { stream: memberStream(member), event: { type: 'MemberRegistered', data: registered } },
    { stream: rollStream(cellId), event: { type: 'MemberEnrolled', data: { organisation: cellId, member } } },
  ];
}

/** A probationary member becomes official from a day, in the own stream and on the roll. */
export function becomesOfficial(member: string, cell: string, officialSince: Day): readonly Beside[] {
  return [
    { stream: memberStream(member), event: { type: 'MemberBecameOfficial', data: { member, officialSince } } },
    {
      stream: rollStream(cell),
      event: { type: 'MemberConfirmed', data: { organisation: cell, member, officialSince } },
    },
  ];
}

/** A member is one no longer. */
export function departs(member: string | undefined, cell: string, reason: string): readonly Beside[] {
  if (member === undefined) return [];
  return [
    { stream: memberStream(member), event: { type: 'MemberDeparted', data: { member, cell, reason } } },
    { stream: rollStream(cell), event: { type: 'MemberLeftRoll', data: { organisation: cell, member, reason } } },
  ];
}

/** A probationary member goes to another cell. */
export function moves(member: string | undefined, from: string, to: string): readonly Beside[] {
  if (member === undefined) return [];
  return [
    { stream: memberStream(member), event: { type: 'MemberMoved', data: { member, from, to } } },
    {
      stream: rollStream(from),
      event: { type: 'MemberLeftRoll', data: { organisation: from, member, reason: 'moved' } },
    },
    { stream: rollStream(to), event: { type: 'MemberEnrolled', data: { organisation: to, member } } },
  ];
}

/** One who was struck off comes back, on appeal. */
export function returns(member: string | undefined, cell: string): readonly Beside[] {
  if (member === undefined) return [];
  return [
    { stream: memberStream(member), event: { type: 'MemberReinstated', data: { member, cell } } },
    { stream: rollStream(cell), event: { type: 'MemberEnrolled', data: { organisation: cell, member } } },
  ];
}
