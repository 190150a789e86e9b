import type { ActionLine, ChangeKind, Explanation, Requirement, TrialChange, TrialReport } from '@dossier/contract';
import type { Day, FactValue, Refusal } from '@dossier/kernel';
import { isInForce, versionInForce, type DeadlineRule, type ProcedureVersion } from '@dossier/procedure';
import { RECORD_ACTIONS } from './actions';
import type { DossierContext } from './context';
import { explain } from './explain';
import { rulesFor, type OnDay, type Regulation } from './standing';
import type { DossierState } from './state';

/** A regulation in which one version, published or only proposed, is among those known. */
export function knowing(regulation: Regulation, version: ProcedureVersion): Regulation {
  const others = regulation.versions.filter((known) => known.version !== version.version);
  return { ...regulation, versions: [...others, version] };
}

/**
 * What another version would change for one dossier as it stands: the explanation under the rules it has, held against
 * the explanation under the others. Actions on the record itself, which no regulation knows, are left out.
 */
export function trialOf(
  state: DossierState,
  context: DossierContext,
  regulation: Regulation,
  proposed: ProcedureVersion,
  days: OnDay,
): readonly TrialChange[] {
  const other = knowing(regulation, proposed);
  const moved = { ...state, procedure: proposed.version };
  const before = explain(days, state, context, regulation);
  const after = explain(days, moved, context, other);
  const then = new Map(after.actions.map((line) => [line.action, line]));
  const rules = rulesFor(state, days.on, context, regulation)?.procedure;
  const rulesAfter = rulesFor(moved, days.on, context, other)?.procedure;
  return [
    ...before.actions.flatMap((line) => {
      const next = then.get(line.action);
      return next === undefined || isOfTheRecord(line.action) ? [] : changesOf(line, next);
    }),
    ...(rules && rulesAfter ? deadlinesAhead(before, after, rules, rulesAfter) : []),
  ];
}

function isOfTheRecord(action: string): boolean {
  return (RECORD_ACTIONS as readonly string[]).includes(action);
}

function changesOf(before: ActionLine, after: ActionLine): readonly TrialChange[] {
  const { action } = before;
  if (before.possible && after.possible) return requirementsChanged(action, before.requires, after.requires);
  if (before.possible) return after.refusal ? [changed('closes', action, after.refusal)] : [];
  if (after.possible) return before.refusal ? [changed('opens', action, before.refusal)] : [];
  // A version that does not know an action and one that does not allow it come to the same.
  if ([before, after].some(({ refusal }) => refusal?.code === 'not-in-procedure')) return [];
  return obstaclesChanged(action, obstaclesOf(before), obstaclesOf(after));
}

function obstaclesOf({ refusal, also }: ActionLine): ReadonlyMap<string, Refusal> {
  return new Map([...(refusal ? [refusal] : []), ...also].map((one) => [`${one.condition} ${one.code}`, one]));
}

function obstaclesChanged(
  action: string,
  before: ReadonlyMap<string, Refusal>,
  after: ReadonlyMap<string, Refusal>,
): readonly TrialChange[] {
  const dropped = [...before].filter(([key]) => !after.has(key)).map(([, one]) => changed('drops', action, one));
  const added = [...after].filter(([key]) => !before.has(key)).map(([, one]) => changed('adds', action, one));
  const asked = [...after].flatMap(([key, one]) => {
    const was = before.get(key);
    // Days differ from dossier to dossier, numbers from version to version.
    return was && typeof was.need === 'number' && typeof one.need === 'number' && was.need !== one.need
      ? [{ ...changed('asks', action, one), before: was.need, after: one.need }]
      : [];
  });
  return [...dropped, ...added, ...asked];
}

function changed(kind: ChangeKind, about: string, refusal: Refusal): TrialChange {
  return { kind, about, condition: refusal.condition, refusal, before: null, after: null };
}

/** What a command has to bring, by rule: what is new, what is gone, what has other values. */
function requirementsChanged(
  action: string,
  before: readonly Requirement[],
  after: readonly Requirement[],
): readonly TrialChange[] {
  const keyed = (list: readonly Requirement[]) => new Map(list.map((one) => [`${one.id} ${one.rule}`, one]));
  const [was, is] = [keyed(before), keyed(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => {
    const [old, now] = [was.get(key), is.get(key)];
    const [from, to] = [old && valuesText(old), now && valuesText(now)];
    if (from === to) return [];
    const condition = (now ?? old)?.id ?? null;
    return [
      { kind: 'requires' as const, about: action, condition, refusal: null, before: from ?? null, after: to ?? null },
    ];
  });
}

/** A requirement as text: a majority as a fraction, any other by its rule and values. */
function valuesText({ rule, values }: Requirement): string {
  const { numerator, denominator, strict } = values;
  if (rule === 'majority') return `${strict ? '>' : '≥'} ${String(numerator)}/${String(denominator)}`;
  const said = Object.entries(values).map(([name, value]) => `${name} ${[value].flat().join(', ')}`);
  return [rule, ...said.sort()].join('; ');
}

/**
 * Deadlines that steps still ahead would start. One that is running already was started by the event that wrote it down,
 * and no version changes it.
 */
function deadlinesAhead(
  before: Explanation,
  after: Explanation,
  rules: ProcedureVersion,
  rulesAfter: ProcedureVersion,
): readonly TrialChange[] {
  const lengths = ({ way }: Explanation, { deadlines }: ProcedureVersion): ReadonlyMap<string, string> => {
    const ahead = new Set(way.filter(({ status }) => status !== 'done').map(({ event }) => event));
    return new Map(deadlines.filter(({ from }) => ahead.has(from)).map((rule) => [rule.id, lengthOf(rule)]));
  };
  const [was, is] = [lengths(before, rules), lengths(after, rulesAfter)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((id) => {
    const [from = null, to = null] = [was.get(id), is.get(id)];
    return from === to
      ? []
      : [{ kind: 'deadline' as const, about: id, condition: id, refusal: null, before: from, after: to }];
  });
}

/** A length and what starts it, for one deadline moved from one event to another is another deadline. */
function lengthOf({ amount, unit, from }: DeadlineRule): string {
  return `${amount} ${unit} ${from}`;
}

/** What was found of one dossier. */
export interface Tried {
  readonly dossier: string;
  /** Opened under a version: it changes only when it adopts the other. */
  readonly pinned: boolean;
  readonly changes: readonly TrialChange[];
}

/**
 * Gathers what was found, dossier by dossier, by reason. It keeps ids alone, however many dossiers there are. Beside it
 * says what holds in the version's place, for that one no dossier follows and none can adopt.
 */
export function trialReport(
  version: ProcedureVersion,
  on: Day,
  tried: Iterable<Tried>,
  { versions }: Pick<Regulation, 'versions'>,
): TrialReport {
  const known = [...versions.filter((one) => one.version !== version.version), version];
  const holding = isInForce(version, on) ? versionInForce(known, on)?.version : undefined;
  const groups = new Map<string, { readonly change: TrialChange; readonly dossiers: string[] }>();
  let [dossiers, changedOnes, atOnce] = [0, 0, 0];
  for (const { dossier, pinned, changes } of tried) {
    dossiers += 1;
    if (changes.length > 0) changedOnes += 1;
    if (changes.length > 0 && !pinned && holding === version.version) atOnce += 1;
    for (const change of changes) {
      const key = keyOf(change);
      const group = groups.get(key) ?? { change, dossiers: [] };
      if (group.dossiers.at(-1) !== dossier) group.dossiers.push(dossier);
      groups.set(key, group);
    }
  }
  return {
    version: version.version,
    on,
    heldInstead: holding === undefined || holding === version.version ? null : holding,
    dossiers,
    changed: changedOnes,
    changedAtOnce: atOnce,
    groups: [...groups.values()]
      .map(({ change, dossiers: ids }) => ({ ...change, count: ids.length, dossiers: ids }))
      .sort((a, b) => b.count - a.count),
  };
}

function keyOf({ kind, about, condition, refusal, before, after }: TrialChange): string {
  const parts: readonly FactValue[] = [kind, about, condition, refusal?.code ?? null, before, after];
  return JSON.stringify(parts);
}
