import { dueDay, periodEnd, type Calendar, type RunningPeriod } from '@dossier/calendar';
import type { Basis, Day, Verified } from '@dossier/kernel';
import type { DeadlineRule, ProcedureVersion } from './schema';

/**
 * A deadline as it is written into the event that starts it. `due` is the day it falls due by the calendar known then;
 * what is asked later is worked out anew from the length and the start, for a year's calendar is completed late.
 */
export interface StartedDeadline {
  readonly id: string;
  readonly amount: number;
  readonly unit: DeadlineRule['unit'];
  readonly start: Day;
  readonly due: Day;
  /** The event that started it; left out in the oldest events. */
  readonly from?: string;
  readonly until: string;
  readonly untilHaving?: Readonly<Record<string, string | boolean>>;
  /** What the clock is about, where there are several of one kind: the place that was asked. */
  readonly subject?: string;
  /** By how many units it may be extended, once. */
  readonly extension?: number;
  readonly kind?: DeadlineRule['kind'];
  readonly by?: string;
  readonly basis?: Basis;
  readonly verified: Verified;
}

/** A deadline of a dossier: as it was started, with what happened to it since. */
export interface DossierDeadline extends StartedDeadline {
  readonly extended?: { readonly amount: number; readonly on: Day };
  readonly stops?: readonly { readonly from: Day; readonly to?: Day }[];
  /** Set once it was recorded that it passed. */
  readonly noted?: Day;
}

/**
 * What running out means: 'act' when somebody is late, 'serves' when a paper or a vote has lost its worth, 'waits' when
 * it is only a time that had to pass. The first versions written down did not say it of their two validities.
 */
export function kindOf({ id, kind }: Pick<StartedDeadline, 'id' | 'kind'>): NonNullable<DeadlineRule['kind']> {
  return kind ?? (id === 'S1' || id === 'T1' ? 'serves' : 'act');
}

type Data = Readonly<Record<string, unknown>>;

function has(data: Data, having: Readonly<Record<string, string | boolean>> | undefined): boolean {
  return Object.entries(having ?? {}).every(([name, value]) => (data[name] ?? false) === value);
}

/** Whether an event ends a deadline. */
export function ends(
  deadline: Pick<StartedDeadline, 'until' | 'untilHaving' | 'subject'>,
  event: string,
  data: Data,
): boolean {
  if (deadline.until !== event || !has(data, deadline.untilHaving)) return false;
  return deadline.subject === undefined || data['place'] === deadline.subject;
}

/** What happened, as far as it matters which clocks it starts: the steps that stand, and whether a committee is between. */
export interface Occurred {
  readonly on: Day;
  readonly data: Data;
  readonly done?: Readonly<Record<string, Day | undefined>>;
  readonly committee?: boolean;
}

function isStarted(rule: DeadlineRule, event: string, { data, done = {}, committee }: Occurred): boolean {
  if (rule.from !== event || !has(data, rule.fromHaving)) return false;
  if (rule.unless !== undefined && done[rule.unless] !== undefined) return false;
  return rule.onlyWithCommittee === undefined || rule.onlyWithCommittee === committee;
}

/** The deadlines that an event starts, in the order of the data: one may start at the end of another. */
export function deadlinesFrom(
  procedure: ProcedureVersion,
  event: string,
  occurred: Occurred,
  calendar: Calendar,
): readonly StartedDeadline[] {
  const started: StartedDeadline[] = [];
  for (const rule of procedure.deadlines) {
    if (!isStarted(rule, event, occurred)) continue;
    const start = startOf(rule, occurred, started);
    if (start !== undefined) started.push(startedBy(rule, start, occurred.data, calendar));
  }
  return started;
}

function startOf(rule: DeadlineRule, { on, data }: Occurred, started: readonly StartedDeadline[]): Day | undefined {
  if (rule.after !== undefined) return started.find(({ id }) => id === rule.after)?.due;
  const named = rule.startsOn === undefined ? undefined : data[rule.startsOn];
  return typeof named === 'string' ? named : on;
}

function startedBy(rule: DeadlineRule, start: Day, data: Data, calendar: Calendar): StartedDeadline {
  const { id, amount, unit, from, until, untilHaving, per, extension, kind, by, basis, verified } = rule;
  const subject = per === undefined ? undefined : data[per];
  return {
    id,
    amount,
    unit,
    start,
    from,
    until,
    due: periodEnd({ start, amount, unit }, calendar),
    ...(untilHaving ? { untilHaving } : {}),
    ...(typeof subject === 'string' ? { subject } : {}),
    ...(extension ? { extension: extension.amount } : {}),
    ...(kind ? { kind } : {}),
    ...(by ? { by } : {}),
    ...(basis ? { basis } : {}),
    verified,
  };
}

/** A deadline as the calendar counts it, with its extension and the time it was stopped. */
export function periodOf({ start, amount, unit, extended, stops = [] }: Counted): RunningPeriod {
  const extensions = extended ? [{ amount: extended.amount, unit, on: extended.on }] : [];
  return { start, amount, unit, extensions, stops };
}

/** What is needed of a deadline to count it. */
export type Counted = Pick<DossierDeadline, 'start' | 'amount' | 'unit' | 'extended' | 'stops'>;

/** The day a deadline falls due as things stand; undefined while it stands still. */
export function dueOf(deadline: Counted, calendar: Calendar): Day | undefined {
  return dueDay(periodOf(deadline), calendar);
}
