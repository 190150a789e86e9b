import type { Calendar } from '@dossier/calendar';
import type { DossierCard, PersonLine } from '@dossier/contract';
import { disturbs, dossier, effectiveHistory, phaseOf, type DossierEvent, type DossierState } from '@dossier/domain';
import { clockLine } from './clock-line';
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
  version: 3,
  touches: (event) => (event.stream.startsWith('dossier-') ? [event.stream.slice('dossier-'.length)] : []),
  apply(row, event, key) {
    return {
      dossier: key,
      revision: event.revision,
      lastOn: event.meta.on,
      box: (event.type === 'CandidateListed' ? boxesOf(event).identity : undefined) ?? row?.box ?? null,
      state: dossier.evolve(row?.state ?? dossier.initial, event as Recorded<DossierEvent>),
    };
  },
  partition: (row) => row.state.cell ?? '',
  anew: {
    needed: (row, event) => row !== undefined && disturbs(row.state, event as Recorded<DossierEvent>),
    make(_, history, key) {
      const counted = effectiveHistory(history as readonly Recorded<DossierEvent>[]) as unknown as readonly Seen[];
      const row = counted.reduce<DossierRow | undefined>((r, event) => dossierCard.apply(r, event, key), undefined);
      const last = history.at(-1);
      return row && last && { ...row, revision: last.revision, lastOn: last.meta.on };
    },
  },
};

/** A row as people read it. The caller has opened the box, where policy allows. */
export function cardOf(
  row: DossierRow,
  { on, calendar }: { readonly on: Day; readonly calendar: Calendar },
  cellName: string,
  person: PersonLine | null,
): DossierCard {
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
    votes: Object.entries(state.votes).map(([body, { carried, on: held }]) => ({ body, carried, on: held })),
    deadlines: state.outcome === undefined ? state.deadlines.map((deadline) => clockLine(deadline, on, calendar)) : [],
  };
}

export type { Seen };
