import type { Day } from '@dossier/kernel';
import { dayNumber, dayOfNumber, weekdayOfNumber } from './day';
import type { CalendarYear } from './year';

/** The years known, by year. Never changed once made: what was looked up in it is remembered. */
export type Calendar = ReadonlyMap<number, CalendarYear>;

export function calendarOf(years: readonly CalendarYear[]): Calendar {
  return new Map(years.map((year) => [year.year, year]));
}

interface Lookup {
  readonly off: ReadonlySet<number>;
  readonly worked: ReadonlySet<number>;
}

/** Deadlines are counted for thousands of dossiers over one calendar, so its lists are read through once. */
const lookups = new WeakMap<Calendar, Lookup>();

function lookupOf(calendar: Calendar): Lookup {
  const known = lookups.get(calendar);
  if (known) return known;
  const years = [...calendar.values()];
  const lookup = {
    off: new Set(years.flatMap(({ off }) => off.map(({ day }) => dayNumber(day)))),
    worked: new Set(years.flatMap(({ workedInstead }) => workedInstead.map(({ day }) => dayNumber(day)))),
  };
  lookups.set(calendar, lookup);
  return lookup;
}

function isWorked(days: number, { off, worked }: Lookup): boolean {
  return worked.has(days) || (weekdayOfNumber(days) < 6 && !off.has(days));
}

/** Monday to Friday without the days off, and the days worked in exchange. In a year without a file, any weekday. */
export function isWorkingDay(day: Day, calendar: Calendar): boolean {
  return isWorked(dayNumber(day), lookupOf(calendar));
}

/** The day on which the last of `count` working days ends; `from` itself when there are none. The first day is not counted. */
export function addWorkingDays(from: Day, count: number, calendar: Calendar): Day {
  const lookup = lookupOf(calendar);
  let days = dayNumber(from);
  for (let left = count; left > 0;) {
    days += 1;
    if (isWorked(days, lookup)) left -= 1;
  }
  return dayOfNumber(days);
}

/**
 * How many working days end after `from` and up to `to`; the first day is not counted. Negative when `to` has passed:
 * from a Monday back to the Friday before it is -1. Zero also over a weekend, so a due day is judged by date, not by this.
 */
export function workingDaysBetween(from: Day, to: Day, calendar: Calendar): number {
  const lookup = lookupOf(calendar);
  const [first, last] = [dayNumber(from), dayNumber(to)];
  let count = 0;
  for (let days = Math.min(first, last) + 1; days <= Math.max(first, last); days += 1) {
    if (isWorked(days, lookup)) count += 1;
  }
  // Taken from zero, so that none is never a negative zero.
  return first > last ? 0 - count : count;
}

/** A period that ends on a day off ends at the close of the next working day. */
export function rollForward(day: Day, calendar: Calendar): Day {
  const lookup = lookupOf(calendar);
  let days = dayNumber(day);
  while (!isWorked(days, lookup)) days += 1;
  return dayOfNumber(days);
}
