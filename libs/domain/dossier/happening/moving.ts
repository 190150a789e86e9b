import type { Refusal } from '@dossier/kernel';
import type { MoveFacts } from '@dossier/procedure';
import { because } from '../../asked';
import { endedBy } from '../../organisation';
import { deciderOf, type DossierContext } from '../context';
import type { DossierEventType } from '../events';
import type { DossierState } from '../state';
import { noted, type Of, type Part, type Under } from './happens';
import { moves, writing } from './membership';

/** A candidate or probationer who goes to another cell, and the dossier that follows. */
export const moving: Part<
  | 'MoveCandidate'
  | 'ForwardDossier'
  | 'ReceiveDossier'
  | 'RedirectDecision'
  | 'AskReexamination'
  | 'AnswerReexamination'
> = {
  MoveCandidate(command, state, context, under) {
    const { dossier, orderedOn, number } = command;
    // Whoever goes to a cell that has ended goes to the one that followed it, and onto its roll.
    const to = context.to?.cellId ?? command.to;
    const wrong = cannotGo(command, state, context, under);
    if (wrong) return wrong;
    const stage = stageOf(state);
    const undone = undoneBy(stage, state, under);
    const { member } = state;
    const joined = stage === 'probation' ? moves(writing(state, context, under.on), to, context.handOvers) : [];
    return {
      type: 'CandidateTransferred',
      data: {
        dossier,
        from: context.cellId,
        to,
        stage,
        across: isAcross(context, under),
        orderedOn,
        number,
        undone,
        ...(member === undefined ? {} : { member }),
      },
      ...(joined.length === 0 ? {} : { beside: joined }),
    };
  },

  ForwardDossier({ dossier, number }) {
    return { type: 'DossierForwarded', data: { dossier, number } };
  },

  ReceiveDossier({ dossier }) {
    return { type: 'DossierReceived', data: { dossier } };
  },

  RedirectDecision({ dossier, number }, { cell }) {
    return { type: 'DecisionRedirected', data: { dossier, number, cell: cell ?? '' } };
  },

  AskReexamination(command, { reexamination }) {
    const { dossier, number } = command;
    if (reexamination === 'open') return because('already-done', 'reexamination', number, null, 'nobody');
    return { type: 'ReexaminationAsked', data: { dossier, number, ...noted(command) } };
  },

  AnswerReexamination(command) {
    const { dossier, confirmed, number } = command;
    return { type: 'ReexaminationAnswered', data: { dossier, confirmed, number, ...noted(command) } };
  },
};

/** How far a dossier has come when the candidate goes: it decides what has to follow. */
function stageOf({ done }: DossierState): MoveFacts['stage'] {
  if (done.CeremonyHeld !== undefined) return 'probation';
  if (done.AdmissionDecided !== undefined) return 'decided';
  return done.DossierSubmitted === undefined ? 'before-submission' : 'with-decider';
}

function cannotGo(
  { to, orderedOn }: Of<'MoveCandidate'>,
  { done }: DossierState,
  context: DossierContext,
  { on }: Under,
): { refused: Refusal } | undefined {
  const cell = context.to?.cell;
  if ((context.to?.cellId ?? to) === context.cellId) return because('nothing-changed', 'to', to);
  if (cell?.founded === undefined) return because('unit-unknown', 'to', to);
  if (cell.kind !== 'cell') return because('wrong-kind', 'to', cell.kind ?? null, 'cell');
  if (on < cell.founded) return because('before-founding', 'to', on, cell.founded, 'nobody');
  if (orderedOn > on) return because('day-in-future', 'orderedOn', orderedOn, on, 'nobody');
  const listed = done.CandidateListed ?? '';
  if (orderedOn < listed) return because('before-earlier-step', 'orderedOn', orderedOn, listed, 'caller');
  return endedBy(cell, on, 'to');
}

/** Whether the new cell's dossiers are decided by another body than the old one's. */
function isAcross({ to, ...from }: DossierContext, { procedure }: Under): boolean {
  return to !== undefined && deciderOf(to, procedure)?.unit !== deciderOf(from, procedure)?.unit;
}

/**
 * The votes of the cell that is left do not bind the new one; what a decider has in hand goes on with them. A decision that
 * the old cell received is received anew by the one that holds the ceremony, and its days are counted from then.
 */
function undoneBy(
  stage: MoveFacts['stage'],
  { done }: DossierState,
  { procedure }: Under,
): readonly DossierEventType[] {
  if (stage === 'decided') return done.DecisionReceived === undefined ? [] : ['DecisionReceived'];
  if (stage !== 'before-submission') return [];
  const named = (procedure.actions['MoveCandidate']?.undoes ?? []) as readonly DossierEventType[];
  return named.filter((step) => done[step] !== undefined);
}
