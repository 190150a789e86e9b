import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { addDays, dayNumber, dayOfNumber } from './day';
import { dueDay, statusOn, type RunningPeriod } from './running-period';
import { addWorkingDays, calendarOf, isWorkingDay, workingDaysBetween } from './working-days';
import type { CalendarYear } from './year';

const folder = join(__dirname, '../../calendars/vn');
const vn = calendarOf(
  readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as CalendarYear),
);

/** Ten working days from Monday 6/3/2023, to Monday 20/3/2023: two weeks without a holiday. */
const ten = (more: Partial<RunningPeriod> = {}): RunningPeriod => ({
  start: '2023-03-06',
  amount: 10,
  unit: 'working-days',
  extensions: [],
  stops: [],
  ...more,
});
const fiveMore = (on: string) => ({ amount: 5, unit: 'working-days' as const, on });

describe('a period that only runs', () => {
  it.each([
    ['on its first day', '2023-03-06', { status: 'running', slack: 10 }],
    ['the working day before its last', '2023-03-17', { status: 'running', slack: 1 }],
    ['on the weekend before its last day', '2023-03-19', { status: 'running', slack: 1 }],
    ['on its last day', '2023-03-20', { status: 'due', slack: 0 }],
    ['the day after', '2023-03-21', { status: 'overdue', slack: -1 }],
    ['a week later', '2023-03-27', { status: 'overdue', slack: -5 }],
  ])('%s', (_, on, standing) => {
    expect(statusOn(ten(), on, vn)).toEqual({ due: '2023-03-20', ...standing });
  });

  it('is overdue on the days off after its last day, by no working day yet', () => {
    const nine = ten({ amount: 9 });
    expect(statusOn(nine, '2023-03-18', vn)).toEqual({ status: 'overdue', due: '2023-03-17', slack: 0 });
    expect(statusOn(nine, '2023-03-20', vn)).toEqual({ status: 'overdue', due: '2023-03-17', slack: -1 });
  });

  it('in months is due on its very date, or where it rolls on the next working day', () => {
    const papers = ten({ start: '2022-05-07', amount: 12, unit: 'months' });
    expect(statusOn(papers, '2023-05-07', vn)).toEqual({ status: 'due', due: '2023-05-07', slack: 0 });
    expect(statusOn({ ...papers, rolls: true }, '2023-05-07', vn)).toMatchObject({
      status: 'running',
      due: '2023-05-08',
    });
  });
});

describe('an extension', () => {
  const extended = ten({ extensions: [fiveMore('2023-03-15')] });

  it('counts on from the former last day', () => {
    expect(dueDay(extended, vn)).toBe('2023-03-27');
  });

  it('also when it was granted after it', () => {
    expect(dueDay(ten({ extensions: [fiveMore('2023-03-22')] }), vn)).toBe('2023-03-27');
  });

  it('is what keeps the period running from the day after the former last day', () => {
    expect(statusOn(extended, '2023-03-20', vn)).toEqual({ status: 'running', due: '2023-03-27', slack: 5 });
    expect(statusOn(extended, '2023-03-21', vn)).toEqual({ status: 'extended', due: '2023-03-27', slack: 4 });
    expect(statusOn(extended, '2023-03-27', vn)).toEqual({ status: 'due', due: '2023-03-27', slack: 0 });
    expect(statusOn(extended, '2023-03-28', vn)).toEqual({ status: 'overdue', due: '2023-03-27', slack: -1 });
  });

  it('does not exist before the day it was granted', () => {
    expect(statusOn(extended, '2023-03-14', vn)).toMatchObject({ due: '2023-03-20' });
    expect(statusOn(extended, '2023-03-15', vn)).toMatchObject({ due: '2023-03-27' });
    expect(statusOn(ten({ extensions: [fiveMore('2023-03-22')] }), '2023-03-21', vn)).toMatchObject({
      status: 'overdue',
      due: '2023-03-20',
    });
  });

  it('follows another in the order granted, whatever the order written', () => {
    const month = { amount: 1, unit: 'months' as const, on: '2023-03-10' };
    expect(dueDay(ten({ extensions: [month, fiveMore('2023-03-15')] }), vn)).toBe('2023-04-27');
    expect(dueDay(ten({ extensions: [fiveMore('2023-03-15'), month] }), vn)).toBe('2023-04-27');
    // Fifteen more working days then end on 24/4, and a month more is another day than a month more first.
    const fifteen = { ...fiveMore('2023-03-09'), amount: 15 };
    expect(dueDay(ten({ extensions: [month, fifteen] }), vn)).toBe('2023-05-10');
    expect(dueDay(ten({ extensions: [month, { ...fifteen, on: '2023-03-11' }] }), vn)).toBe('2023-05-16');
  });

  it('follows another of the same day in the order written', () => {
    const month = { amount: 1, unit: 'months' as const, on: '2023-03-09' };
    const fifteen = { ...fiveMore('2023-03-09'), amount: 15 };
    expect(dueDay(ten({ extensions: [fifteen, month] }), vn)).toBe('2023-05-10');
    expect(dueDay(ten({ extensions: [month, fifteen] }), vn)).toBe('2023-05-16');
  });

  it('rolls as the period does', () => {
    const days = { amount: 5, unit: 'days' as const, on: '2023-03-15' };
    expect(dueDay(ten({ extensions: [days] }), vn)).toBe('2023-03-25');
    expect(dueDay(ten({ rolls: true, extensions: [days] }), vn)).toBe('2023-03-27');
  });
});

describe('a stop', () => {
  const stopped = ten({ stops: [{ from: '2023-03-08', to: '2023-03-14' }] });

  it('moves the last day by the working days it lasted', () => {
    expect(dueDay(stopped, vn)).toBe('2023-03-24');
    expect(dueDay(ten({ stops: [{ from: '2023-03-10', to: '2023-03-12' }] }), vn)).toBe('2023-03-20');
  });

  it('moves the last day of a period in months by working days as well', () => {
    const year = ten({ start: '2022-05-07', amount: 12, unit: 'months' });
    expect(dueDay({ ...year, stops: [{ from: '2023-03-06', to: '2023-03-08' }] }, vn)).toBe('2023-05-09');
  });

  it('stands still from its day to the day before it is resumed, with what will be left', () => {
    expect(statusOn(stopped, '2023-03-07', vn)).toEqual({ status: 'running', due: '2023-03-20', slack: 9 });
    for (const on of ['2023-03-08', '2023-03-10', '2023-03-13']) {
      expect(statusOn(stopped, on, vn)).toEqual({ status: 'stopped', since: '2023-03-08', slack: 8 });
    }
    expect(statusOn(stopped, '2023-03-14', vn)).toEqual({ status: 'running', due: '2023-03-24', slack: 8 });
  });

  it('without an end leaves no last day', () => {
    const open = ten({ stops: [{ from: '2023-03-08' }] });
    expect(dueDay(open, vn)).toBeUndefined();
    expect(statusOn(open, '2030-01-01', vn)).toEqual({ status: 'stopped', since: '2023-03-08', slack: 8 });
  });

  it('on the last day still counts, and the period is due when it resumes', () => {
    const last = ten({ stops: [{ from: '2023-03-20', to: '2023-03-24' }] });
    expect(statusOn(last, '2023-03-20', vn)).toEqual({ status: 'stopped', since: '2023-03-20', slack: 0 });
    expect(statusOn(last, '2023-03-24', vn)).toEqual({ status: 'due', due: '2023-03-24', slack: 0 });
  });

  it('after the last day changes nothing', () => {
    const late = ten({ stops: [{ from: '2023-03-21', to: '2023-03-24' }, { from: '2023-03-28' }] });
    expect(dueDay(late, vn)).toBe('2023-03-20');
    expect(statusOn(late, '2023-03-30', vn)).toEqual({ status: 'overdue', due: '2023-03-20', slack: -8 });
  });

  it('counts once where it overlaps another, in whatever order they are written', () => {
    const [one, two, within] = [
      { from: '2023-03-08', to: '2023-03-14' },
      { from: '2023-03-10', to: '2023-03-16' },
      { from: '2023-03-09', to: '2023-03-10' },
    ];
    // Six working days, 9-16/3.
    for (const stops of [
      [one, two, within],
      [two, within, one],
      [within, one, two],
    ]) {
      expect(dueDay(ten({ stops }), vn)).toBe('2023-03-28');
    }
    expect(dueDay(ten({ stops: [one, { from: '2023-03-10' }] }), vn)).toBeUndefined();
    expect(dueDay(ten({ stops: [{ from: '2023-03-08' }, two] }), vn)).toBeUndefined();
  });

  it('that begins where another ends goes on from it', () => {
    const [one, two] = [
      { from: '2023-03-08', to: '2023-03-10' },
      { from: '2023-03-10', to: '2023-03-14' },
    ];
    expect(dueDay(ten({ stops: [one, two] }), vn)).toBe('2023-03-24');
    expect(statusOn(ten({ stops: [one, two] }), '2023-03-13', vn)).toMatchObject({ since: '2023-03-08' });
  });

  it('before the start does not count, nor one that ends before it begins', () => {
    expect(dueDay(ten({ stops: [{ from: '2023-02-27', to: '2023-03-03' }] }), vn)).toBe('2023-03-20');
    expect(dueDay(ten({ stops: [{ from: '2023-03-01', to: '2023-03-08' }] }), vn)).toBe('2023-03-22');
    expect(dueDay(ten({ stops: [{ from: '2023-03-10', to: '2023-03-08' }] }), vn)).toBe('2023-03-20');
  });

  it('that an extension came in time for counts, and the extension is then what keeps it running', () => {
    const both = ten({
      extensions: [fiveMore('2023-03-15')],
      stops: [{ from: '2023-03-22', to: '2023-03-24' }],
    });
    expect(dueDay(both, vn)).toBe('2023-03-29');
    expect(statusOn(both, '2023-03-28', vn)).toEqual({ status: 'extended', due: '2023-03-29', slack: 1 });
    const early = ten({ extensions: [fiveMore('2023-03-15')], stops: [{ from: '2023-03-08', to: '2023-03-10' }] });
    expect(statusOn(early, '2023-03-22', vn)).toMatchObject({ status: 'running', due: '2023-03-29' });
    expect(statusOn(early, '2023-03-23', vn)).toMatchObject({ status: 'extended', due: '2023-03-29' });
  });
});

describe('a period in working days, whatever happened to it', () => {
  const day = (first: string, last: string) =>
    fc.integer({ min: dayNumber(first), max: dayNumber(last) }).map((number) => dayOfNumber(number));
  const starts = day('2025-10-01', '2026-03-01');
  const amounts = fc.integer({ min: 1, max: 60 });
  const lasting = fc.array(
    fc.record({ after: fc.integer({ min: 0, max: 90 }), days: fc.integer({ min: 0, max: 30 }) }),
    { maxLength: 4 },
  );
  const stopsFrom = (start: string, spans: readonly { after: number; days: number }[]) =>
    spans.map(({ after, days }) => ({ from: addDays(start, after), to: addDays(start, after + days) }));

  it('ends where one arrives going from day to day and leaving out what was stopped', () => {
    fc.assert(
      fc.property(starts, amounts, amounts, lasting, (start, amount, more, spans) => {
        const stops = stopsFrom(start, spans);
        const still = (on: string) => stops.some(({ from, to }) => from < on && on <= to);
        let [on, left] = [start, amount + more];
        while (left > 0 || still(addDays(on, 1))) {
          on = addDays(on, 1);
          if (isWorkingDay(on, vn) && !still(on)) left -= 1;
        }
        // A stop on the very last day is lifted on a day that may be off; the last working day of it is then the last.
        while (on > start && !isWorkingDay(on, vn)) on = addDays(on, -1);
        const extensions = [{ amount: more, unit: 'working-days' as const, on: start }];
        expect(dueDay({ start, amount, unit: 'working-days', extensions, stops }, vn)).toBe(on);
      }),
      { numRuns: 500 },
    );
  });

  it('has on every day a standing that agrees with its last day', () => {
    fc.assert(
      fc.property(starts, amounts, lasting, fc.integer({ min: 0, max: 150 }), (start, amount, spans, after) => {
        const period = { start, amount, unit: 'working-days' as const, extensions: [], stops: stopsFrom(start, spans) };
        const on = addDays(start, after);
        const standing = statusOn(period, on, vn);
        if (standing.status === 'stopped') {
          expect(period.stops.some(({ from, to }) => from <= on && on < to)).toBe(true);
          expect(standing.slack).toBeGreaterThanOrEqual(0);
        } else {
          const sign = on < standing.due ? 'running' : on === standing.due ? 'due' : 'overdue';
          expect(standing.status).toBe(sign);
          expect(standing.slack).toBe(workingDaysBetween(on, standing.due, vn));
          expect(standing.due >= addWorkingDays(start, amount, vn)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
