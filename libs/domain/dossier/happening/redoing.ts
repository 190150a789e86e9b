import type { DossierEventType } from '../events';
import { because } from '../../asked';
import { noted, type Part } from './happens';

/** A step that was done by the wrong body or in the wrong way is done again, and only that one (A3). */
export const redoing: Part<'RedoStep'> = {
  RedoStep(command, { done }) {
    const { dossier, steps, why, number } = command;
    const missing = steps.find((step) => done[step] === undefined);
    if (missing !== undefined) return because('step-missing', 'steps', null, missing, 'cell');
    // Whatever was wrong, the decision that rested on it is made again, with the admission date set anew.
    const decision: readonly DossierEventType[] =
      done.AdmissionDecided === undefined ? [] : ['AdmissionDecided', 'DecisionReceived'];
    const undone = [...new Set<DossierEventType>([...steps, ...decision])];
    return { type: 'StepRedone', data: { dossier, steps, undone, why, number, ...noted(command) } };
  },
};
