import { addMonths, addWorkingDays, type Calendar } from '@dossier/calendar';
import type { Basis, Day, Refusal, Verified } from '@dossier/kernel';
import type { Facts } from './facts';
import { RULES } from './rules';
import type { DeadlineRule, Guard, ProcedureVersion, Step } from './schema';

/** A deadline as it is written into the event that starts it. The day it falls due is derived and says by which calendar. */
export interface StartedDeadline {
  readonly id: string;
  readonly amount: number;
  readonly unit: DeadlineRule['unit'];
  readonly start: Day;
  readonly due: Day;
  readonly until: string;
  readonly basis?: Basis;
  readonly verified: Verified;
}

/** The article and value behind something an event says, so that the event explains itself without the regulation. */
export interface Applied {
  readonly id: string;
  readonly values: Guard['values'];
  readonly basis?: Basis;
  readonly verified: Verified;
}

/** The version in force on a day; undefined when none of those known is. Where two overlap the later one holds. */
export function versionInForce(versions: readonly ProcedureVersion[], on: Day): ProcedureVersion | undefined {
  return versions
    .filter(({ inForce }) => inForce.from <= on && (inForce.to === undefined || on <= inForce.to))
    .sort((a, b) => (a.inForce.from < b.inForce.from ? 1 : -1))[0];
}

/** The first guard of an action that does not hold, as a refusal with its article; undefined when all hold. */
export function standInTheWay(procedure: ProcedureVersion, action: string, facts: Facts): Refusal | undefined {
  const known = procedure.actions[action];
  if (known === undefined) {
    return { code: 'not-in-procedure', condition: action, have: procedure.version, need: null, who: 'nobody' };
  }
  for (const guard of known.guards) {
    const rule = RULES[guard.rule];
    if (rule === undefined) throw new TypeError(`${procedure.version} names a rule that does not exist: ${guard.rule}`);
    const finding = rule(facts, guard.values);
    if (finding) {
      return {
        ...finding,
        condition: guard.id,
        ...(guard.basis ? { basis: guard.basis } : {}),
        verified: guard.verified,
      };
    }
  }
  return undefined;
}

/** The guards of an action that carry a number, an article or both: what an event keeps of the rules it was decided by. */
export function appliedRules(procedure: ProcedureVersion, action: string): readonly Applied[] {
  return (procedure.actions[action]?.guards ?? [])
    .filter((guard) => guard.basis !== undefined)
    .map(({ id, values, basis, verified }) => ({ id, values, ...(basis ? { basis } : {}), verified }));
}

/** Whether a vote reaches a threshold. Whole numbers only: 3·yes ≥ 2·of, never 0.666. A vote of nobody reaches nothing. */
export function reaches(
  threshold: { numerator: number; denominator: number; strict: boolean },
  yes: number,
  of: number,
): boolean {
  if (of === 0) return false;
  const left = yes * threshold.denominator;
  const right = of * threshold.numerator;
  return threshold.strict ? left > right : left >= right;
}

/** The fewest yes votes of `of` that reach the threshold. */
export function votesNeeded(
  threshold: { numerator: number; denominator: number; strict: boolean },
  of: number,
): number {
  const share = (of * threshold.numerator) / threshold.denominator;
  return threshold.strict ? Math.floor(share) + 1 : Math.max(1, Math.ceil(share));
}

/**
 * The deadlines that an event starts. Those in months say how long a paper serves, and the rules that refuse a stale
 * paper know no calendar: so they are not rolled over a weekend, or a clock would show a day on which the step is refused.
 */
export function deadlinesFrom(
  procedure: ProcedureVersion,
  event: string,
  start: Day,
  calendar: Calendar,
): readonly StartedDeadline[] {
  return procedure.deadlines
    .filter((rule) => rule.from === event)
    .map(({ id, amount, unit, until, basis, verified }) => ({
      id,
      amount,
      unit,
      start,
      until,
      due: unit === 'months' ? addMonths(start, amount) : addWorkingDays(start, amount, calendar),
      ...(basis ? { basis } : {}),
      verified,
    }));
}

/** The next step of the way: the first that has not been taken; undefined at its end. */
export function nextStep(
  procedure: ProcedureVersion,
  taken: (event: string) => boolean,
  committeeBetween: boolean,
): Step | undefined {
  return procedure.path.find((step) => !taken(step.event) && (committeeBetween || step.onlyWithCommittee !== true));
}
