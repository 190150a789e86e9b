import type { MemberCommand } from '@dossier/contract';
import type { Refusal } from '@dossier/kernel';
import { because, inFuture, type AskedOf } from '../asked';
import { valueOn } from '../dated';
import { endedBy, type OrganisationEvent, type OrganisationState } from '../organisation';
import type { MemberEvent } from './events';
import type { MemberState } from './state';

export interface MemberContext {
  /** The cell the command names: the one joined, or moved to. */
  readonly cell?: OrganisationState;
}

/** A member's step is written twice in one append: in the member's own stream and on the rolls of the cells it concerns. */
export type MemberDecision =
  | {
      readonly member: MemberEvent;
      readonly rolls: readonly { readonly cell: string; readonly event: OrganisationEvent }[];
    }
  | { readonly refused: Refusal };

/** Decides on a member: joining a cell, moving, being disciplined, departing. */
export function decideMember(
  asked: AskedOf<MemberCommand>,
  state: MemberState,
  context: MemberContext,
): MemberDecision {
  const { command, on } = asked;
  const future = inFuture(asked);
  if (future) return future;
  if (command.type === 'RegisterMember') return register(asked, command, state, context);
  if (state.registered === undefined) return because('member-unknown', 'member', command.member);
  if (on < state.registered) return because('before-earlier-step', 'on', on, state.registered, 'nobody');
  if (state.departed !== undefined) return because('member-departed', 'member', state.departed);
  const cell = valueOn(state.cells, on) ?? '';
  const last = state.cells.at(-1);
  switch (command.type) {
    case 'MoveMember':
      return move(command, state, context, on, cell);
    case 'DisciplineMember':
      return { member: { type: 'MemberDisciplined', data: { member: command.member, form: command.form } }, rolls: [] };
    case 'DepartMember':
      // Departing before the last move would close a stay that is over and leave the member on the newer cell's roll.
      if (last && on < last.from) return because('before-earlier-step', 'on', on, last.from, 'nobody');
      return {
        member: { type: 'MemberDeparted', data: { member: command.member, cell, reason: command.reason } },
        rolls: [leaves(cell, command.member, command.reason)],
      };
  }
}

type Of<T extends MemberCommand['type']> = Extract<MemberCommand, { type: T }>;

function register(
  { on, today }: AskedOf<MemberCommand>,
  command: Of<'RegisterMember'>,
  state: MemberState,
  { cell }: MemberContext,
): MemberDecision {
  const { member, standing, officialSince, sex, identity } = command;
  if (state.registered !== undefined) return because('already-done', 'registered', state.registered);
  const wrong = noCell(command.cell, cell, on);
  if (wrong) return wrong;
  if (standing === 'official' && officialSince === undefined) return because('official-since-missing', 'officialSince');
  if (officialSince !== undefined && officialSince > today) {
    return because('day-in-future', 'officialSince', officialSince, today, 'nobody');
  }
  if (identity.birth > on) return because('day-in-future', 'birth', null, on, 'nobody');
  const since = standing === 'official' && officialSince !== undefined ? { officialSince } : {};
  return {
    member: {
      type: 'MemberRegistered',
      data: { member, cell: command.cell, standing, ...since, ...(sex ? { sex } : {}), identity },
    },
    rolls: [
      { cell: command.cell, event: { type: 'MemberEnrolled', data: { organisation: command.cell, member, ...since } } },
    ],
  };
}

function move(
  { member, cell: to }: Of<'MoveMember'>,
  state: MemberState,
  { cell }: MemberContext,
  on: string,
  from: string,
): MemberDecision {
  const wrong = noCell(to, cell, on);
  if (wrong) return wrong;
  if (from === to) return because('nothing-changed', 'cell', to);
  const last = state.cells.at(-1);
  if (last && on < last.from) return because('before-earlier-step', 'on', on, last.from, 'nobody');
  const since = state.officialSince === undefined ? {} : { officialSince: state.officialSince };
  return {
    member: { type: 'MemberMoved', data: { member, from, to } },
    rolls: [
      leaves(from, member, 'moved'),
      { cell: to, event: { type: 'MemberEnrolled', data: { organisation: to, member, ...since } } },
    ],
  };
}

function leaves(cell: string, member: string, reason: string): { cell: string; event: OrganisationEvent } {
  return { cell, event: { type: 'MemberLeftRoll', data: { organisation: cell, member, reason } } };
}

function noCell(id: string, cell: OrganisationState | undefined, on: string): { refused: Refusal } | undefined {
  if (cell?.founded === undefined) return because('unit-unknown', 'cell', id);
  if (cell.kind !== 'cell') return because('wrong-kind', 'cell', cell.kind ?? null, 'cell');
  if (on < cell.founded) return because('before-founding', 'cell', on, cell.founded, 'nobody');
  return endedBy(cell, on, 'cell');
}
