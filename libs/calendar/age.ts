import type { Day } from '@dossier/kernel';
import { addDays, addMonths } from './day';

// The regulation counts 18 and 60 by month (294-QĐ/TW of 26/5/2025, 1.1.1, and those before it): the day of birth plays
// no part. Statistics count to the day.

const year = (day: Day) => Number(day.slice(0, 4));
const month = (day: Day) => Number(day.slice(5, 7));
const firstOfMonth = (day: Day): Day => `${day.slice(0, 7)}-01`;

/** Age in whole months, the birthday month counted as reached on its first day: how the regulation counts 18 and 60. */
export function ageInMonths(birth: Day, on: Day): number {
  return (year(on) - year(birth)) * 12 + (month(on) - month(birth));
}

/** The first day on which a person is `years` old by month: the first of the birthday month. */
export function firstDayOfAge(birth: Day, years: number): Day {
  return firstOfMonth(addMonths(birth, years * 12));
}

/** The last day on which a person is not yet past `years` by month: the last of the birthday month. */
export function lastDayOfAge(birth: Day, years: number): Day {
  return addDays(firstOfMonth(addMonths(birth, years * 12 + 1)), -1);
}

/** Full years of age to the day. One born on 29 February is a year older on 1 March of a common year. */
export function ageOn(birth: Day, on: Day): number {
  return year(on) - year(birth) - (on.slice(5) < birth.slice(5) ? 1 : 0);
}

/**
 * Full months since a day, none before it: how long an introducer and a candidate have been together. Twelve are full on the same
 * date of the next year, or on the month's last day where that date does not exist.
 */
export function fullMonths(since: Day, on: Day): number {
  const months = ageInMonths(since, on);
  return Math.max(0, addMonths(since, months) > on ? months - 1 : months);
}
