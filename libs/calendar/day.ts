import type { Day, Instant } from '@dossier/kernel';

// Days are counted as whole numbers since 1970-01-01, so that no time zone and no clock is ever involved.

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** The number of days of a month (1 to 12). */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function parts(day: Day): Parts {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) };
}

function format({ year, month, day }: Parts): Day {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Whether a text is a day that exists, 'YYYY-MM-DD'. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const { year, month, day } = parts(text);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Days since 1970-01-01, negative before. */
export function dayNumber(day: Day): number {
  const { year, month, day: date } = parts(day);
  const y = year - 1;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  const before = DAYS_BEFORE_MONTH[month - 1] ?? 0;
  const inYear = before + (month > 2 && isLeap(year) ? 1 : 0) + date - 1;
  return y * 365 + leaps + inYear - 719_162;
}

/**
 * The day with that number of days since 1970-01-01. Years are counted from 1 March, so that the leap day is the last of
 * its year, in cycles of 400 years, which all have the same length. Without a loop: deadlines ask for it very often.
 */
export function dayOfNumber(days: number): Day {
  const sinceYear0 = days + 719_468;
  const cycle = Math.floor(sinceYear0 / 146_097);
  const inCycle = sinceYear0 - cycle * 146_097;
  const leapDays = Math.floor(inCycle / 1460) - Math.floor(inCycle / 36_524) + Math.floor(inCycle / 146_096);
  const yearInCycle = Math.floor((inCycle - leapDays) / 365);
  const inYear = inCycle - (yearInCycle * 365 + Math.floor(yearInCycle / 4) - Math.floor(yearInCycle / 100));
  // From March on, five months have 153 days together: 31, 30, 31, 30, 31.
  const monthFromMarch = Math.floor((inYear * 5 + 2) / 153);
  const day = inYear - Math.floor((monthFromMarch * 153 + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return format({ year: cycle * 400 + yearInCycle + (month < 3 ? 1 : 0), month, day });
}

/** The day `count` days later (earlier when negative). */
export function addDays(day: Day, count: number): Day {
  return dayOfNumber(dayNumber(day) + count);
}

/**
 * The same date `count` months later, or the month's last day where that date does not exist there: 29/2/2024 and twelve
 * months is 28/2/2025. The day it starts from is not counted (the Civil Code's habit; no regulation read says otherwise).
 */
export function addMonths(day: Day, count: number): Day {
  const { year, month, day: date } = parts(day);
  const months = year * 12 + (month - 1) + count;
  const to = { year: Math.floor(months / 12), month: (months % 12) + 1 };
  return format({ ...to, day: Math.min(date, daysInMonth(to.year, to.month)) });
}

/** The weekday of a number of days since 1970-01-01, a Thursday. 1 is Monday, 7 is Sunday. */
export function weekdayOfNumber(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1;
}

/** 1 is Monday, 7 is Sunday. */
export function weekday(day: Day): number {
  return weekdayOfNumber(dayNumber(day));
}

/** The day in Asia/Ho_Chi_Minh (UTC+7, no summer time since 1975) on which a moment falls. */
export function dayOfInstant(at: Instant): Day {
  const day = at.slice(0, 10);
  return Number(at.slice(11, 13)) + 7 >= 24 ? addDays(day, 1) : day;
}
