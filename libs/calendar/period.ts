import type { Day } from '@dossier/kernel';
import { addDays, addMonths } from './day';
import { addWorkingDays, rollForward, type Calendar } from './working-days';

export type PeriodUnit = 'working-days' | 'months' | 'days';

export interface Period {
  /** The day of what starts it: a vote, a receipt, an issue, a ceremony. */
  readonly start: Day;
  /** A whole number, 0 or more, of units. */
  readonly amount: number;
  readonly unit: PeriodUnit;
  /** Whether a last day that is a day off moves to the next working day. */
  readonly rolls?: boolean;
}

/**
 * The last day of a period. This is the counting convention of the house, and the only place of it. No regulation that
 * was read states one; it follows the habit of the Civil Code and is assumed.
 *
 * - The day of what starts a period is not counted. The last day belongs to the period.
 * - Working days: the first working day after the start is day one, and the last is a working day by nature. Which days
 *   are worked, the calendar of their own year says.
 * - Months: the same date, or the month's last day where that date does not exist (29/2/2024 and twelve: 28/2/2025).
 * - Days: every day, also a day off.
 * - Rolling off a day off is asked for with `rolls`, and is for a period within which somebody must act. A period for
 *   which something holds does not roll: the validity of a paper or a certificate, probation, a wait, the months
 *   together. There a later day would be the laxer reading, and the clock would name a day on which the rule refuses.
 */
export function periodEnd({ start, amount, unit, rolls = false }: Period, calendar: Calendar): Day {
  const end = lastOf(start, amount, unit, calendar);
  return rolls ? rollForward(end, calendar) : end;
}

function lastOf(start: Day, amount: number, unit: PeriodUnit, calendar: Calendar): Day {
  switch (unit) {
    case 'working-days':
      return addWorkingDays(start, amount, calendar);
    case 'months':
      return addMonths(start, amount);
    case 'days':
      return addDays(start, amount);
  }
}
