import type { Day } from '@dossier/kernel';
import { addDays, weekday } from './day';

/** One year of a country's calendar as published: weekdays off, and Saturdays or Sundays worked in exchange. */
export interface CalendarYear {
  readonly year: number;
  readonly off: readonly { readonly day: Day; readonly why: string; readonly verified: string }[];
  readonly workedInstead: readonly { readonly day: Day; readonly why: string; readonly verified: string }[];
  /** What of the year was not published when this was written down. */
  readonly unpublished?: readonly string[];
}

/** The years known, by year. */
export type Calendar = ReadonlyMap<number, CalendarYear>;

export function calendarOf(years: readonly CalendarYear[]): Calendar {
  return new Map(years.map((year) => [year.year, year]));
}

export function isWorkingDay(day: Day, calendar: Calendar): boolean {
  const year = calendar.get(Number(day.slice(0, 4)));
  if (year?.workedInstead.some((swapped) => swapped.day === day)) return true;
  if (weekday(day) > 5) return false;
  return !year?.off.some((off) => off.day === day);
}

/** The day on which the last of `count` working days ends. The first day is not counted. */
export function addWorkingDays(from: Day, count: number, calendar: Calendar): Day {
  let day = from;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    if (isWorkingDay(day, calendar)) left -= 1;
  }
  return day;
}

/** A period that ends on a day off ends at the close of the next working day. */
export function rollForward(day: Day, calendar: Calendar): Day {
  let end = day;
  while (!isWorkingDay(end, calendar)) end = addDays(end, 1);
  return end;
}
