import type { Day, Evolution, Recorded } from '@dossier/kernel';
import type { Dated } from '../dated';
import type { MemberEvent } from './events';

export interface MemberState {
  readonly registered?: Day;
  readonly officialSince?: Day;
  readonly cells: readonly Dated<string>[];
  readonly disciplined?: Day;
  readonly departed?: Day;
  /** The dossier that made the member, where the registration says so. */
  readonly dossier?: string;
}

const initial: MemberState = { cells: [] };

function evolve(state: MemberState, event: Recorded<MemberEvent>): MemberState {
  const from = event.meta.on;
  switch (event.type) {
    case 'MemberRegistered': {
      const { cell, officialSince, dossier } = event.data;
      return {
        ...state,
        registered: from,
        cells: [{ from, value: cell }],
        ...(officialSince ? { officialSince } : {}),
        ...(dossier ? { dossier } : {}),
      };
    }
    case 'MemberMoved':
      return { ...state, cells: [...state.cells, { from: event.data.since ?? from, value: event.data.to }] };
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
      // Where the cell ended meanwhile it is the one that followed it that takes the member back.
      return { ...rest, cells: [...rest.cells, { from, value: event.data.cell }] };
    }
    default:
      return state;
  }
}

/** How a member's stream folds. */
export const member: Evolution<MemberState, MemberEvent> = { initial, evolve };
