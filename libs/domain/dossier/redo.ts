import type { Recorded } from '@dossier/kernel';
import type { DossierEvent, DossierEventType } from './events';
import type { DossierState } from './state';

/** What a decision rests on and no rule of the decision itself asks for again, as it asks for votes and submission. */
const EVIDENCE: readonly DossierEventType[] = [
  'BiographyStamped',
  'VerificationAnswered',
  'RemarkRecorded',
  'OpinionCollected',
];

/**
 * The steps still to be done again after an event: what it undoes comes to them, what it does leaves them. Verification is
 * done again when no place is left to answer.
 */
export function stillUndone(
  { redoing, verifications }: Pick<DossierState, 'redoing' | 'verifications'>,
  event: Recorded<DossierEvent>,
): readonly DossierEventType[] {
  if (event.type === 'StepRedone' || event.type === 'ProcedureAdopted') {
    const undone = event.data.undone.filter((step) => EVIDENCE.includes(step) && !redoing.includes(step));
    return [...redoing, ...undone];
  }
  const open = event.type === 'VerificationAnswered' && Object.values(verifications).includes('asked');
  return open ? redoing : redoing.filter((step) => step !== event.type);
}
