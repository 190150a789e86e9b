import { because } from '../../asked';
import { noted, type Part } from './happens';
import { departs } from './membership';

/** The ways out: off the list, of one's own wish, by death, by leave, by annulment. */
export const ending: Part<'DelistCandidate' | 'WithdrawCandidate' | 'RecordDeath' | 'LetLeave' | 'AnnulDecision'> = {
  DelistCandidate(command) {
    return { type: 'CandidateDelisted', data: { dossier: command.dossier, ...noted(command) } };
  },

  WithdrawCandidate(command) {
    const { dossier, reason } = command;
    return { type: 'CandidateWithdrew', data: { dossier, ...(reason ? { reason } : {}), ...noted(command) } };
  },

  RecordDeath({ dossier }, { member }, { cellId }) {
    const who = member === undefined ? {} : { member };
    return { type: 'CandidateDied', data: { dossier, ...who }, ...left(departs(member, cellId, 'died')) };
  },

  LetLeave(command, { member }, { cellId }) {
    const { dossier, number } = command;
    const who = member === undefined ? {} : { member };
    return {
      type: 'ProbationerLeft',
      data: { dossier, number, ...who, ...noted(command) },
      ...left(departs(member, cellId, 'left')),
    };
  },

  AnnulDecision(command, { member, done, move }, { cellId }) {
    const { dossier, ground, number } = command;
    // A decision that only came too late after a move is no fault of the candidate: the dossier goes on elsewhere.
    const ends = ground !== 'moved-late';
    if (!ends && (move === undefined || done.CeremonyHeld !== undefined))
      return because('no-move-under-way', 'ground', ground, null, 'decider');
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
      ...(ends ? left(departs(member, cellId, 'annulled')) : {}),
    };
  },
};

function left(beside: ReturnType<typeof departs>): { readonly beside?: ReturnType<typeof departs> } {
  return beside.length === 0 ? {} : { beside };
}
