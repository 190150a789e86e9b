import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { addDays, dayNumber, dayOfNumber, isDay, weekday } from './day';
import { addWorkingDays, calendarOf, isWorkingDay, rollForward, type CalendarYear } from './working-days';

const folder = join(__dirname, '../../calendars/vn');
const years = readdirSync(folder)
  .sort()
  .map((file) => ({ file, year: JSON.parse(readFileSync(join(folder, file), 'utf8')) as CalendarYear }));
const vn = calendarOf(years.map(({ year }) => year));

describe('the calendar of Việt Nam', () => {
  it('is written down for 2020 to 2027', () => {
    expect(years.map(({ file }) => file)).toEqual(
      [2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027].map((y) => `${y}.json`),
    );
  });

  describe.each(years)('$file', ({ file, year }) => {
    it('speaks of its own year, in order, each day once, with a reason and how well it was checked', () => {
      expect(file).toBe(`${year.year}.json`);
      for (const list of [year.off, year.workedInstead]) {
        const days = list.map(({ day }) => day);
        expect(days).toEqual([...new Set(days)].sort());
        for (const { day, why, verified } of list) {
          expect(isDay(day)).toBe(true);
          expect(Number(day.slice(0, 4))).toBe(year.year);
          expect(why).not.toBe('');
          expect(['primary', 'secondary', 'single-source', 'assumed']).toContain(verified);
        }
      }
    });

    it('names only weekdays as off, and only days of the weekend as worked instead', () => {
      for (const { day } of year.off) expect(weekday(day)).toBeLessThan(6);
      for (const { day } of year.workedInstead) expect(weekday(day)).toBeGreaterThan(5);
    });

    it('pairs every Saturday worked with the weekday it was exchanged for', () => {
      const exchanged = year.off.filter(({ why }) => why.startsWith('exchanged for'));
      expect(exchanged).toHaveLength(year.workedInstead.length);
    });

    it('gives each fixed holiday as the day itself, or a weekday in lieu of it', () => {
      const fixed = ['01-01', '04-30', '05-01', '09-02', ...(year.year >= 2026 ? ['11-24'] : [])];
      for (const date of fixed) {
        const day = `${year.year}-${date}`;
        const [month, dd] = [Number(date.slice(0, 2)), Number(date.slice(3))];
        const inLieu = year.off.some(({ why }) => why.startsWith('in lieu') && why.endsWith(` ${dd}/${month}`));
        expect({ day, kept: !isWorkingDay(day, vn) && (weekday(day) < 6 || inLieu) }).toEqual({ day, kept: true });
      }
    });
  });

  it('has six holidays besides Tết in a year from 2021, and seven from 2026', () => {
    const holidays = (y: number) =>
      vn.get(y)?.off.filter(({ why }) => !why.startsWith('exchanged') && !why.includes('Tết')).length;
    expect([2021, 2022, 2023, 2024, 2025, 2026].map(holidays)).toEqual([6, 6, 6, 6, 6, 7]);
  });

  it.each([
    ['2024-04-29', '2024-05-04'],
    ['2025-05-02', '2025-04-26'],
    ['2026-01-02', '2026-01-10'],
    ['2026-08-31', '2026-08-22'],
  ])('has %s off and works on Saturday %s instead', (off, worked) => {
    expect([isWorkingDay(off, vn), isWorkingDay(worked, vn)]).toEqual([false, true]);
  });

  it('says what of 2027 was not yet published', () => {
    expect(vn.get(2027)?.unpublished).toEqual(expect.arrayContaining([expect.stringContaining('Tết')]));
  });

  it('knows 24 November as a day off from 2026, not before', () => {
    expect(isWorkingDay('2025-11-24', vn)).toBe(true);
    expect(isWorkingDay('2026-11-24', vn)).toBe(false);
    expect(isWorkingDay('2027-11-24', vn)).toBe(false);
  });
});

describe('a working day', () => {
  it('is a weekday that is not off, or a Saturday worked in exchange', () => {
    expect(isWorkingDay('2023-04-10', vn)).toBe(true);
    expect(isWorkingDay('2023-04-08', vn)).toBe(false);
    expect(isWorkingDay('2023-05-03', vn)).toBe(false);
    expect(isWorkingDay('2024-04-29', vn)).toBe(false);
    expect(isWorkingDay('2024-05-04', vn)).toBe(true);
  });

  it('is any weekday in a year whose calendar is not known', () => {
    expect(isWorkingDay('2031-01-01', vn)).toBe(true);
    expect(isWorkingDay('2031-01-04', vn)).toBe(false);
  });
});

describe('a period in working days', () => {
  it.each([
    ['60 from 10/4/2023 end on 6/7/2023, past the holidays of April and May', '2023-04-10', 60, '2023-07-06'],
    ['45 from 15/12/2025 end on 24/2/2026, past New Year and Tết', '2025-12-15', 45, '2026-02-24'],
    ['15 more end on 17/3/2026', '2026-02-24', 15, '2026-03-17'],
    ['38 from 1/10/2026 end on 25/11/2026, past the new holiday of 24/11', '2026-10-01', 38, '2026-11-25'],
    ['30 from 25/11/2025 end on 8/1/2026, for 2/1 is off by exchange', '2025-11-25', 30, '2026-01-08'],
    ['1 from Friday 9/1/2026 ends on Saturday 10/1, which is worked for 2/1', '2026-01-09', 1, '2026-01-10'],
    ['1 that starts on a Saturday ends on Monday', '2023-04-08', 1, '2023-04-10'],
  ])('%s', (_, from, count, end) => {
    expect(addWorkingDays(from, count, vn)).toBe(end);
  });

  it('does not count the day it starts from, and ends on a working day that many working days later', () => {
    const first = dayNumber('2020-01-01');
    const last = dayNumber('2026-12-31');
    fc.assert(
      fc.property(fc.integer({ min: first, max: last }), fc.integer({ min: 1, max: 90 }), (n, count) => {
        const from = dayOfNumber(n);
        const end = addWorkingDays(from, count, vn);
        let worked = 0;
        for (let day = addDays(from, 1); day <= end; day = addDays(day, 1)) if (isWorkingDay(day, vn)) worked += 1;
        expect(isWorkingDay(end, vn)).toBe(true);
        expect(worked).toBe(count);
      }),
    );
  });

  it('of another kind that ends on a day off ends on the next working day', () => {
    expect(rollForward('2023-04-10', vn)).toBe('2023-04-10');
    expect(rollForward('2023-04-29', vn)).toBe('2023-05-04');
    expect(rollForward('2026-01-10', vn)).toBe('2026-01-10');
  });
});
