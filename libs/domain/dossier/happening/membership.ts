import type { Day } from '@dossier/kernel';
import { valueOn } from '../../dated';
import { goesAlong, type MemberState } from '../../member';
import type { HandOver } from '../../organisation';
import type { DossierContext } from '../context';
import type { DossierState } from '../state';
import type { Beside } from './happens';

// What an admission and its end write beside the dossier: in the member's own stream and on the roll of the cell, in the
// same append, so that a member never exists on one of them alone. What the member's own file says of the cells comes
// before what the dossier says: a part of a split may have taken the member, and a cell may have ended since that day.

const memberStream = (member: string): string => `member-${member}`;
const rollStream = (cell: string): string => `organisation-${cell}`;

/** A member the dossier writes about, on a day. */
export interface Writing {
  readonly member: string | undefined;
  /** The cell of the dossier on that day. */
  readonly cell: string;
  readonly on: Day;
  /** The member's own file, where there is one. */
  readonly own: MemberState | undefined;
}

/** Whom a dossier writes about. */
export function writing({ member }: DossierState, { cellId, members }: DossierContext, on: Day): Writing {
  return { member, cell: cellId, on, own: member === undefined ? undefined : members[member]?.state };
}

/** The cell a member is in on the day. */
function cellOf({ own, on, cell }: Writing): string {
  return valueOn(own?.cells, on) ?? cell;
}

/** The cells that have the member on their rolls from the day on: that one, and those the member went to since. */
function cellsFrom(about: Writing): readonly string[] {
  const later = (about.own?.cells ?? []).filter(({ from }) => from > about.on);
  return [...new Set([cellOf(about), ...later.map(({ value }) => value)])];
}

/** The ways along with cells that ended before this was entered. */
function along(member: string, handOvers: readonly HandOver[] = []): readonly Beside[] {
  const { member: moved, rolls } = goesAlong(member, handOvers);
  return [
    ...moved.map((event) => ({ stream: memberStream(member), event })),
    ...rolls.map(({ cell, event }) => ({ stream: rollStream(cell), event })),
  ];
}

/** The admitted person becomes a probationary member of the cell. */
export function joins(
  { member, dossier }: { readonly member: string; readonly dossier: string },
  state: DossierState,
  { cellId, identity, handOvers }: DossierContext,
): readonly Beside[] {
  const sex = state.declared?.sex;
  const registered = {
    member,
    cell: cellId,
    standing: 'probationary',
    dossier,
    ...(sex ? { sex } : {}),
    ...(identity ? { identity } : {}),
  };
  return [
    { stream: memberStream(member), event: { type: 'MemberRegistered', data: registered } },
    { stream: rollStream(cellId), event: { type: 'MemberEnrolled', data: { organisation: cellId, member } } },
    ...along(member, handOvers),
  ];
}

/** A probationary member becomes official from a day, in the own stream and on every roll there is from then on. */
export function becomesOfficial(about: Writing, officialSince: Day): readonly Beside[] {
  const { member } = about;
  if (member === undefined) return [];
  return [
    { stream: memberStream(member), event: { type: 'MemberBecameOfficial', data: { member, officialSince } } },
    ...cellsFrom(about).map((cell) => ({
      stream: rollStream(cell),
      event: { type: 'MemberConfirmed', data: { organisation: cell, member, officialSince } },
    })),
  ];
}

/** A member is one no longer. One whose own file says so already departs once. */
export function departs(about: Writing, reason: string): readonly Beside[] {
  const { member, own } = about;
  if (member === undefined || own?.departed !== undefined) return [];
  return [
    {
      stream: memberStream(member),
      event: { type: 'MemberDeparted', data: { member, cell: cellOf(about), reason } },
    },
    ...cellsFrom(about).map((cell) => ({
      stream: rollStream(cell),
      event: { type: 'MemberLeftRoll', data: { organisation: cell, member, reason } },
    })),
  ];
}

/** A probationary member goes to another cell; one who is there already stays. */
export function moves(about: Writing, to: string, handOvers?: readonly HandOver[]): readonly Beside[] {
  const { member } = about;
  const from = cellOf(about);
  if (member === undefined || from === to) return [];
  return [
    { stream: memberStream(member), event: { type: 'MemberMoved', data: { member, from, to } } },
    {
      stream: rollStream(from),
      event: { type: 'MemberLeftRoll', data: { organisation: from, member, reason: 'moved' } },
    },
    { stream: rollStream(to), event: { type: 'MemberEnrolled', data: { organisation: to, member } } },
    ...along(member, handOvers),
  ];
}

/** One who was struck off comes back, on appeal. */
export function returns({ member, cell }: Writing, handOvers?: readonly HandOver[]): readonly Beside[] {
  if (member === undefined) return [];
  return [
    { stream: memberStream(member), event: { type: 'MemberReinstated', data: { member, cell } } },
    { stream: rollStream(cell), event: { type: 'MemberEnrolled', data: { organisation: cell, member } } },
    ...along(member, handOvers),
  ];
}
