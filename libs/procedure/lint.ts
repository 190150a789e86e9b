import { addDays } from '@dossier/calendar';
import { loosened, withLocalRules } from './local-rules';
import { faultsOfValues } from './rule-values';
import { RULES } from './rules';
import type { DeadlineRule, Guard, LocalRules, ProcedureVersion, Threshold } from './schema';

/** Something wrong with procedure data: what kind, where in the document, and in words. */
export interface Fault {
  readonly code: FaultCode;
  readonly where: string;
  readonly says: string;
}

export type FaultCode =
  | 'rule-unknown'
  | 'value-missing'
  | 'value-of-wrong-kind'
  | 'value-unread'
  | 'action-unknown'
  | 'action-unguarded'
  | 'event-undeclared'
  | 'step-unreachable'
  | 'step-before-its-ground'
  | 'way-round'
  | 'no-way-back'
  | 'deadline-unknown'
  | 'deadline-endless'
  | 'deadline-doubled'
  | 'extension-unused'
  | 'basis-missing'
  | 'assumption-unsaid'
  | 'threshold-missing'
  | 'threshold-out-of-range'
  | 'in-force-backwards'
  | 'versions-overlap'
  | 'versions-gap'
  | 'loosens';

/** Which command brings an event about, for every event there is. The domain knows it; the data is held against it. */
export type ActionOf = Readonly<Record<string, string>>;

type Guarded = readonly (readonly [where: string, guard: Guard])[];

function guardsOf({ actions }: Pick<ProcedureVersion, 'actions'>): Guarded {
  return Object.entries(actions).flatMap(([action, { guards }]) =>
    guards.map((guard, index) => [`actions.${action}.guards[${index}]`, guard] as const),
  );
}

/** Everything wrong with one version of the procedure, in the order of the document; empty when it is whole. */
export function faultsIn(version: ProcedureVersion, actionOf: ActionOf): readonly Fault[] {
  return [
    ...faultsOfForce(version),
    ...faultsOfPath(version, actionOf),
    ...faultsOfActions(version, actionOf),
    ...guardsOf(version).flatMap(([where, guard]) => faultsOfGuard(where, guard, version, actionOf)),
    ...faultsOfThresholds(version),
    ...faultsOfDeadlines(version, actionOf),
    ...faultsOfSources(version),
  ];
}

/** Everything wrong with local rules, laid over each version they can hold with. */
export function faultsInLocal(
  local: LocalRules,
  versions: readonly ProcedureVersion[],
  actionOf: ActionOf,
): readonly Fault[] {
  const { from, to } = local.inForce;
  const met = versions.filter(
    ({ inForce }) => (to === undefined || inForce.from <= to) && (inForce.to ?? from) >= from,
  );
  const over = met.flatMap((version) => [
    ...loosened(version, local).map((where) => fault('loosens', where, `asks less than ${version.version}`)),
    ...faultsIn(withLocalRules(version, local), actionOf).map((found) => ({
      ...found,
      where: `${version.version}: ${found.where}`,
    })),
  ]);
  return [...faultsOfForce(local), ...over];
}

/** Where versions leave a day without rules, or give it two. Editions of one regulation hold side by side. */
export function faultsBetween(versions: readonly ProcedureVersion[]): readonly Fault[] {
  const regulations = new Map(versions.map((version) => [version.version.split('.')[0] ?? '', version]));
  const inOrder = [...regulations.values()].sort((a, b) => (a.inForce.from < b.inForce.from ? -1 : 1));
  return inOrder.slice(1).flatMap((next, index) => {
    const before = inOrder[index];
    const end = before?.inForce.to;
    if (before === undefined) return [];
    const where = `${before.version} – ${next.version}`;
    if (end === undefined || end >= next.inForce.from)
      return [fault('versions-overlap', where, `both hold on ${next.inForce.from}`)];
    const missing = addDays(end, 1);
    return missing < next.inForce.from ? [fault('versions-gap', where, `none holds on ${missing}`)] : [];
  });
}

function fault(code: FaultCode, where: string, says: string): Fault {
  return { code, where, says };
}

function faultsOfForce({ inForce }: Pick<ProcedureVersion, 'inForce'>): readonly Fault[] {
  return inForce.to !== undefined && inForce.to < inForce.from
    ? [fault('in-force-backwards', 'inForce', `ends on ${inForce.to}, before it begins`)]
    : [];
}

/** Whether some action of the version brings an event about. */
function brings({ actions }: ProcedureVersion, event: string, actionOf: ActionOf): boolean {
  const action = Object.hasOwn(actionOf, event) ? actionOf[event] : undefined;
  return action !== undefined && actions[action] !== undefined;
}

function faultsOfPath(version: ProcedureVersion, actionOf: ActionOf): readonly Fault[] {
  const order = version.path.map(({ event }) => event);
  return version.path.flatMap(({ event, action }, index) => {
    const where = `path[${index}]`;
    if (actionOf[event] !== action)
      return [fault('event-undeclared', where, `${event} is not what ${action} brings about`)];
    const known = version.actions[action];
    if (known === undefined) return [fault('step-unreachable', where, `${action} is no action of this version`)];
    // A ground that no step before it lays, and nothing beside the way either, can never be there.
    return groundsOf(version, action)
      .filter((ground) => order.indexOf(ground) > index)
      .map((ground) => fault('step-before-its-ground', where, `${event} rests on ${ground}, which comes later`));
  });
}

/** The events an action's guards want to have happened. */
function groundsOf({ actions }: ProcedureVersion, action: string): readonly string[] {
  return (actions[action]?.guards ?? [])
    .filter(({ rule }) => rule === 'steps-taken')
    .flatMap(({ values }) => (Array.isArray(values['steps']) ? values['steps'] : []));
}

function faultsOfActions(version: ProcedureVersion, actionOf: ActionOf): readonly Fault[] {
  const known = new Set(Object.values(actionOf));
  const onTheWay = new Set(version.path.map(({ action }) => action));
  return Object.entries(version.actions).flatMap(([action, { guards, undoes = [] }]) => [
    ...(known.has(action) ? [] : [fault('action-unknown', `actions.${action}`, 'no command has this name')]),
    ...(guards.length > 0 || onTheWay.has(action) || Object.hasOwn(UNCONDITIONAL, action)
      ? []
      : [fault('action-unguarded', `actions.${action}`, 'beside the way, and nothing has to hold for it')]),
    ...undoes
      .filter((event) => !brings(version, event, actionOf))
      .map((event) => fault('no-way-back', `actions.${action}.undoes`, `${event} could never be taken again`)),
    ...roundFrom(version, action, actionOf),
  ]);
}

/** What may happen at any time, and why no regulation makes it wait. */
const UNCONDITIONAL: Readonly<Record<string, string>> = { RecordDeath: 'death asks nobody' };

/** A step that rests on itself by way of others: a way round without an exit. */
function roundFrom(version: ProcedureVersion, action: string, actionOf: ActionOf): readonly Fault[] {
  const seen = new Set<string>();
  const wanted = [...groundsOf(version, action)];
  for (let event = wanted.pop(); event !== undefined; event = wanted.pop()) {
    const by = actionOf[event];
    if (by === action) return [fault('way-round', `actions.${action}`, `it rests on ${event}, which it brings about`)];
    if (by === undefined || seen.has(by)) continue;
    seen.add(by);
    wanted.push(...groundsOf(version, by));
  }
  return [];
}

function faultsOfGuard(where: string, guard: Guard, version: ProcedureVersion, actionOf: ActionOf): readonly Fault[] {
  const { rule, values } = guard;
  if (!Object.hasOwn(RULES, rule)) return [fault('rule-unknown', where, `there is no rule '${rule}'`)];
  const steps = values['steps'];
  const undeclared = (Array.isArray(steps) ? steps : []).filter((event) => !brings(version, event, actionOf));
  const deadline = values['deadline'];
  const unknown = typeof deadline === 'string' && !version.deadlines.some(({ id }) => id === deadline);
  return [
    ...faultsOfValues(guard).map(({ code, says }) => fault(code, where, says)),
    ...undeclared.map((event) => fault('event-undeclared', where, `no action of this version brings ${event} about`)),
    ...(unknown ? [fault('deadline-unknown', where, `there is no deadline ${deadline}`)] : []),
    ...grounded(where, guard),
  ];
}

/** A number that is said to have been read somewhere says where. */
function grounded(where: string, { basis, verified }: Pick<Guard, 'basis' | 'verified'>): readonly Fault[] {
  return verified !== 'assumed' && basis === undefined
    ? [fault('basis-missing', where, `${verified}, and no document is named`)]
    : [];
}

function faultsOfThresholds({ thresholds, path }: ProcedureVersion): readonly Fault[] {
  const needed = ['cell', 'decider', ...(path.some((step) => step.onlyWithCommittee) ? ['grassroots-committee'] : [])];
  const outside = ({ numerator, denominator, strict }: Threshold): boolean =>
    numerator > denominator || (strict && numerator === denominator);
  return [
    ...needed
      .filter((body) => thresholds[body] === undefined)
      .map((body) => fault('threshold-missing', 'thresholds', `the ${body} has no majority`)),
    ...Object.entries(thresholds).flatMap(([body, threshold]) => [
      ...(outside(threshold) ? [fault('threshold-out-of-range', `thresholds.${body}`, 'no vote can reach it')] : []),
      ...grounded(`thresholds.${body}`, threshold),
    ]),
  ];
}

function faultsOfDeadlines(version: ProcedureVersion, actionOf: ActionOf): readonly Fault[] {
  return version.deadlines.flatMap((rule, index) => {
    const where = `deadlines[${index}] ${rule.id}`;
    const earlier = version.deadlines.slice(0, index);
    return [
      ...faultsOfClock(where, rule, earlier, version, actionOf),
      ...grounded(where, rule),
      ...(earlier.some((other) => isSameClock(other, rule))
        ? [fault('deadline-doubled', where, 'it stands twice')]
        : []),
      ...(rule.extension !== undefined && version.actions['ExtendDeadline'] === undefined
        ? [fault('extension-unused', where, 'it can be extended, and no action extends')]
        : []),
    ];
  });
}

/** The same id started by the same event. With another start it is the same clock started anew. */
function isSameClock(one: DeadlineRule, other: DeadlineRule): boolean {
  return (
    one.id === other.id &&
    one.from === other.from &&
    JSON.stringify(one.fromHaving) === JSON.stringify(other.fromHaving)
  );
}

function faultsOfClock(
  where: string,
  { from, until, after }: DeadlineRule,
  earlier: readonly DeadlineRule[],
  version: ProcedureVersion,
  actionOf: ActionOf,
): readonly Fault[] {
  const started = earlier.some(({ id, from: other }) => id === after && other === from);
  return [
    ...(brings(version, from, actionOf)
      ? []
      : [fault('event-undeclared', where, `no action of this version brings ${from} about`)]),
    ...(brings(version, until, actionOf)
      ? []
      : [fault('deadline-endless', where, `no action of this version brings ${until} about`)]),
    ...(after === undefined || started
      ? []
      : [fault('deadline-unknown', where, `${after} is not started before it by ${from}`)]),
  ];
}

/** What is only assumed is said in the version's own words, where people look who have to answer for it. */
function faultsOfSources(version: ProcedureVersion): readonly Fault[] {
  const marks = [
    ...guardsOf(version).map(([, guard]) => guard),
    ...Object.values(version.thresholds),
    ...version.deadlines,
  ];
  const assumed = marks.some(({ verified, basis }) => verified === 'assumed' && basis !== undefined);
  const firstEdition = version.assumptions === undefined && !version.version.includes('.');
  // The first versions were published before assumptions were written down beside the marks; they cannot change.
  if (firstEdition && PUBLISHED_BEFORE.includes(version.version)) return [];
  return assumed && (version.assumptions ?? []).length === 0
    ? [fault('assumption-unsaid', 'assumptions', 'numbers are marked as assumed, and nothing says so in words')]
    : [];
}

const PUBLISHED_BEFORE: readonly string[] = ['R2016', 'R2021'];
