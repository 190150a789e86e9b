import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { certaintyOf } from './certainty';
import { calendarOf } from './working-days';
import type { CalendarYear, Mark } from './year';

const folder = join(__dirname, '../../calendars/vn');
const vn = calendarOf(
  readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as CalendarYear),
);

const TET = expect.stringContaining('Tết');
const NATIONAL_DAY = expect.stringContaining('National Day');
const EXCHANGES = expect.stringContaining('exchanges');

describe('how sure a count is', () => {
  it('is as sure as can be where no day of the span departs from the week', () => {
    expect(certaintyOf('2026-06-01', '2026-06-30', vn)).toEqual({
      verified: 'primary',
      uncertain: [],
      unpublished: [],
      yearsWithoutFile: [],
    });
  });

  it('is the weakest of the days off and the days worked instead', () => {
    expect(certaintyOf('2026-02-02', '2026-03-02', vn).verified).toBe('secondary');
    expect(certaintyOf('2026-04-20', '2026-05-29', vn)).toMatchObject({
      verified: 'single-source',
      uncertain: [{ day: '2026-04-27', why: 'in lieu of Hùng Kings, Sunday 26/4', verified: 'single-source' }],
    });
    expect(certaintyOf('2025-12-15', '2026-02-24', vn)).toMatchObject({
      verified: 'assumed',
      uncertain: [
        { day: '2026-01-02', why: 'exchanged for Saturday 10/1', verified: 'assumed' },
        { day: '2026-01-10', why: 'worked for Friday 2/1', verified: 'assumed' },
      ],
    });
  });

  it('lists what is uncertain in the order of the days, worked or off, over several years', () => {
    const { uncertain } = certaintyOf('2024-03-01', '2025-05-31', vn);
    const days = uncertain.map(({ day }) => day);
    expect(days).toEqual([...days].sort());
    expect(days).toEqual(expect.arrayContaining(['2024-04-29', '2024-05-04', '2025-04-26', '2025-05-02']));
    expect(days).not.toContain('2024-04-30');
  });

  it('does not ask about the first day, which is not counted, but about the last', () => {
    expect(certaintyOf('2026-01-10', '2026-01-12', vn).uncertain).toEqual([]);
    expect(certaintyOf('2026-01-09', '2026-01-10', vn).uncertain).toMatchObject([{ day: '2026-01-10' }]);
    expect(certaintyOf('2026-01-08', '2026-01-09', vn).uncertain).toEqual([]);
    expect(certaintyOf('2025-12-31', '2026-01-02', vn).uncertain).toMatchObject([{ day: '2026-01-02' }]);
  });

  it('is not asked of a span without a day', () => {
    expect(certaintyOf('2027-02-05', '2027-02-05', vn)).toEqual({
      verified: 'primary',
      uncertain: [],
      unpublished: [],
      yearsWithoutFile: [],
    });
    expect(certaintyOf('2031-02-05', '2031-02-05', vn).yearsWithoutFile).toEqual([]);
  });

  it('is as sure as can be where a day off was read in the primary text', () => {
    const sure = { day: '2023-05-01', why: 'Labour Day', verified: 'primary' as const };
    const calendar = calendarOf([{ year: 2023, off: [sure], workedInstead: [] }]);
    expect(certaintyOf('2023-04-28', '2023-05-02', calendar)).toMatchObject({ verified: 'primary', uncertain: [] });
  });

  it('takes a mark it does not know for the weakest', () => {
    const odd = { day: '2023-05-01', why: 'Labour Day', verified: 'hearsay' as Mark };
    const calendar = calendarOf([{ year: 2023, off: [odd], workedInstead: [] }]);
    expect(certaintyOf('2023-04-28', '2023-05-02', calendar)).toMatchObject({ verified: 'assumed', uncertain: [odd] });
  });
});

describe('what was not published', () => {
  it('of Tết 2027 is said where its weeks are crossed', () => {
    expect(certaintyOf('2026-12-15', '2027-02-24', vn)).toMatchObject({
      verified: 'assumed',
      unpublished: [TET, EXCHANGES],
      yearsWithoutFile: [],
    });
    expect(certaintyOf('2026-12-15', '2027-02-01', vn).unpublished).toEqual([TET, EXCHANGES]);
    expect(certaintyOf('2027-02-11', '2027-02-26', vn).unpublished).toEqual([TET, EXCHANGES]);
  });

  it('of Tết 2027 is not claimed wholly before its weeks or after them', () => {
    expect(certaintyOf('2026-12-15', '2027-01-29', vn).unpublished).toEqual([EXCHANGES]);
    expect(certaintyOf('2027-02-12', '2027-04-09', vn).unpublished).toEqual([EXCHANGES]);
    expect(certaintyOf('2026-10-01', '2026-12-31', vn).unpublished).toEqual([]);
  });

  it('of National Day 2027 is said where its days are crossed', () => {
    expect(certaintyOf('2027-08-16', '2027-09-10', vn).unpublished).toEqual([NATIONAL_DAY, EXCHANGES]);
    expect(certaintyOf('2027-09-03', '2027-09-10', vn).unpublished).toEqual([EXCHANGES]);
  });

  it('makes a count an assumption even where every day that is listed is better known', () => {
    const { verified, uncertain } = certaintyOf('2027-04-26', '2027-05-07', vn);
    expect(verified).toBe('assumed');
    expect(uncertain).toEqual([]);
  });

  it('is said of the whole year where the year was published without spans', () => {
    const year = { year: 2027, off: [], workedInstead: [], unpublished: ['Lunar New Year (Tết)'] };
    expect(certaintyOf('2027-06-01', '2027-06-30', calendarOf([year]))).toMatchObject({
      verified: 'assumed',
      unpublished: ['Lunar New Year (Tết)'],
    });
  });
});

describe('a year without a file', () => {
  it('is named, and makes the count an assumption', () => {
    expect(certaintyOf('2027-12-20', '2029-01-05', vn)).toMatchObject({
      verified: 'assumed',
      yearsWithoutFile: [2028, 2029],
    });
    expect(certaintyOf('2019-12-02', '2019-12-31', vn).yearsWithoutFile).toEqual([2019]);
    expect(certaintyOf('2019-12-31', '2020-01-10', vn).yearsWithoutFile).toEqual([]);
  });
});
