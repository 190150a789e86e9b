import type { Day } from '@dossier/kernel';
import { nextStep, type Between, type ProcedureVersion, type Step } from '@dossier/procedure';
import { ENDINGS, type DossierEventType } from './events';
import type { DossierState } from './state';

/** The papers the cell's vote will ask for. */
function formsAsked(procedure: ProcedureVersion): readonly string[] {
  const guards = procedure.actions['HoldCellVote']?.guards ?? [];
  return guards.filter((g) => g.rule === 'documents-filed').flatMap((g) => g.values['forms'] as string[]);
}

/**
 * Whether a dossier is with a decider though its candidate has since gone to another cell. The bodies over the cell that
 * handed it up have agreed, and those over the new one have nothing to say to it, unless a step was undone after the move.
 */
export function isHandedUp({ move, done }: DossierState): boolean {
  const moved = done.CandidateTransferred;
  if (moved === undefined || done.AdmissionDecided !== undefined) return false;
  if (move?.stage !== 'with-decider' && move?.stage !== 'decided') return false;
  return (done.StepRedone ?? '') < moved && (done.ProcedureAdopted ?? '') < moved;
}

/**
 * Whether a step of the way has been taken. One that is taken several times (papers, verifications, reports) counts only
 * when none of it is left; of one that several bodies take, each body's own.
 */
export function isStepTaken(procedure: ProcedureVersion, state: DossierState, step: Step): boolean {
  switch (step.event) {
    case 'DocumentFiled':
      return formsAsked(procedure).every((form) => state.documents[form] !== undefined);
    case 'VerificationAnswered': {
      const places = Object.values(state.verifications);
      return places.length > 0 && !places.includes('asked');
    }
    case 'RecognitionVoted':
      return state.votes[`recognition/${String(step.having?.['body'])}`]?.carried === true;
    case 'SubCommitteeAppraised':
    case 'CommitteeVoted':
      // Behind a decision no body between has anything to say, also where another stands over the cell by now.
      return (state.done[step.event] ?? state.done.AdmissionDecided) !== undefined || isHandedUp(state);
    case 'ProbationReported':
      return reported(state, step.having?.['by']);
    default:
      return state.done[step.event as DossierEventType] !== undefined;
  }
}

/** The day a step of the way was taken: of one that several take, each one's own. */
export function takenOn({ done, votes, probation }: DossierState, { event, having }: Step): Day | undefined {
  switch (event) {
    case 'RecognitionVoted':
      return votes[`recognition/${String(having?.['body'])}`]?.on;
    case 'ProbationReported':
      return probation?.reportedOn?.[having?.['by'] === 'probationer' ? 'probationer' : 'mentor'];
    default:
      return done[event as DossierEventType];
  }
}

function reported({ probation }: DossierState, by: unknown): boolean {
  if (probation === undefined) return false;
  return by === 'probationer'
    ? probation.selfReport !== undefined
    : probation.mentors.every((member) => probation.reportedBy.includes(member));
}

/** What a move leaves to do before the way goes on: the dossier or the decision follows whoever has gone. */
function handingOver({ move }: DossierState): 'ForwardDossier' | 'ReceiveDossier' | 'RedirectDecision' | undefined {
  if (move === undefined || move.stage === 'before-submission') return undefined;
  if (!move.across && move.stage !== 'probation')
    return move.stage === 'decided' && !move.redirected ? 'RedirectDecision' : undefined;
  if (move.received) return undefined;
  return move.forwarded ? 'ReceiveDossier' : 'ForwardDossier';
}

/** What comes next once an event has happened, given the state it left; null at the end of the way. */
export function nextAfter(
  procedure: ProcedureVersion,
  after: DossierState,
  bodies: Between,
): Pick<Step, 'action' | 'by'> | null {
  if (after.outcome !== undefined) return null;
  const first = handingOver(after);
  if (first !== undefined) return { action: first, by: procedure.actions[first]?.by ?? 'decider' };
  const next = nextStep(procedure, (step) => isStepTaken(procedure, after, step), bodies);
  return next ? { action: next.action, by: next.by } : null;
}

/** Whether an event ends a dossier. */
export function isEnding(type: string): boolean {
  return type in ENDINGS;
}
