import type { Basis, Refusal, Verified } from '@dossier/kernel';
import type { Facts } from './facts';
import { unknownWord } from './rule-values';
import { judgesArguments, RULES, type Finding } from './rules';
import type { Guard, ProcedureVersion, Step } from './schema';

/** The article and value behind something an event says, so that the event explains itself without the regulation. */
export interface Applied {
  readonly id: string;
  readonly values: Guard['values'];
  readonly basis?: Basis;
  readonly verified: Verified;
}

/** Which edition of a regulation a name speaks of: 'R2021.2' is the second, 'R2021' the first. */
function edition(version: string): number {
  return Number(version.split('.')[1] ?? 1);
}

/** The regulation whose edition a name speaks of: of 'R2021.2' it is 'R2021'. */
export function regulationOf(version: string): string {
  return version.split('.')[0] ?? version;
}

/** The version in force on a day; undefined when none of those known is. Where two overlap the later one holds, of two editions the newer. */
export function versionInForce(versions: readonly ProcedureVersion[], on: string): ProcedureVersion | undefined {
  return versions
    .filter((version) => isInForce(version, on))
    .sort((a, b) =>
      a.inForce.from === b.inForce.from
        ? edition(b.version) - edition(a.version)
        : a.inForce.from < b.inForce.from
          ? 1
          : -1,
    )[0];
}

/** Whether a day lies in the time for which a version holds, its first and last day included. */
export function isInForce({ inForce }: Pick<ProcedureVersion, 'inForce'>, on: string): boolean {
  return inForce.from <= on && (inForce.to === undefined || on <= inForce.to);
}

/** Which guards are asked: those the dossier alone answers, those the command answers, or both in the order of the data. */
export type Judged = 'state' | 'arguments' | 'all';

/** The first guard of an action that does not hold, as a refusal with its article; undefined when all hold. */
export function standInTheWay(
  procedure: ProcedureVersion,
  action: string,
  facts: Facts,
  judged: Judged = 'all',
): Refusal | undefined {
  const known = procedure.actions[action];
  if (known === undefined) {
    return { code: 'not-in-procedure', condition: action, have: procedure.version, need: null, who: 'nobody' };
  }
  for (const guard of known.guards) {
    if (judged !== 'all' && judgesArguments(guard.rule) !== (judged === 'arguments')) continue;
    const refusal = findingOf(procedure, guard, facts);
    if (refusal) return refusal;
  }
  return undefined;
}

/** What one guard finds in a dossier, with its article. */
function findingOf(procedure: ProcedureVersion, guard: Guard, facts: Facts): Refusal | undefined {
  const rule = RULES[guard.rule];
  if (rule === undefined) throw new TypeError(`${procedure.version} names a rule that does not exist: ${guard.rule}`);
  const finding = mistaken(guard) ?? rule(facts, guard.values);
  if (finding === undefined) return undefined;
  const who = finding.code === 'step-missing' ? takerOf(procedure, finding.need) : undefined;
  return {
    ...finding,
    ...(who === undefined ? {} : { who }),
    condition: guard.id,
    ...(guard.basis ? { basis: guard.basis } : {}),
    verified: guard.verified,
  };
}

/** Steps beside the way that others wait for, by the action that takes them. */
const BESIDE: Readonly<Record<string, string>> = {
  CandidateTransferred: 'MoveCandidate',
  ProbationerErased: 'EraseProbationer',
};

/** Who takes a step, by the way or beside it; of one that several bodies take the rule itself says whose is missing. */
function takerOf(procedure: ProcedureVersion, event: Finding['need']): string | undefined {
  const takers = new Set(procedure.path.filter((step) => step.event === event).map(({ by }) => by));
  if (takers.size === 0) return turnOf(procedure, BESIDE[String(event)] ?? '');
  return takers.size === 1 ? [...takers][0] : undefined;
}

/**
 * A guard that says a word nobody knows would hold whatever comes. The linter stops it; a version that was published before
 * the linter knew is refused by it until another edition mends the word.
 */
function mistaken(guard: Guard): Finding | undefined {
  const word = unknownWord(guard);
  return word === undefined
    ? undefined
    : { code: 'procedure-faulty', have: word, need: 'word-unknown', who: 'organisation-board' };
}

/** Everything of an action that the dossier alone does not allow: for an explanation, which says more than the first reason. */
export function allInTheWay(procedure: ProcedureVersion, action: string, facts: Facts): readonly Refusal[] {
  return (procedure.actions[action]?.guards ?? [])
    .filter((guard) => !judgesArguments(guard.rule))
    .flatMap((guard) => findingOf(procedure, guard, facts) ?? []);
}

/** The guards of an action that judge what a command brings: its requirements. */
export function requirementsOf(procedure: ProcedureVersion, action: string): readonly Guard[] {
  return (procedure.actions[action]?.guards ?? []).filter((guard) => judgesArguments(guard.rule));
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
  const whole = of * threshold.numerator;
  return threshold.strict
    ? Math.floor(whole / threshold.denominator) + 1
    : Math.max(1, Math.ceil(whole / threshold.denominator));
}

/** What stands between a cell and the body that decides. */
export interface Between {
  readonly committee: boolean;
  readonly subCommittee: boolean;
}

/** The steps of the way for a cell with these bodies above it. */
export function pathFor(procedure: ProcedureVersion, between: Between): readonly Step[] {
  return procedure.path.filter(
    (step) =>
      (between.committee || step.onlyWithCommittee !== true) &&
      (between.subCommittee || step.onlyWithSubCommittee !== true),
  );
}

/** The next step of the way: the first that has not been taken; undefined at its end. */
export function nextStep(
  procedure: ProcedureVersion,
  taken: (step: Step) => boolean,
  between: Between,
): Step | undefined {
  return pathFor(procedure, between).find((step) => !taken(step));
}

/** Whose turn an action is, by the way or by the action itself. */
export function turnOf(procedure: ProcedureVersion, action: string): string | undefined {
  return procedure.actions[action]?.by ?? procedure.path.find((step) => step.action === action)?.by;
}
