import type { CalendarYear } from '@dossier/calendar';
import type { Evolution, Recorded } from '@dossier/kernel';
import type { ProcedureVersion } from '@dossier/procedure';
import type { RegulationEvent } from './events';

export interface RegulationState {
  readonly versions: readonly { readonly digest: string; readonly document: ProcedureVersion }[];
  readonly years: readonly { readonly digest: string; readonly document: CalendarYear }[];
}

function evolve(state: RegulationState, event: Recorded<RegulationEvent>): RegulationState {
  switch (event.type) {
    case 'ProcedurePublished': {
      const { digest, document } = event.data;
      return { ...state, versions: [...state.versions, { digest, document }] };
    }
    case 'CalendarYearPublished': {
      const { digest, document } = event.data;
      return {
        ...state,
        years: [...state.years.filter((y) => y.document.year !== document.year), { digest, document }],
      };
    }
    default:
      return state;
  }
}

/** How a procedure's or a calendar's stream folds. */
export const regulation: Evolution<RegulationState, RegulationEvent> = { initial: { versions: [], years: [] }, evolve };
