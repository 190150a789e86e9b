import { dueOf } from '@dossier/procedure';
import { because } from '../../asked';
import type { DossierEventType } from '../events';
import type { DossierState } from '../state';
import { noted, type Part, type Under } from './happens';

/** Why a vote has not lapsed: no rule that holds here lets it, or the deadline by which it does is not over. */
function hasNotLapsed(
  deadlines: DossierState['deadlines'],
  { procedure, calendar, on }: Under,
): ReturnType<typeof because> | undefined {
  const rule = procedure.actions['DecideAdmission']?.guards.find((guard) => guard.rule === 'vote-not-lapsed');
  if (rule === undefined) return because('not-in-procedure', 'why', procedure.version, 'vote-not-lapsed', 'nobody');
  const running = deadlines.find(({ id }) => id === rule.values['deadline']);
  const due = running && dueOf(running, calendar);
  return due === undefined || on <= due ? because('before-due', 'why', on, due ?? null, 'nobody') : undefined;
}

/** A step that was done by the wrong body or in the wrong way is done again, and only that one (A3). */
export const redoing: Part<'RedoStep'> = {
  RedoStep(command, { done, deadlines }, _context, under) {
    const { dossier, steps, why, number } = command;
    const standing = why === 'lapsed' ? hasNotLapsed(deadlines, under) : undefined;
    if (standing) return standing;
    const missing = steps.find((step) => done[step] === undefined);
    if (missing !== undefined) return because('step-missing', 'steps', null, missing, 'cell');
    // Whatever was wrong, the decision that rested on it is made again, with the admission date set anew.
    const decision: readonly DossierEventType[] =
      done.AdmissionDecided === undefined ? [] : ['AdmissionDecided', 'DecisionReceived'];
    const undone = [...new Set<DossierEventType>([...steps, ...decision])];
    return { type: 'StepRedone', data: { dossier, steps, undone, why, number, ...noted(command) } };
  },
};
