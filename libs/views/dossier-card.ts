import { dayNumber } from '@dossier/calendar';
import type { DossierCard, PersonLine } from '@dossier/contract';
import { dossier, phaseOf, type DossierEvent, type DossierState } from '@dossier/domain';
import type { Day, Recorded } from '@dossier/kernel';
import { boxesOf, type Seen, type View } from './view';

export interface DossierRow {
  readonly dossier: string;
  readonly revision: number;
  readonly lastOn: Day;
  readonly box: string | null;
  readonly state: DossierState;
}

/** The dossier as it stands: the same fold that decides, kept with the sealed identity beside it. */
export const dossierCard: View<DossierRow> = {
  name: 'dossier-card',
  version: 1,
  touches: (event) => (event.stream.startsWith('dossier-') ? [event.stream.slice('dossier-'.length)] : []),
  apply(row, event, key) {
    return {
      dossier: key,
      revision: event.revision,
      lastOn: event.meta.on,
      box: boxesOf(event).identity ?? row?.box ?? null,
      state: dossier.evolve(row?.state ?? dossier.initial, event as Recorded<DossierEvent>),
    };
  },
  partition: (row) => row.state.cell ?? '',
};

/** A row as people read it. The caller has opened the box, where policy allows. */
export function cardOf(row: DossierRow, on: Day, cellName: string, person: PersonLine | null): DossierCard {
  const { state } = row;
  return {
    dossier: row.dossier,
    revision: row.revision,
    cell: state.cell ?? '',
    cellName,
    phase: phaseOf(state),
    outcome: state.outcome ?? null,
    person,
    procedure: state.procedure ?? null,
    mentor: state.mentor?.member ?? null,
    next: state.outcome === undefined ? state.next : null,
    steps: Object.entries(state.done)
      .map(([step, day]) => ({ step, on: day }))
      .sort((a, b) => (a.on < b.on ? -1 : 1)),
    documents: Object.entries(state.documents).map(([form, writtenOn]) => ({ form, writtenOn })),
    votes: Object.entries(state.votes).map(([body, vote]) => ({ body, ...vote })),
    deadlines:
      state.outcome === undefined
        ? state.deadlines.map(({ id, due, basis }) => ({
            id,
            due,
            daysLeft: dayNumber(due) - dayNumber(on),
            basis: basis ?? null,
          }))
        : [],
  };
}

export type { Seen };
