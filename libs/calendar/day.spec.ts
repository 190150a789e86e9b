import fc from 'fast-check';
import { addDays, addMonths, dayNumber, dayOfInstant, dayOfNumber, daysInMonth, isDay, weekday } from './day';

const DAY_MS = 86_400_000;
/** The reference: the platform's own dates in UTC, which the library itself never uses. */
const naive = {
  number: (day: string) => Date.parse(`${day}T00:00:00Z`) / DAY_MS,
  day: (days: number) => new Date(days * DAY_MS).toISOString().slice(0, 10),
  addMonths(day: string, count: number): string {
    const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
    const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
    return new Date(Date.UTC(year, month - 1 + count, Math.min(date, last))).toISOString().slice(0, 10);
  },
};
const days = fc.integer({ min: naive.number('1700-01-01'), max: naive.number('2399-12-31') });

describe('a day', () => {
  it.each(['2024-02-29', '2000-02-29', '2023-12-31'])('%s exists', (day) => expect(isDay(day)).toBe(true));

  it.each([
    '2023-02-29',
    '1900-02-29',
    '2023-04-31',
    '2023-13-01',
    '2023-00-10',
    '2023-1-01',
    '2023-01-00',
    '2023-01-01T00:00',
    '2023-01-012023-01-01',
    '',
  ])("'%s' is not a day", (day) => expect(isDay(day)).toBe(false));

  it('is counted from 1 January 1970', () => {
    expect(dayNumber('1970-01-01')).toBe(0);
    expect(dayNumber('1969-12-31')).toBe(-1);
    expect(dayOfNumber(0)).toBe('1970-01-01');
  });

  it('has the number and the text that the platform gives it, each day of the years people live in', () => {
    for (let n = naive.number('1940-01-01'); n <= naive.number('2040-12-31'); n += 1) {
      if (dayOfNumber(n) !== naive.day(n) || dayNumber(naive.day(n)) !== n) throw new Error(naive.day(n));
    }
    expect(dayOfNumber(naive.number('2040-12-31'))).toBe('2040-12-31');
  });

  it('has the number and the text that the platform gives it, over seven centuries', () => {
    fc.assert(
      fc.property(days, (n) => {
        expect(dayOfNumber(n)).toBe(naive.day(n));
        expect(dayNumber(naive.day(n))).toBe(n);
      }),
      { numRuns: 1000 },
    );
  });

  it('follows 28 February with the 29th in a leap year only', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2023-02-28', 1)).toBe('2023-03-01');
    expect(addDays('2100-02-28', 1)).toBe('2100-03-01');
    expect(addDays('2000-03-01', -1)).toBe('2000-02-29');
    expect([2000, 2023, 2024, 2100].map((year) => daysInMonth(year, 2))).toEqual([29, 28, 29, 28]);
  });

  it('falls on its weekday, Monday being 1 and Sunday 7, also before 1970', () => {
    expect(weekday('2023-04-10')).toBe(1);
    expect(weekday('2024-03-05')).toBe(2);
    expect(weekday('2026-04-26')).toBe(7);
    expect(weekday('1954-05-07')).toBe(5);
    fc.assert(fc.property(days, (n) => weekday(dayOfNumber(n)) === ((new Date(n * DAY_MS).getUTCDay() + 6) % 7) + 1));
  });
});

describe('months later', () => {
  it('is the same date where that date exists', () => {
    expect(addMonths('2019-03-05', 60)).toBe('2024-03-05');
    expect(addMonths('2023-12-15', 1)).toBe('2024-01-15');
    expect(addMonths('2024-01-15', -1)).toBe('2023-12-15');
  });

  it("is the month's last day where it does not: 29 February and twelve months is 28 February", () => {
    expect(addMonths('2024-02-29', 12)).toBe('2025-02-28');
    expect(addMonths('2024-02-29', 48)).toBe('2028-02-29');
    expect(addMonths('2023-01-31', 1)).toBe('2023-02-28');
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2023-08-31', 1)).toBe('2023-09-30');
  });

  it('agrees with the platform for any day and any number of months within a century', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -1200, max: 1200 }), (n, count) => {
        expect(addMonths(naive.day(n), count)).toBe(naive.addMonths(naive.day(n), count));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the day of an instant', () => {
  it('turns at 17:00 UTC, midnight in Asia/Ho_Chi_Minh', () => {
    expect(dayOfInstant('2023-04-10T16:59:59.999Z')).toBe('2023-04-10');
    expect(dayOfInstant('2023-04-10T17:00:00.000Z')).toBe('2023-04-11');
    expect(dayOfInstant('2023-12-31T17:00:00.000Z')).toBe('2024-01-01');
    expect(dayOfInstant('2024-02-28T17:30:00.000Z')).toBe('2024-02-29');
  });
});
