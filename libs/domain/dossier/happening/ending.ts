import type { Calendar } from '@dossier/calendar';
import { dueOf } from '@dossier/procedure';
import { because } from '../../asked';
import type { DossierState } from '../state';
import { noted, type Part } from './happens';
import { departs, writing } from './membership';

/** The ways out: off the list, of one's own wish, by death, by leave, by annulment. */
export const ending: Part<'DelistCandidate' | 'WithdrawCandidate' | 'RecordDeath' | 'LetLeave' | 'AnnulDecision'> = {
  DelistCandidate(command) {
    return { type: 'CandidateDelisted', data: { dossier: command.dossier, ...noted(command) } };
  },

  WithdrawCandidate(command) {
    const { dossier, reason } = command;
    return { type: 'CandidateWithdrew', data: { dossier, ...(reason ? { reason } : {}), ...noted(command) } };
  },

  RecordDeath({ dossier }, state, context, { on }) {
    const { member, outcome } = state;
    const who = member === undefined ? {} : { member };
    // One who was erased and appealed has left the roll already.
    const leaving = outcome === undefined ? departs(writing(state, context, on), 'died') : [];
    return { type: 'CandidateDied', data: { dossier, ...who }, ...left(leaving) };
  },

  LetLeave(command, state, context, { on }) {
    const { dossier, number } = command;
    const { member } = state;
    const who = member === undefined ? {} : { member };
    return {
      type: 'ProbationerLeft',
      data: { dossier, number, ...who, ...noted(command) },
      ...left(departs(writing(state, context, on), 'left')),
    };
  },

  AnnulDecision(command, state, context, { calendar, on }) {
    const { dossier, ground, number } = command;
    const { member } = state;
    // A decision that only came too late after a move is no fault of the candidate: the dossier goes on elsewhere.
    const ends = ground !== 'moved-late';
    const inTime = ends ? undefined : decidedInTime(state, calendar);
    if (inTime) return inTime;
    const who = member === undefined ? {} : { member };
    return {
      type: 'DecisionAnnulled',
      data: {
        dossier,
        ground,
        number,
        ends,
        ...who,
        ...(ends ? {} : { undone: ['AdmissionDecided', 'DecisionReceived'] }),
        ...noted(command),
      },
      ...(ends ? left(departs(writing(state, context, on), 'annulled')) : {}),
    };
  },
};

/** Why a decision did not come too late after a move: nobody moved to another decider, or it keeps the days of K7c. */
function decidedInTime({ deadlines, done }: DossierState, calendar: Calendar): ReturnType<typeof because> | undefined {
  const order = deadlines.find(({ id }) => id === 'K7c');
  const decided = done.AdmissionDecided;
  if (order === undefined || decided === undefined || done.CeremonyHeld !== undefined)
    return because('no-move-under-way', 'ground', 'moved-late', null, 'decider');
  const due = dueOf(order, calendar);
  if (due === undefined || decided > due) return undefined;
  return because('decided-in-time', 'ground', decided, due, 'nobody');
}

function left(beside: ReturnType<typeof departs>): { readonly beside?: ReturnType<typeof departs> } {
  return beside.length === 0 ? {} : { beside };
}
