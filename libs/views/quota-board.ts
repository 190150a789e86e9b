import type { CountsBy, Period } from '@dossier/contract';
import type { Day } from '@dossier/kernel';
import { applyToFact, correctedFact, factKeys, type FactRow } from './fact-row';
import { applyToUnit, isUnitEvent, type UnitRow } from './unit-row';
import { knownOf, type Seen, type View } from './view';

interface Dated {
  readonly on: Day;
  readonly known: Day;
}

export interface QuotaRow {
  readonly kind: 'quota';
  readonly organisation: string;
  readonly period: Period;
  readonly countsBy: CountsBy;
  readonly checkpoints: readonly Day[];
  readonly targets: readonly (Dated & { readonly target: number; readonly number: string })[];
  readonly commitments: readonly (Dated & {
    readonly promised: number;
    readonly due: Day;
    readonly settled?: Dated & { readonly outcome: 'kept' | 'missed' };
  })[];
}

export interface BoardUnitRow {
  readonly kind: 'unit';
  readonly unit: UnitRow;
}

export type BoardRow = FactRow | QuotaRow | BoardUnitRow;

/** What the board is asked of: facts, quotas and the tree, all as of one position because one view holds them. */
export const quotaBoard: View<BoardRow> = {
  name: 'quota-board',
  version: 4,
  touches(event) {
    if (event.stream.startsWith('quota-')) return [`quota/${event.stream.slice('quota-'.length)}`];
    if (isUnitEvent(event)) return [`unit/${event.stream.slice('organisation-'.length)}`];
    return factKeys(event);
  },
  apply(row, event, key) {
    if (key.startsWith('fact/')) return applyToFact(row?.kind === 'fact' ? row : undefined, event, key);
    if (isUnitEvent(event)) {
      const unit = applyToUnit(row?.kind === 'unit' ? row.unit : undefined, event);
      return unit && { kind: 'unit', unit };
    }
    return applyToQuota(row?.kind === 'quota' ? row : undefined, event);
  },
  partition: (row) => row.kind,
  anew: {
    needed: (_, event) => event.type === 'EntryCorrected',
    make: (row, history, key) => correctedFact(row?.kind === 'fact' ? row : undefined, history, key),
  },
};

function dated(event: Seen): Dated {
  return { on: event.meta.on, known: knownOf(event.meta) };
}

function applyToQuota(row: QuotaRow | undefined, event: Seen): QuotaRow | undefined {
  const at = dated(event);
  if (event.type === 'QuotaAssigned') {
    const { organisation, period, countsBy, checkpoints, target, number } = event.data;
    return {
      kind: 'quota',
      organisation,
      period,
      countsBy,
      checkpoints,
      targets: [{ ...at, target, number }],
      commitments: [],
    };
  }
  if (row === undefined) return undefined;
  switch (event.type) {
    case 'QuotaAdjusted': {
      const { target, number } = event.data;
      return { ...row, targets: [...row.targets, { ...at, target, number }] };
    }
    case 'CommitmentMade':
      return {
        ...row,
        commitments: [...row.commitments, { ...at, promised: event.data.admitted, due: event.data.due }],
      };
    case 'CommitmentKept':
    case 'CommitmentMissed': {
      const settled = { ...at, outcome: event.type === 'CommitmentKept' ? ('kept' as const) : ('missed' as const) };
      const { due } = event.data;
      return { ...row, commitments: row.commitments.map((c) => (c.due === due ? { ...c, settled } : c)) };
    }
    default:
      return row;
  }
}
