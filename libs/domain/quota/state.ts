import type { CountsBy, Period } from '@dossier/contract';
import type { Day, Evolution, Recorded } from '@dossier/kernel';
import type { QuotaEvent } from './events';

export interface Commitment {
  readonly admitted: number;
  readonly due: Day;
  readonly settled?: 'kept' | 'missed';
}

export interface QuotaState {
  readonly assigned?: {
    readonly on: Day;
    readonly target: number;
    readonly countsBy: CountsBy;
    readonly by: string | null;
  };
  readonly period?: Period;
  /** The day of the last adjustment. */
  readonly adjustedOn?: Day;
  /** What has been given on, by unit. */
  readonly allocated: Readonly<Record<string, number>>;
  readonly commitments: readonly Commitment[];
}

function evolve(state: QuotaState, event: Recorded<QuotaEvent>): QuotaState {
  switch (event.type) {
    case 'QuotaAssigned': {
      const { target, countsBy, by, period } = event.data;
      return { ...state, period, assigned: { on: event.meta.on, target, countsBy, by } };
    }
    case 'QuotaAllocated': {
      const { to, target, instead = [] } = event.data;
      const kept = Object.entries(state.allocated).filter(([unit]) => !instead.includes(unit));
      return { ...state, allocated: { ...Object.fromEntries(kept), [to]: target } };
    }
    case 'QuotaAdjusted':
      return state.assigned
        ? { ...state, adjustedOn: event.meta.on, assigned: { ...state.assigned, target: event.data.target } }
        : state;
    case 'CommitmentMade':
      return { ...state, commitments: [...state.commitments, { admitted: event.data.admitted, due: event.data.due }] };
    case 'CommitmentKept':
      return { ...state, commitments: settle(state.commitments, event.data.due, 'kept') };
    case 'CommitmentMissed':
      return { ...state, commitments: settle(state.commitments, event.data.due, 'missed') };
    default:
      return state;
  }
}

function settle(commitments: readonly Commitment[], due: Day, settled: 'kept' | 'missed'): readonly Commitment[] {
  return commitments.map((c) => (c.due === due ? { ...c, settled } : c));
}

/** What has been allocated in all. */
export function allocatedSum(state: QuotaState): number {
  return Object.values(state.allocated).reduce((sum, n) => sum + n, 0);
}

/** How a quota's stream folds. */
export const quota: Evolution<QuotaState, QuotaEvent> = { initial: { allocated: {}, commitments: [] }, evolve };
