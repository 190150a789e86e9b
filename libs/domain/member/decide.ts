import type { MemberCommand } from '@dossier/contract';
import type { Refusal } from '@dossier/kernel';
import { because, inFuture, type AskedOf } from '../asked';
import { valueOn } from '../dated';
import { endedBy, type HandOver, type OrganisationState } from '../organisation';
import type { MemberEvent } from './events';
import { goesAlong, type GoesAlong, type OnRoll } from './going-along';
import type { MemberState } from './state';

export interface MemberContext {
  /** The cell the command names: the one joined, or moved to. */
  readonly cell?: OrganisationState;
  /** What has become of that cell since the day of the command. */
  readonly handOvers?: readonly HandOver[];
  /** The dossier under way that made the member a probationer. */
  readonly dossier?: string;
}

/** A member's step is written twice in one append: in the member's own stream and on the rolls of the cells it concerns. */
interface Decided {
  readonly member: MemberEvent;
  /** What follows it in the member's stream: the ways along with cells that ended before it was entered. */
  readonly along?: readonly MemberEvent[];
  readonly rolls: readonly OnRoll[];
}

export type MemberDecision = Decided | { readonly refused: Refusal };

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
  const ofDossier = belongsToDossier(command, context);
  if (ofDossier) return ofDossier;
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

/** What the dossier of a probationer has of its own for what is asked here. */
const IN_DOSSIER = {
  moved: 'MoveCandidate',
  died: 'RecordDeath',
  left: 'LetLeave',
  expelled: 'EraseProbationer',
} as const satisfies Record<Of<'DepartMember'>['reason'], string>;

/**
 * A probationer's dossier and membership go together: whoever moved or departed by the member's file alone would still be
 * waited for, and recognised, in the dossier. Needed is the dossier's own command, which writes both.
 */
function belongsToDossier(command: MemberCommand, { dossier }: MemberContext): { refused: Refusal } | undefined {
  if (dossier === undefined || (command.type !== 'MoveMember' && command.type !== 'DepartMember')) return undefined;
  const need = IN_DOSSIER[command.type === 'MoveMember' ? 'moved' : command.reason];
  return because('person-has-dossier', 'member', dossier, need, 'cell');
}

function register(
  { on, today }: AskedOf<MemberCommand>,
  command: Of<'RegisterMember'>,
  state: MemberState,
  { cell, handOvers = [] }: MemberContext,
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
    ...along(goesAlong(member, handOvers, since.officialSince), [
      { cell: command.cell, event: { type: 'MemberEnrolled', data: { organisation: command.cell, member, ...since } } },
    ]),
  };
}

function move(
  { member, cell: to }: Of<'MoveMember'>,
  state: MemberState,
  { cell, handOvers = [] }: MemberContext,
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
    ...along(goesAlong(member, handOvers, state.officialSince), [
      leaves(from, member, 'moved'),
      { cell: to, event: { type: 'MemberEnrolled', data: { organisation: to, member, ...since } } },
    ]),
  };
}

/** What a step writes on rolls, and after it what the member went along with since; nothing of it is the usual case. */
function along({ member, rolls }: GoesAlong, own: readonly OnRoll[]): Pick<Decided, 'along' | 'rolls'> {
  return { rolls: [...own, ...rolls], ...(member.length === 0 ? {} : { along: member }) };
}

function leaves(cell: string, member: string, reason: string): OnRoll {
  return { cell, event: { type: 'MemberLeftRoll', data: { organisation: cell, member, reason } } };
}

function noCell(id: string, cell: OrganisationState | undefined, on: string): { refused: Refusal } | undefined {
  if (cell?.founded === undefined) return because('unit-unknown', 'cell', id);
  if (cell.kind !== 'cell') return because('wrong-kind', 'cell', cell.kind ?? null, 'cell');
  if (on < cell.founded) return because('before-founding', 'cell', on, cell.founded, 'nobody');
  return endedBy(cell, on, 'cell');
}
