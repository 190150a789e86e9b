import type { Day } from '@dossier/kernel';
import { periodEnd, type Period, type PeriodUnit } from './period';
import { addWorkingDays, workingDaysBetween, type Calendar } from './working-days';

/** More time, granted on a day. It has the rolling of the period it extends. */
export interface Extension {
  readonly amount: number;
  readonly unit: PeriodUnit;
  readonly on: Day;
}

/** The days after `from` up to and with `to` do not count. Without `to` the period stands still. */
export interface Stop {
  readonly from: Day;
  readonly to?: Day;
}

/** A period with what happened to it. Lists need not be in order. */
export interface RunningPeriod extends Period {
  readonly extensions: readonly Extension[];
  readonly stops: readonly Stop[];
}

/** Where a period stands. `slack` is in working days, negative when overdue; `due` is absent while it is stopped. */
export type PeriodStatus =
  | { readonly status: 'running' | 'due' | 'overdue' | 'extended'; readonly due: Day; readonly slack: number }
  | { readonly status: 'stopped'; readonly since: Day; readonly slack: number };

// The rules of a clock. They are the house's own reading: the regulations that were read give lengths, not arithmetic.
//
// 1. Each extension counts on from the former last day, in the order granted, also when it was granted late.
// 2. A stop moves the last day by the working days it lasted, whatever the unit of the period: the day it began still
//    belongs to the period, the day of resuming does not. In working days this is the same as not counting its days.
// 3. Stops that overlap count once. What lies before the start does not count.
// 4. A stop that begins after the last day changes nothing: what has run out cannot be stopped. One that begins on the
//    last day still counts.
// 5. A stop without an end leaves no last day until it has one.

interface Reckoned {
  readonly due: Day;
  /** The day since which it stands still; `due` is then the last day it had when it was stopped. */
  readonly stoppedSince?: Day;
}

/** A day after every day: the end of a stop that has none yet. */
const NEVER = '9999-12-31';

/**
 * The stops as spans in order that neither overlap nor begin before the start. One that ends before it begins is let
 * through: it has no working days.
 */
function spansOf({ start, stops }: RunningPeriod): readonly Required<Stop>[] {
  const spans: Required<Stop>[] = [];
  const clipped = stops
    .map(({ from, to = NEVER }) => ({ from: from < start ? start : from, to }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  for (const span of clipped) {
    const last = spans.at(-1);
    if (!last || last.to < span.from) spans.push(span);
    else if (last.to < span.to) spans[spans.length - 1] = { from: last.from, to: span.to };
  }
  return spans;
}

function reckon(period: RunningPeriod, calendar: Calendar): Reckoned {
  let due = periodEnd(period, calendar);
  for (const { amount, unit } of [...period.extensions].sort((a, b) => (a.on < b.on ? -1 : 1))) {
    due = periodEnd({ start: due, amount, unit, rolls: period.rolls }, calendar);
  }
  for (const { from, to } of spansOf(period)) {
    if (from > due) break;
    if (to === NEVER) return { due, stoppedSince: from };
    due = addWorkingDays(due, workingDaysBetween(from, to, calendar), calendar);
  }
  return { due };
}

/** The period as it was on a day: what was granted, stopped or resumed later had not happened yet. */
function asOf(period: RunningPeriod, on: Day): RunningPeriod {
  return {
    ...period,
    extensions: period.extensions.filter((extension) => extension.on <= on),
    stops: period.stops
      .filter(({ from }) => from <= on)
      .map(({ from, to = NEVER }) => ({ from, to: to > on ? NEVER : to })),
  };
}

/** The last day of a period with all its extensions and stops; undefined while it stands still. */
export function dueDay(period: RunningPeriod, calendar: Calendar): Day | undefined {
  const { due, stoppedSince } = reckon(period, calendar);
  return stoppedSince === undefined ? due : undefined;
}

/**
 * Where a period stands on a day, by what had happened up to that day.
 *
 * - running: the last day is still to come, as it would be without any extension
 * - extended: the last day is still to come, but without extensions it would have passed
 * - due: the last day is this day
 * - overdue: the last day has passed. On the days off that follow it the slack is still 0
 * - stopped: it stands still since `since`, also on that day; on the day of resuming it runs again. The slack is what
 *   will be left when it resumes
 */
export function statusOn(period: RunningPeriod, on: Day, calendar: Calendar): PeriodStatus {
  const known = asOf(period, on);
  const { due, stoppedSince } = reckon(known, calendar);
  if (stoppedSince !== undefined) {
    return { status: 'stopped', since: stoppedSince, slack: workingDaysBetween(stoppedSince, due, calendar) };
  }
  const slack = workingDaysBetween(on, due, calendar);
  if (on === due) return { status: 'due', due, slack };
  if (on > due) return { status: 'overdue', due, slack };
  const unextended = reckon({ ...known, extensions: [] }, calendar).due;
  return { status: on > unextended ? 'extended' : 'running', due, slack };
}
