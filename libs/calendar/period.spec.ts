import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { addDays, dayNumber, dayOfNumber } from './day';
import { periodEnd } from './period';
import { calendarOf, isWorkingDay, workingDaysBetween } from './working-days';
import type { CalendarYear } from './year';

const folder = join(__dirname, '../../calendars/vn');
const vn = calendarOf(
  readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as CalendarYear),
);
const days = fc
  .integer({ min: dayNumber('2019-06-01'), max: dayNumber('2028-06-01') })
  .map((number) => dayOfNumber(number));
const amounts = fc.integer({ min: 0, max: 90 });

/** The reference: goes from day to day, with the lists of the year it is in. */
function naive(from: string, enough: (day: string, worked: number, passed: number) => boolean): string {
  let [day, worked, passed] = [from, 0, 0];
  while (!enough(day, worked, passed)) {
    day = addDays(day, 1);
    passed += 1;
    const year = vn.get(Number(day.slice(0, 4)));
    const weekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
    const off = weekend || year?.off.some((listed) => listed.day === day);
    if (!off || year?.workedInstead.some((listed) => listed.day === day)) worked += 1;
  }
  return day;
}

describe('the last day of a period', () => {
  it('in days counts days off as well, and rolls only where that is asked for', () => {
    expect(periodEnd({ start: '2023-04-28', amount: 5, unit: 'days' }, vn)).toBe('2023-05-03');
    expect(periodEnd({ start: '2023-04-28', amount: 5, unit: 'days', rolls: true }, vn)).toBe('2023-05-04');
  });

  it('is the first day itself for a period of nothing, rolled where that is asked for', () => {
    for (const unit of ['working-days', 'days', 'months'] as const) {
      expect(periodEnd({ start: '2023-04-29', amount: 0, unit }, vn)).toBe('2023-04-29');
      expect(periodEnd({ start: '2023-04-29', amount: 0, unit, rolls: true }, vn)).toBe('2023-05-04');
    }
  });

  it('in working days is where one arrives going from day to day', () => {
    fc.assert(
      fc.property(days, amounts, (start, amount) => {
        const end = naive(start, (_, worked) => worked === amount);
        expect(periodEnd({ start, amount, unit: 'working-days' }, vn)).toBe(end);
      }),
    );
  });

  it('in days is where one arrives going from day to day, and on to a working day where it rolls', () => {
    fc.assert(
      fc.property(days, amounts, (start, amount) => {
        const end = naive(start, (_, __, passed) => passed === amount);
        expect(periodEnd({ start, amount, unit: 'days' }, vn)).toBe(end);
        const rolled = isWorkingDay(end, vn) ? end : naive(end, (_, worked) => worked === 1);
        expect(periodEnd({ start, amount, unit: 'days', rolls: true }, vn)).toBe(rolled);
      }),
    );
  });

  it('in working days lies that many working days from the start, and the way back is as long', () => {
    fc.assert(
      fc.property(days, amounts, (start, amount) => {
        const end = periodEnd({ start, amount, unit: 'working-days' }, vn);
        expect(workingDaysBetween(start, end, vn)).toBe(amount);
        expect(workingDaysBetween(end, start, vn) + amount).toBe(0);
      }),
    );
  });
});
