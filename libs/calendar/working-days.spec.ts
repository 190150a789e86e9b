import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { addDays, dayNumber, dayOfNumber, isDay, weekday } from './day';
import { addWorkingDays, calendarOf, isWorkingDay, rollForward, workingDaysBetween } from './working-days';
import type { CalendarYear } from './year';

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

  it('says what of 2027 was not yet published, and where in the year it will fall', () => {
    const spans = vn.get(2027)?.unpublishedSpans ?? [];
    expect(spans.map(({ what }) => what)).toEqual([
      expect.stringContaining('Tết'),
      expect.stringContaining('National Day'),
      expect.stringContaining('exchanges'),
    ]);
    for (const { from, to } of spans) expect([isDay(from), isDay(to), from < to]).toEqual([true, true, true]);
  });

  // Labour Code 2019, article 112, the lunar calendar, and what was fixed for each year; weekdays alone.
  it.each([
    [2020, '1/1 23/1 24/1 27/1 28/1 29/1 2/4 30/4 1/5 2/9', ''],
    [2021, '1/1 10/2 11/2 12/2 15/2 16/2 21/4 30/4 3/5 2/9 3/9', ''],
    [2022, '3/1 31/1 1/2 2/2 3/2 4/2 11/4 2/5 3/5 1/9 2/9', ''],
    [2023, '2/1 20/1 23/1 24/1 25/1 26/1 1/5 2/5 3/5 1/9 4/9', ''],
    [2024, '1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9', '4/5'],
    [2025, '1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9', '26/4'],
    [2026, '1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11', '10/1 22/8'],
    [2027, '1/1 16/4 30/4 3/5 2/9 24/11', ''],
  ])('has in %s these days off and these Saturdays worked, no others', (year, off, worked) => {
    const short = (day: string) => `${Number(day.slice(8))}/${Number(day.slice(5, 7))}`;
    expect(
      vn
        .get(year)
        ?.off.map(({ day }) => short(day))
        .join(' '),
    ).toBe(off);
    expect(
      vn
        .get(year)
        ?.workedInstead.map(({ day }) => short(day))
        .join(' '),
    ).toBe(worked);
  });

  it('is sure of an exchange in no year, and of Tết only in 2026', () => {
    for (const { year } of years) {
      const tet = year.off.filter(({ why }) => why.includes('Tết')).map(({ verified }) => verified);
      expect(new Set(tet)).toEqual(new Set(year.year === 2027 ? [] : [year.year === 2026 ? 'secondary' : 'assumed']));
      const exchanged = [...year.off.filter(({ why }) => why.startsWith('exchanged')), ...year.workedInstead];
      expect(exchanged.every(({ verified }) => verified === 'assumed')).toBe(true);
    }
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

describe('the working days between two days', () => {
  it.each([
    ['from a Friday to the Monday after it', '2023-04-07', '2023-04-10', 1],
    ['from a Monday back to the Friday before it', '2023-04-10', '2023-04-07', -1],
    ['to the same day', '2023-04-10', '2023-04-10', 0],
    ['over a weekend to its Sunday', '2023-04-07', '2023-04-09', 0],
    ['back from a Sunday to the Friday', '2023-04-09', '2023-04-07', 0],
    ['over the holidays of 30/4 and 1/5', '2023-04-28', '2023-05-05', 2],
    ['to a Saturday that is worked', '2026-01-09', '2026-01-10', 1],
  ])('%s', (_, from, to, count) => {
    expect(workingDaysBetween(from, to, vn)).toBe(count);
  });
});

describe('a calendar', () => {
  it('is read through once, however many periods are counted over it', () => {
    let reads = 0;
    const off = [{ day: '2023-05-01', why: 'Labour Day', verified: 'secondary' as const }];
    const counted = calendarOf([
      {
        year: 2023,
        get off() {
          reads += 1;
          return off;
        },
        workedInstead: [],
      },
    ]);
    for (let count = 1; count <= 1000; count += 1) addWorkingDays('2023-04-10', count % 60, counted);
    expect(rollForward('2023-05-01', counted)).toBe('2023-05-02');
    expect(workingDaysBetween('2023-04-28', '2023-05-02', counted)).toBe(1);
    expect(reads).toBe(1);
  });

  it('is not mistaken for another', () => {
    const bare = calendarOf([]);
    expect(isWorkingDay('2023-05-01', vn)).toBe(false);
    expect(isWorkingDay('2023-05-01', bare)).toBe(true);
    expect(isWorkingDay('2023-05-01', vn)).toBe(false);
  });
});
