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

/** The day with that number of days since 1970-01-01. */
export function dayOfNumber(days: number): Day {
  let year = 1970 + Math.floor(days / 365.2425);
  while (dayNumber(format({ year: year + 1, month: 1, day: 1 })) <= days) year += 1;
  while (dayNumber(format({ year, month: 1, day: 1 })) > days) year -= 1;
  let rest = days - dayNumber(format({ year, month: 1, day: 1 }));
  let month = 1;
  while (rest >= daysInMonth(year, month)) {
    rest -= daysInMonth(year, month);
    month += 1;
  }
  return format({ year, month, day: rest + 1 });
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

/** 1 is Monday, 7 is Sunday. */
export function weekday(day: Day): number {
  return ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1;
}

/** The day in Asia/Ho_Chi_Minh (UTC+7, no summer time since 1975) on which a moment falls. */
export function dayOfInstant(at: Instant): Day {
  const day = at.slice(0, 10);
  return Number(at.slice(11, 13)) + 7 >= 24 ? addDays(day, 1) : day;
}

/** Age in whole months, the birthday month counted as reached on its first day: how the regulation counts 18 and 60. */
export function ageInMonths(birth: Day, on: Day): number {
  const b = parts(birth);
  const o = parts(on);
  return (o.year - b.year) * 12 + (o.month - b.month);
}

/** Full years of age to the day. */
export function ageOn(birth: Day, on: Day): number {
  const b = parts(birth);
  const o = parts(on);
  return o.year - b.year - (o.month < b.month || (o.month === b.month && o.day < b.day) ? 1 : 0);
}
