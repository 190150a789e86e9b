import type { Calendar } from '@dossier/calendar';
import { stillRuns } from '@dossier/domain';
import type { Day, Instant } from '@dossier/kernel';
import { dueOf, kindOf } from '@dossier/procedure';
import type { WorkRow } from './worklist';

/** A moment at which something will have passed that is to be recorded, and the day it falls due. */
export interface WakeUp {
  readonly due: Day;
  readonly at: Instant;
}

/**
 * The moments to wake at, one for each day on which a running deadline falls due, in order. What passed before today is
 * left out: it is recorded by the next run anyway. One wake-up serves every dossier of that day, so their number is
 * bounded by the calendar, not by the dossiers. Where a deadline moves, its former wake-up finds nothing to do.
 */
export function wakeUpsOf(
  rows: readonly Pick<WorkRow, 'deadlines' | 'outcome'>[],
  { today, calendar }: { readonly today: Day; readonly calendar: Calendar },
): readonly WakeUp[] {
  const days = new Set<Day>();
  for (const { deadlines, outcome } of rows) {
    for (const deadline of deadlines) {
      if (deadline.noted !== undefined || kindOf(deadline) === 'waits' || !stillRuns(deadline, outcome)) continue;
      const due = dueOf(deadline, calendar);
      if (due !== undefined && due >= today) days.add(due);
    }
  }
  return [...days].sort().map((due) => ({ due, at: endOf(due) }));
}

/** The instant at which a day is over in Asia/Ho_Chi_Minh, which is seven hours ahead and has no summer time. */
function endOf(day: Day): Instant {
  return `${day}T17:00:00.000Z`;
}
