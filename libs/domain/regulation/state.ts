import type { CalendarYear } from '@dossier/calendar';
import type { Evolution, Recorded } from '@dossier/kernel';
import type { LocalRules, ProcedureVersion } from '@dossier/procedure';
import type { RegulationEvent } from './events';

/** A version somebody has proposed, to be approved by another. */
export interface ProposedVersion {
  readonly digest: string;
  readonly document: ProcedureVersion;
  readonly by: string;
}

/** A version that holds, and who brought it in where that happened at run time. */
export interface PublishedVersion {
  readonly digest: string;
  readonly document: ProcedureVersion;
  readonly proposedBy?: string;
  readonly approvedBy?: string;
}

export interface RegulationState {
  readonly proposals: readonly ProposedVersion[];
  readonly versions: readonly PublishedVersion[];
  readonly locals: readonly { readonly digest: string; readonly document: LocalRules }[];
  readonly years: readonly { readonly digest: string; readonly document: CalendarYear }[];
}

function evolve(state: RegulationState, event: Recorded<RegulationEvent>): RegulationState {
  switch (event.type) {
    case 'ProcedureProposed': {
      const { digest, document, by, version } = event.data;
      return { ...state, proposals: [...without(state, version), { digest, document, by }] };
    }
    case 'ProposalRejected':
      return { ...state, proposals: without(state, event.data.version) };
    case 'ProcedurePublished': {
      const { digest, document, version, proposedBy, approvedBy } = event.data;
      const by = { ...(proposedBy ? { proposedBy } : {}), ...(approvedBy ? { approvedBy } : {}) };
      return {
        ...state,
        versions: [...state.versions, { digest, document, ...by }],
        proposals: without(state, version),
      };
    }
    case 'LocalRulesPublished': {
      const { digest, document } = event.data;
      return { ...state, locals: [...state.locals, { digest, document }] };
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

function without({ proposals }: RegulationState, version: string): readonly ProposedVersion[] {
  return proposals.filter(({ document }) => document.version !== version);
}

/** How a procedure's or a calendar's stream folds. */
export const regulation: Evolution<RegulationState, RegulationEvent> = {
  initial: { proposals: [], versions: [], locals: [], years: [] },
  evolve,
};
