import fc from 'fast-check';
import { ageInMonths, ageOn, firstDayOfAge, fullMonths, lastDayOfAge } from './age';
import { addDays, addMonths, dayNumber, dayOfNumber } from './day';

const days = fc
  .integer({ min: dayNumber('1940-01-01'), max: dayNumber('2039-12-31') })
  .map((number) => dayOfNumber(number));

describe('age by month', () => {
  it('counts the birthday month as reached on its first day', () => {
    expect(ageInMonths('2005-04-20', '2023-03-31')).toBe(18 * 12 - 1);
    expect(ageInMonths('2005-04-20', '2023-04-01')).toBe(18 * 12);
  });

  it('has a first day and a last day', () => {
    expect(firstDayOfAge('2005-04-20', 18)).toBe('2023-04-01');
    expect(lastDayOfAge('1963-04-20', 60)).toBe('2023-04-30');
    expect(firstDayOfAge('2004-02-29', 18)).toBe('2022-02-01');
    expect(lastDayOfAge('1964-02-29', 60)).toBe('2024-02-29');
    expect(lastDayOfAge('1963-12-05', 60)).toBe('2023-12-31');
  });

  it('is reached on its first day and passed after its last, for whoever was born whenever', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 80 }), (birth, years) => {
        const [first, last] = [firstDayOfAge(birth, years), lastDayOfAge(birth, years)];
        expect(ageInMonths(birth, first)).toBe(years * 12);
        expect(ageInMonths(birth, addDays(first, -1))).toBe(years * 12 - 1);
        expect(ageInMonths(birth, last)).toBe(years * 12);
        expect(ageInMonths(birth, addDays(last, 1))).toBe(years * 12 + 1);
      }),
    );
  });
});

describe('age to the day', () => {
  it('grows on the birthday', () => {
    expect(ageOn('2005-04-20', '2023-04-19')).toBe(17);
    expect(ageOn('2005-04-20', '2023-04-20')).toBe(18);
    expect(ageOn('2005-04-20', '2023-05-01')).toBe(18);
    expect(ageOn('2005-04-20', '2023-03-31')).toBe(17);
  });

  it('grows on 1 March of a common year for one born on 29 February', () => {
    expect(ageOn('2004-02-29', '2022-02-28')).toBe(17);
    expect(ageOn('2004-02-29', '2022-03-01')).toBe(18);
    expect(ageOn('2004-02-29', '2024-02-29')).toBe(20);
  });
});

describe('months together', () => {
  it('are full on the same date, not the day before', () => {
    expect(fullMonths('2022-04-11', '2023-04-10')).toBe(11);
    expect(fullMonths('2022-04-11', '2023-04-11')).toBe(12);
  });

  it("are full on the month's last day where the date does not exist", () => {
    expect(fullMonths('2024-02-29', '2025-02-27')).toBe(11);
    expect(fullMonths('2024-02-29', '2025-02-28')).toBe(12);
    expect(fullMonths('2023-01-31', '2023-02-28')).toBe(1);
  });

  it('are none on the day itself and none before it', () => {
    expect(fullMonths('2023-04-10', '2023-04-10')).toBe(0);
    expect(fullMonths('2023-04-10', '2022-01-01')).toBe(0);
  });

  it('are as many as the months that can be added without passing the day', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 4000 }), (since, after) => {
        const on = addDays(since, after);
        let naive = 0;
        while (addMonths(since, naive + 1) <= on) naive += 1;
        expect(fullMonths(since, on)).toBe(naive);
      }),
    );
  });
});
