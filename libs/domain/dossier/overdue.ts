import { dueOf, kindOf, type DossierDeadline } from '@dossier/procedure';
import { because } from '../asked';
import type { Answer, Of, Under } from './happening/happens';
import type { Outcome } from './events';
import type { DossierState } from './state';

/**
 * Records that a deadline has passed: that somebody is late, or that a paper or a vote has lost its worth. It derives
 * from what is in the stream and can be asked as often as one likes: one passing is recorded once.
 */
export function noteDeadline(
  { dossier, deadline: id, place, start }: Of<'NoteDeadline'>,
  { deadlines, outcome }: DossierState,
  { today, calendar }: Under,
): Answer {
  const deadline = deadlines.find((d) => d.id === id && d.subject === place && d.start === start);
  if (deadline === undefined || !stillRuns(deadline, outcome))
    return because('deadline-not-running', 'deadline', id, null, 'nobody');
  if (deadline.noted !== undefined) return because('already-done', 'deadline', deadline.noted, null, 'nobody');
  const due = dueOf(deadline, calendar);
  if (due === undefined || today <= due) return because('before-due', 'deadline', today, due ?? null, 'nobody');
  return {
    type: 'DeadlinePassed',
    data: { dossier, deadline: id, start, due, kind: kindOf(deadline), ...(place === undefined ? {} : { place }) },
  };
}

/** Whether a clock goes on: of a dossier that ended with an erasure only the answer to the appeal is still waited for. */
export function stillRuns({ from }: Pick<DossierDeadline, 'from'>, outcome: Outcome | null | undefined): boolean {
  return outcome === undefined || outcome === null || (outcome === 'erased' && from === 'ErasureAppealed');
}

/** The deadlines of a dossier that have passed by today and were not recorded yet. */
export function passedUnnoted(
  {
    deadlines,
    outcome,
  }: { readonly deadlines: DossierState['deadlines']; readonly outcome?: Outcome | null | undefined },
  { today, calendar }: Pick<Under, 'today' | 'calendar'>,
): readonly DossierDeadline[] {
  return deadlines.filter((deadline) => {
    if (deadline.noted !== undefined || kindOf(deadline) === 'waits' || !stillRuns(deadline, outcome)) return false;
    const due = dueOf(deadline, calendar);
    return due !== undefined && today > due;
  });
}
