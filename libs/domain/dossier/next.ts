import type { Day } from '@dossier/kernel';
import { nextStep, type ProcedureVersion, type Step } from '@dossier/procedure';
import type { DossierEventType } from './events';
import type { DossierState } from './state';

const ENDS: readonly string[] = ['CeremonyHeld', 'AdmissionRefused', 'CandidateDelisted', 'CandidateWithdrew'];

/** The papers the cell's vote will ask for. */
function formsAsked(procedure: ProcedureVersion): readonly string[] {
  const guards = procedure.actions['HoldCellVote']?.guards ?? [];
  return guards.filter((g) => g.rule === 'documents-filed').flatMap((g) => g.values['forms'] as string[]);
}

/**
 * What comes next once an event has happened. A step that is taken several times (papers, verifications) counts as taken
 * only when none of it is left.
 */
export function nextAfter(
  procedure: ProcedureVersion,
  state: DossierState,
  event: { readonly type: DossierEventType; readonly data: object; readonly on: Day; readonly short: boolean },
  committeeBetween: boolean,
): Pick<Step, 'action' | 'by'> | null {
  if (ENDS.includes(event.type)) return null;
  const documents = { ...state.documents, ...('form' in event.data ? { [event.data.form as string]: event.on } : {}) };
  const answered = { ...state.verifications } as Record<string, string>;
  if ('place' in event.data)
    answered[event.data.place as string] = event.type === 'VerificationAnswered' ? 'answered' : 'asked';
  const taken = (step: string): boolean => {
    if (step === 'DocumentFiled') return formsAsked(procedure).every((form) => documents[form] !== undefined);
    if (step === 'VerificationAnswered') {
      const places = Object.values(answered);
      return places.length > 0 && !places.includes('asked');
    }
    return (step === event.type && !event.short) || state.done[step as DossierEventType] !== undefined;
  };
  const next = nextStep(procedure, taken, committeeBetween);
  return next ? { action: next.action, by: next.by } : null;
}
