import { certaintyOf, dayNumber, statusOn, type Calendar } from '@dossier/calendar';
import type { RunningDeadline } from '@dossier/contract';
import type { Day } from '@dossier/kernel';
import { kindOf, periodOf, type DossierDeadline } from '@dossier/procedure';

/** A clock of a dossier as it stands on a day by a calendar: its status, who must act, what is left, and how sure that is. */
export function clockLine(deadline: DossierDeadline, on: Day, calendar: Calendar): RunningDeadline {
  const { id, subject, by, start, unit, basis, verified } = deadline;
  const standing = statusOn(periodOf(deadline), on, calendar);
  const due = standing.status === 'stopped' ? null : standing.due;
  return {
    id,
    subject: subject ?? null,
    kind: kindOf(deadline),
    status: standing.status,
    by: by ?? null,
    start,
    due,
    daysLeft: due === null ? null : dayNumber(due) - dayNumber(on),
    slack: standing.slack,
    basis: basis ?? null,
    verified,
    calendar: unit === 'working-days' && due !== null ? certainty(start, due, calendar) : null,
  };
}

function certainty(start: Day, due: Day, calendar: Calendar): RunningDeadline['calendar'] {
  const { verified, uncertain, unpublished, yearsWithoutFile } = certaintyOf(start, due, calendar);
  return {
    verified,
    uncertain: uncertain.map(({ day, why, verified: mark }) => ({ day, why, verified: mark })),
    unpublished: [...unpublished, ...yearsWithoutFile.map((year) => `no calendar of ${year}`)],
  };
}
