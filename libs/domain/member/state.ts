import type { Day, Evolution, Recorded } from '@dossier/kernel';
import type { Dated } from '../dated';
import type { MemberEvent } from './events';

export interface MemberState {
  readonly registered?: Day;
  readonly officialSince?: Day;
  readonly cells: readonly Dated<string>[];
  readonly disciplined?: Day;
  readonly departed?: Day;
}

const initial: MemberState = { cells: [] };

function evolve(state: MemberState, event: Recorded<MemberEvent>): MemberState {
  const from = event.meta.on;
  switch (event.type) {
    case 'MemberRegistered': {
      const { cell, officialSince } = event.data;
      return {
        ...state,
        registered: from,
        cells: [{ from, value: cell }],
        ...(officialSince ? { officialSince } : {}),
      };
    }
    case 'MemberMoved':
      return { ...state, cells: [...state.cells, { from, value: event.data.to }] };
    case 'MemberDisciplined':
      // The earliest day counts, in whatever order they were recorded: a later one does not lift it.
      return {
        ...state,
        disciplined: state.disciplined !== undefined && state.disciplined < from ? state.disciplined : from,
      };
    case 'MemberBecameOfficial':
      return { ...state, officialSince: event.data.officialSince };
    case 'MemberDeparted':
      return { ...state, departed: from };
    case 'MemberReinstated': {
      const { departed: _over, ...rest } = state;
      return rest;
    }
    default:
      return state;
  }
}

/** How a member's stream folds. */
export const member: Evolution<MemberState, MemberEvent> = { initial, evolve };
