import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ageInMonths, firstDayOfAge, lastDayOfAge } from './age';
import { weekday } from './day';
import { periodEnd } from './period';
import { dueDay, statusOn, type RunningPeriod } from './running-period';
import { calendarOf, isWorkingDay, type Calendar } from './working-days';
import type { CalendarYear } from './year';

const folder = join(__dirname, '../../calendars/vn');
const years = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as CalendarYear);
const vn = calendarOf(years);

/** The calendar of Việt Nam as if these days had never been taken off or worked in exchange. */
const vnWithout = (...days: readonly string[]): Calendar =>
  calendarOf(
    years.map((year) => ({
      ...year,
      off: year.off.filter(({ day }) => !days.includes(day)),
      workedInstead: year.workedInstead.filter(({ day }) => !days.includes(day)),
    })),
  );

const workingDays = (amount: number, start: string, calendar = vn) =>
  periodEnd({ start, amount, unit: 'working-days' }, calendar);
const months = (amount: number, start: string, rolls?: boolean) =>
  periodEnd({ start, amount, unit: 'months', ...(rolls === undefined ? {} : { rolls }) }, vn);

describe('working days', () => {
  it('45 from a resolution of 15/12/2025 end on 24/2/2026, past New Year and Tết of 16-20/2', () => {
    expect(workingDays(45, '2025-12-15')).toBe('2026-02-24');
  });

  it('with 15 more they end on 17/3/2026', () => {
    const decision: RunningPeriod = {
      start: '2025-12-15',
      amount: 45,
      unit: 'working-days',
      extensions: [{ amount: 15, unit: 'working-days', on: '2026-02-10' }],
      stops: [],
    };
    expect(dueDay(decision, vn)).toBe('2026-03-17');
    expect(statusOn(decision, '2026-02-25', vn)).toEqual({ status: 'extended', due: '2026-03-17', slack: 14 });
  });

  it('60 from 10/4/2023 end on 6/7/2023: Hùng Kings and 30/4 fall on a weekend, 1/5 and the days in lieu 2-3/5 are off', () => {
    expect(workingDays(60, '2023-04-10')).toBe('2023-07-06');
  });

  it('38 from 1/10/2026 end on 25/11/2026, for 24/11 is a holiday; without it, on 24/11', () => {
    expect(workingDays(38, '2026-10-01')).toBe('2026-11-25');
    expect(workingDays(38, '2026-10-01', vnWithout('2026-11-24'))).toBe('2026-11-24');
  });

  it('30 from 25/11/2025 end on 8/1/2026, with Friday 2/1 exchanged for Saturday 10/1; without the exchange, on 7/1', () => {
    expect(workingDays(30, '2025-11-25')).toBe('2026-01-08');
    expect(workingDays(30, '2025-11-25', vnWithout('2026-01-02', '2026-01-10'))).toBe('2026-01-07');
  });

  it('32 from 25/11/2025 end on that Saturday, 10/1/2026; without the exchange, on Friday 9/1', () => {
    expect(workingDays(32, '2025-11-25')).toBe('2026-01-10');
    expect(workingDays(32, '2025-11-25', vnWithout('2026-01-02', '2026-01-10'))).toBe('2026-01-09');
  });
});

describe('months', () => {
  it('12 of probation from a ceremony on 29/2/2024 end on 28/2/2025', () => {
    expect(months(12, '2024-02-29')).toBe('2025-02-28');
  });

  it('60 of a certificate of 5/3/2019 end on 5/3/2024, the last day on which it serves', () => {
    expect(months(60, '2019-03-05')).toBe('2024-03-05');
  });

  it('12 for which papers serve end on their very date, also when it is a day off', () => {
    // A Sunday, a holiday on a weekday, and a weekday exchanged for a Saturday.
    for (const [start, end] of [
      ['2022-05-07', '2023-05-07'],
      ['2022-05-02', '2023-05-02'],
      ['2023-04-29', '2024-04-29'],
    ] as const) {
      expect(isWorkingDay(end, vn)).toBe(false);
      expect(months(12, start)).toBe(end);
      expect(months(12, start, false)).toBe(end);
    }
  });

  it('60 for which a certificate serves end on their very date, also when it is a day off', () => {
    expect(weekday('2024-03-10')).toBe(7);
    expect(months(60, '2019-03-10')).toBe('2024-03-10');
    expect(months(60, '2019-04-30')).toBe('2024-04-30');
  });

  it('12 and 60 within which somebody must act roll to the next working day', () => {
    expect(months(12, '2022-05-07', true)).toBe('2023-05-08');
    expect(months(12, '2022-05-02', true)).toBe('2023-05-04');
    expect(months(60, '2019-03-10', true)).toBe('2024-03-11');
    expect(months(60, '2019-04-30', true)).toBe('2024-05-02');
  });

  it('that end on a Saturday worked in exchange have no need to roll', () => {
    expect(months(12, '2025-01-10', true)).toBe('2026-01-10');
  });
});

describe('age by month', () => {
  it.each([
    ['the last day before the birthday month', '2023-03-31', false],
    ['the first day of the birthday month', '2023-04-01', true],
    ['the day before the birthday', '2023-04-19', true],
    ['the birthday', '2023-04-20', true],
    ['the month after it', '2023-05-01', true],
  ])('one born on 20/4/2005 is 18 on %s: %s, %s', (_, on, full) => {
    expect(ageInMonths('2005-04-20', on) >= 18 * 12).toBe(full);
    expect(on >= firstDayOfAge('2005-04-20', 18)).toBe(full);
  });

  it.each([
    ['the last day before the birthday month', '2023-03-31', true],
    ['the first day of the birthday month', '2023-04-01', true],
    ['the birthday', '2023-04-20', true],
    ['the last day of the birthday month', '2023-04-30', true],
    ['the first day of the month after it', '2023-05-01', false],
  ])('one born on 20/4/1963 is not past 60 on %s: %s, %s', (_, on, within) => {
    expect(ageInMonths('1963-04-20', on) <= 60 * 12).toBe(within);
    expect(on <= lastDayOfAge('1963-04-20', 60)).toBe(within);
  });
});
